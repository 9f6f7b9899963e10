import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { LONG_TEXTS } from '../appeal/forms/given-texts.ts'
import { givenCampaign } from '../campaigns/given-campaign.ts'
import { describeInBrowser } from '../given/describe-browser.ts'
import { CARO, givenStaff, signInStaff, VERA } from '../given/people/staff.ts'
import { assertFits, axeFindings, brokenLabels } from '../given/resources/browser.ts'

const ARTICLE = '/articles/heat-by-the-spoonful'
/** The frame opens no window for a form, and its policy sends none. */
const NO_FORMS = /form-action 'none'|Blocked opening '[^']*\/reminders'/
const TEXTS = {
  'text.en.heading': 'We asked the harbour',
  'text.en.salutation': 'Dear reader,',
  'text.en.body': 'The harbour answered.',
  'text.en.ask': 'From {minimum} a month.',
  'text.en.signature': 'The newsroom',
}

/** Presses Tab until the element has the focus, as somebody without a mouse does. */
const tabTo = async (page: Page, selector: string): Promise<void> => {
  const target = page.locator(selector).first()
  await target.waitFor()
  for (let presses = 0; presses < 150; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  assert.fail(`the keyboard does not reach ${selector} on ${page.url()}`)
}

const typeInto = async (page: Page, name: string, text: string): Promise<void> => {
  await tabTo(page, `[name="${name}"]`)
  await page.keyboard.press('Control+A')
  await page.keyboard.type(text)
}

const press = async (page: Page, selector: string, key = 'Enter'): Promise<void> => {
  await tabTo(page, selector)
  await page.keyboard.press(key)
}

/** Opens a step and confirms it. */
const confirm = async (page: Page, action: string): Promise<void> => {
  const form = `form[action*="${action}"]`
  await press(page, `details:has(${form}) > summary`)
  await press(page, `${form} button`)
}

const signIn = async (page: Page, origin: string): Promise<void> => {
  await page.goto(`${origin}/staff/sign-in?language=en`)
  await typeInto(page, 'name', CARO.name)
  await typeInto(page, 'password', CARO.password)
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/staff\/campaigns/)
}

const assertWhole = async (page: Page, name: string): Promise<void> => {
  assert.deepEqual(await axeFindings(page), [], name)
  assert.deepEqual(await brokenLabels(page), [], name)
  await assertFits(page)
}

/** Presses what opens a new tab. */
const inNewTab = async (page: Page, selector: string): Promise<Page> => {
  const [opened] = await Promise.all([page.context().waitForEvent('page'), page.click(selector)])
  await opened.waitForLoadState()
  return opened
}

describeInBrowser('the editor of campaigns', (mainstay, open) => {
  test('by keyboard alone a campaign is written, corrected, published, seen by a reader and stopped', async () => {
    await givenStaff(mainstay.database, CARO, 'campaigns')
    const { page, assertClean } = await open({ size: 'phone', scripts: true })
    const { page: reading } = await open({ size: 'phone', scripts: true })
    const readerSees = (text: string) =>
      mainstay.eventually(async () => {
        await reading.goto(mainstay.origin + ARTICLE)
        assert.ok((await reading.locator('main').innerText()).includes(text), text)
      })
    await signIn(page, mainstay.origin)
    await press(page, '.campaign-new a')
    await page.waitForURL(/\/new/)
    await typeInto(page, 'name', 'Harbour')
    for (const [name, text] of Object.entries(TEXTS))
      await typeInto(page, name, text.replace('{minimum}', 'nothing'))
    await press(page, '.campaign-form .primary')
    await page.waitForSelector('#errors')
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'errors')
    await press(page, '#errors a')
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'text.en.ask')
    await typeInto(page, 'text.en.ask', TEXTS['text.en.ask'])
    await press(page, '.campaign-form .primary')
    await page.waitForURL(/done=created/)
    await confirm(page, '/publish')
    await page.waitForURL(/done=published/)
    await readerSees('We asked the harbour')
    await confirm(page, '/stop')
    await page.waitForURL(/done=stopped/)
    await readerSees('A letter from the newsroom')
    assertClean([mainstay.origin], [/status of 422/])
  })

  test('in a preview the bar closes, and no other form is sent', async () => {
    await givenStaff(mainstay.database, CARO, 'campaigns')
    await givenCampaign(mainstay, { form: 'bar', texts: LONG_TEXTS })
    const { page, assertClean } = await open({ size: 'desktop', scripts: true })
    await signIn(page, mainstay.origin)
    await page.goto(`${mainstay.origin}/staff/campaigns/1/preview?form=bar&language=en`)
    const frame = page.frameLocator('iframe.preview')
    const refused = page.waitForEvent('console', (message) => NO_FORMS.test(message.text()))
    // The frame is higher than the window, so a click would have to scroll first.
    await frame.getByRole('button', { name: 'Remind me later' }).press('Enter')
    await refused
    assert.ok(await frame.getByRole('dialog').isVisible())
    await frame.getByRole('button', { name: 'Close' }).press('Enter')
    await frame.locator('.appeal-bar').waitFor({ state: 'hidden' })
    const snoozes = await mainstay.database.query('select from appeal_hours')
    assert.equal(snoozes.length, 0)
    assertClean([mainstay.origin], [NO_FORMS])
  })

  test('its pages fit a phone, are whole for assistive tools in both languages, and need no scripts', async () => {
    await givenStaff(mainstay.database, CARO, 'campaigns')
    await givenStaff(mainstay.database, VERA, 'campaigns')
    const vera = await signInStaff(mainstay.origin)
    const form = { name: 'Harbour', ...TEXTS }
    await vera.post('/staff/campaigns/new', { ...form, 'only.countries': 'LV' })
    await vera.post('/staff/campaigns/1', {
      ...form,
      version: '1',
      'text.en.body': `${TEXTS['text.en.body']} ${'It is a long letter. '.repeat(20)}`,
      'amounts.USD.monthly.presets': '3, 6, 9',
    })
    await vera.post('/staff/campaigns/1/publish', { version: '2' })
    await vera.post('/staff/campaigns/1/stop', {})
    await vera.post('/staff/campaigns/stop-all', {})
    for (const dark of [false, true]) {
      const { page } = await open({ size: 'phone', scripts: true, dark })
      await signIn(page, mainstay.origin)
      for (const language of ['en', 'ru'])
        for (const path of ['', '/new', '/1', '/1?version=1', '/1/history']) {
          await page.goto(
            `${mainstay.origin}/staff/campaigns${path}${path.includes('?') ? '&' : '?'}language=${language}`,
          )
          await page.evaluate(() => {
            for (const details of document.querySelectorAll('details')) details.open = true
          })
          await assertWhole(page, `${path} ${language}`)
        }
      for (const [change, problem] of [
        ['', '#conflict'],
        ['{name}', '#errors'],
      ] as const) {
        await page.goto(`${mainstay.origin}/staff/campaigns/1?version=1&language=ru`)
        await page.evaluate(() =>
          document.querySelector('.campaign-form input[name="version"]')?.setAttribute('value', '1'),
        )
        await page.fill('[name="text.en.heading"]', `Another heading ${change}`)
        await page.locator('.campaign-form .primary').click()
        await page.waitForSelector(problem)
        await assertWhole(page, problem)
      }
    }
    const { page } = await open({ size: 'phone', scripts: false })
    await signIn(page, mainstay.origin)
    await page.locator('.all-stopped summary').click()
    await page.locator('.all-stopped button').click()
    await page.waitForURL(/done=all-resumed/)
  })

  test('a text is seen before it is saved, outlives the session, and becomes one draft however often it is sent', async () => {
    await givenStaff(mainstay.database, CARO, 'campaigns')
    const { page } = await open({ size: 'phone', scripts: true })
    await signIn(page, mainstay.origin)
    for (const language of ['en', 'ru']) {
      await page.goto(`${mainstay.origin}/staff/campaigns/new?language=${language}`)
      await page.fill('[name="text.en.heading"]', TEXTS['text.en.heading'])
      const preview = await inNewTab(page, '.campaign-buttons .secondary')
      assert.equal(
        await preview.frameLocator('iframe').locator('#appeal-heading').innerText(),
        TEXTS['text.en.heading'],
      )
      await assertWhole(preview, `preview ${language}`)
      await preview.close()
      assert.equal(await page.inputValue('[name="text.en.heading"]'), TEXTS['text.en.heading'])
    }
    await page.fill('[name="name"]', 'Harbour')
    for (const [name, text] of Object.entries(TEXTS)) await page.fill(`[name="${name}"]`, text)
    await page.context().clearCookies()
    await page.click('.campaign-form .primary')
    await assertWhole(page, 'the page that keeps the text')
    const other = await inNewTab(page, 'main a[target]')
    await other.fill('[name="name"]', CARO.name)
    await other.fill('[name="password"]', CARO.password)
    await other.click('main .primary')
    await other.waitForURL(/\/staff\/campaigns/)
    await page.dblclick('main .primary')
    await page.waitForURL(/\/staff\/campaigns\/\d+\?done=created/)
    assert.equal(await page.inputValue('[name="text.en.body"]'), TEXTS['text.en.body'])
    const rows = await mainstay.database.query('select 1 from campaign_versions')
    assert.equal(rows.length, 1)
  })
})
