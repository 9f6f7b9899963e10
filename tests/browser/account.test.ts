import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DateTime } from 'luxon'
import type { Page } from 'playwright-core'
import { describeInBrowser } from '../given/describe-browser.ts'
import type { GivenMainstay } from '../given/mainstay.ts'
import { givenStaff, VERA } from '../given/people/staff.ts'
import { contributeAs } from '../given/people/supporter.ts'
import { assertFits, axeFindings, brokenLabels } from '../given/resources/browser.ts'
import { stripeClient } from '../given/resources/sandbox.ts'
import { TIME_ZONE } from '../given/start-at.ts'

/** Checks that a page fits the screen, no label breaks a word, and that it passes axe, which needs scripts. */
const looked = async (page: Page, scripts: boolean): Promise<void> => {
  await assertFits(page)
  assert.deepEqual(await brokenLabels(page), [], page.url())
  if (scripts) assert.deepEqual(await axeFindings(page), [], page.url())
}

const WORDS = {
  en: {
    send: 'Send me a link',
    enter: 'Sign in',
    end: 'Cancel this contribution',
    now: 'Cancel my contribution',
    change: 'Change the amount',
    look: 'Preview the change',
    do: 'Make this change',
    pause: 'Pause',
    pauseNow: 'Pause my contribution',
    resume: 'Resume now',
    inPounds: 'Start in GBP',
    erase: 'Delete my data and stop my support',
  },
  ru: {
    send: 'Прислать ссылку',
    enter: 'Войти',
    end: 'Прекратить взнос',
    now: 'Прекратить взнос',
    change: 'Изменить сумму',
    look: 'Показать, что изменится',
    do: 'Изменить',
    pause: 'Поставить на паузу',
    pauseNow: 'Поставить на паузу',
    resume: 'Возобновить',
    inPounds: 'Начать в GBP',
    erase: 'Удалить данные и прекратить взносы',
  },
} as const

const linkInOutbox = async (
  { origin, eventually }: GivenMainstay,
  page: Page,
  { address, language }: { address: string; language: string },
): Promise<string> => {
  let link: string | null = null
  await eventually(async () => {
    await page.goto(`${origin}/outbox?language=${language}`)
    const mail = page.locator('article.outbox-mail', { hasText: address })
    const found = mail.locator('.outbox-mail-text a[href*="/sign-in/"]')
    assert.equal(await found.count(), 1, 'no mail in the outbox')
    link = await found.getAttribute('href')
  })
  return link ?? ''
}

/** Previews and changes the amount, then pauses and resumes. */
const changeAndPause = async (page: Page, words: (typeof WORDS)['en' | 'ru'], scripts: boolean) => {
  await page.getByRole('link', { name: words.change }).click()
  await page.waitForURL(/\/account\/amount/)
  await page.fill('#amount', '1')
  await page.getByRole('button', { name: words.look }).click()
  await page.waitForSelector('#errors')
  await looked(page, scripts)
  await page.fill('#amount', '60')
  await page.locator('input[value="yearly"]').check()
  await page.getByRole('button', { name: words.look }).click()
  await page.waitForSelector('.change-preview')
  await looked(page, scripts)
  await page.fill('#amount', '8')
  await page.locator('input[value="monthly"]').check()
  await page.getByRole('button', { name: words.look }).click()
  await page.waitForURL(/amount=8/)
  await page.getByRole('button', { name: words.do, exact: true }).click()
  await page.waitForURL(/done=changed/)
  await looked(page, scripts)
  await page.getByRole('link', { name: words.pause, exact: true }).click()
  await page.waitForURL(/\/account\/pause/)
  await page.locator('input[value="2"]').check()
  await looked(page, scripts)
  await page.getByRole('button', { name: words.pauseNow }).click()
  await page.waitForURL(/done=paused/)
  await looked(page, scripts)
  await page.getByRole('button', { name: words.resume }).click()
  await page.waitForURL(/done=resumed/)
  await page.waitForSelector('.account-contribution[data-state="active"]')
}

/** Starts a contribution in another currency on the support page. */
const lookAtCurrencies = async (page: Page, words: (typeof WORDS)['en' | 'ru'], scripts: boolean) => {
  await page.getByRole('link', { name: words.change }).click()
  await page.waitForURL(/\/account\/amount/)
  await looked(page, scripts)
  await page.getByRole('link', { name: words.inPounds }).click()
  await page.waitForURL(/\/support\?.*currency=GBP/)
  await page.waitForSelector('input[name="currency"][value="GBP"]', { state: 'attached' })
  await looked(page, scripts)
  await page.locator('.already-supporting a.primary').click()
  await page.waitForSelector('.account-contribution[data-state="active"]')
}

const CASES = [
  ['phone', true, 'en'],
  ['phone', false, 'ru'],
  ['desktop', true, 'ru'],
  ['desktop', false, 'en'],
] as const

describeInBrowser('the account page and the staff page, in a browser', (mainstay, open) => {
  for (const [size, scripts, language] of CASES)
    test(`on a ${size}, scripts ${scripts ? 'on' : 'off'}, in ${language}: from the appeal to the account page, and a cancellation in two taps`, async () => {
      const address = `${size}-${language}@example.com`
      await contributeAs(mainstay, address)
      const words = WORDS[language]
      const { page, assertClean } = await open({ size, scripts })
      await page.goto(
        `${mainstay.origin}/articles/${language === 'ru' ? 'kran-nomer-sem' : 'third-floor-second-door'}`,
      )
      await page.locator('#appeal a[href^="/sign-in"]').click()
      await page.waitForURL(/\/sign-in\?/)
      await looked(page, scripts)
      await page.fill('#address', address)
      await page.getByRole('button', { name: words.send }).click()
      await page.waitForURL(/\/sign-in\/code/)
      await looked(page, scripts)
      const link = await linkInOutbox(mainstay, page, { address, language })
      await looked(page, scripts)
      await page.goto(link)
      await looked(page, scripts)
      await page.getByRole('button', { name: words.enter }).click()
      await page.waitForURL(/\/account/)
      await looked(page, scripts)
      await changeAndPause(page, words, scripts)
      await lookAtCurrencies(page, words, scripts)
      for (const path of [
        `/account/statement?year=${DateTime.fromJSDate(mainstay.now(), { zone: TIME_ZONE }).year}`,
        '/privacy',
        '/account/erase',
      ]) {
        await page.goto(`${mainstay.origin}${path}${path.includes('?') ? '&' : '?'}language=${language}`)
        await looked(page, scripts)
      }
      await page.goto(`${mainstay.origin}/account?language=${language}`)
      await page.getByRole('link', { name: words.end }).click()
      await page.waitForURL(/\/account\/cancel/)
      await looked(page, scripts)
      await page.locator('input[value="reading"]').check()
      await page.getByRole('button', { name: words.now }).click()
      await page.waitForURL(/done=cancelled/)
      await looked(page, scripts)
      await mainstay.eventually(async () => {
        await page.reload()
        assert.equal(await page.locator('.account-contribution').count(), 0)
      })
      await page.goto(`${mainstay.origin}/account/erase?language=${language}`)
      await page.getByRole('button', { name: words.erase }).click()
      await looked(page, scripts)
      await mainstay.eventually(async () => {
        await page.goto(`${mainstay.origin}/account?language=${language}`)
        assert.match(page.url(), /\/sign-in/, 'still signed in')
      })
      assertClean([mainstay.origin, mainstay.sandbox.origin])
    })

  test('a rejected email address is shown first and read aloud first', async () => {
    const { page } = await open({ size: 'phone', scripts: true })
    await page.goto(`${mainstay.origin}/sign-in`)
    await page.fill('#address', 'nobody')
    // The browser's own check is turned off to see the server's answer.
    await page.locator('form[action="/sign-in"]').evaluate((form) => form.setAttribute('novalidate', ''))
    await page.getByRole('button', { name: WORDS.en.send }).click()
    await page.waitForSelector('#errors:focus')
    await looked(page, true)
  })

  test('staff find a supporter by the exact email address, on a phone and on a desktop', async () => {
    await givenStaff(mainstay.database)
    const { customer } = await contributeAs(mainstay, 'found@example.com').then(({ session }) =>
      stripeClient(mainstay.sandbox.origin).checkout.sessions.retrieve(session),
    )
    for (const size of ['phone', 'desktop'] as const) {
      const { page } = await open({ size, scripts: true })
      await page.goto(`${mainstay.origin}/staff/sign-in`)
      await page.fill('#name', VERA.name)
      await page.fill('#password', VERA.password)
      await page.locator('main button').click()
      await page.waitForURL(/\/staff(\?|$)/)
      await page.goto(`${mainstay.origin}/staff/supporters?language=en`)
      await page.fill('input[name="address"]', 'nobody@example.com')
      await page.getByRole('button', { name: 'Find' }).click()
      await page.waitForSelector('[role="alert"]')
      await looked(page, true)
      await page.fill('input[name="address"]', 'found@example.com')
      await page.getByRole('button', { name: 'Find' }).click()
      await page.waitForURL(new RegExp(String(customer)))
      await looked(page, true)
      // An action that cannot be undone is confirmed by a second tap.
      const action = page
        .locator(size === 'phone' ? 'details.staff-action' : 'details.staff-action >> nth=0')
        .last()
      await action.locator('summary').click()
      await looked(page, true)
      await action.locator('button').click()
      await page.waitForURL(size === 'phone' ? /done=refunded/ : /done=canceled/)
      await page.waitForSelector('[role="status"]')
      await looked(page, true)
      await page.goto(`${mainstay.origin}/staff/supporters/${String(customer)}?language=ru`)
      await looked(page, true)
    }
  })
})
