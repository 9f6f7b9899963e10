import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { isDeep } from '../given/depth.ts'
import { describeInBrowser } from '../given/describe-browser.ts'
import type { GivenMainstay } from '../given/mainstay.ts'
import { givenStaff, VERA } from '../given/people/staff.ts'
import { assertFits, axeFindings, brokenLabels, SIZES } from '../given/resources/browser.ts'

const DAY_S = 86_400
const ARTICLE = '/articles/heat-by-the-spoonful'
const ARABIC_ARTICLE = '/articles/fariq-al-mina'
const inArabic = (path: string) => `${path}?language=ar`

const read = async ({ origin }: GivenMainstay, page: Page, path = ARTICLE) => {
  await page.goto(origin + path)
  return appealOn(page)
}
const appealOn = (page: Page) => page.locator('main').getAttribute('data-appeal')
/** Waits for the page, because a click resolves before the next page has loaded. */
const appealIs = async (page: Page, state: string): Promise<void> => {
  await page.waitForSelector(`main[data-appeal="${state}"]`)
}

const payOnPage = async (page: Page, card: string) => {
  await page.fill('#email', 'reader@example.com')
  await page.fill('#card', card)
  await page.fill('#expiry', '12 / 34')
  await page.fill('#cvc', '123')
  await page.fill('#name', 'A Reader')
  await page.click('main form button')
}

/** Each button is large enough for a thumb. */
const assertTargets = async (page: Page, selector: string): Promise<void> => {
  const sizes = await page
    .locator(selector)
    .evaluateAll((buttons) =>
      buttons
        .map((button) => button.getBoundingClientRect())
        .map(({ width, height }) => Math.min(width, height)),
    )
  assert.ok(sizes.length > 0 && sizes.every((size) => size >= 44), `${selector}: ${sizes}`)
}

/** Parks webhook events of customers that Stripe does not have. */
const parkTwo = async ({ database }: GivenMainstay, name: string): Promise<void> => {
  await database.query(
    `insert into webhook_events (event_id, type, object_id, sync_key, created_at, livemode, received_at, sync_by, found_by,
       parked_reason, parked_at)
     select 'evt_' || $1::text || n, 'invoice.paid', 'in_' || n, 'cus_' || $1::text || n, now(), false, now(), now(),
       'reconciliation', 'unknown-interval', now()
     from generate_series(1, 2) as n`,
    [name],
  )
}

/** Resolves to the bytes of each loaded font, once all requested fonts have loaded. */
const fontsOn = (page: Page): Promise<number[]> =>
  page.evaluate(async () => {
    await document.fonts.ready
    const loaded = performance.getEntriesByType('resource') as PerformanceResourceTiming[]
    return loaded.filter(({ name }) => name.endsWith('.woff2')).map(({ encodedBodySize }) => encodedBodySize)
  })

/** Returns the families that the page's labels ask for first and that did not load. */
const missingFonts = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('button')]
      .map((label) => ({ label, family: getComputedStyle(label).fontFamily.split(',')[0] ?? '' }))
      .filter(
        ({ label, family }) =>
          !/Source Sans|Sans Cyrillic/.test(family) ||
          !document.fonts.check(`600 16px ${family}`, label.textContent ?? ''),
      )
      .map(({ family }) => family),
  )

const SCREENS = Object.keys(SIZES) as (keyof typeof SIZES)[]

for (const size of SCREENS) {
  for (const scripts of isDeep ? [true, false] : [size === 'phone']) {
    describeInBrowser(`on a ${size}, scripts ${scripts ? 'on' : 'off'}`, (mainstay, open) => {
      test('reading, snoozing, no appeal until the day, and the reminder', async () => {
        const { page, assertClean } = await open({ size, scripts })
        assert.equal(await read(mainstay, page), 'shown')
        assert.equal((await page.context().cookies()).length, 0)
        await page.getByRole('button', { name: 'Remind me later' }).click()
        await appealIs(page, 'snoozed')
        assert.equal(new URL(page.url()).pathname, ARTICLE)
        assert.match((await page.getByRole('status').textContent()) ?? '', /Reminder set for/)
        await page.waitForSelector('[role=status]:focus')
        assert.equal(await read(mainstay, page, '/articles/tarif'), 'snoozed')
        assert.equal(await read(mainstay, page), 'snoozed')
        await page.getByRole('button', { name: 'Undo' }).click()
        await appealIs(page, 'shown')
        await page.selectOption('select[name=after]', '7d')
        await page.getByRole('button', { name: 'Remind me later' }).click()
        await appealIs(page, 'snoozed')
        await assertTargets(page, '.reminder button')
        await mainstay.advance(6 * DAY_S)
        assert.equal(await read(mainstay, page), 'snoozed')
        await mainstay.advance(DAY_S + 7_200)
        assert.equal(await read(mainstay, page), 'shown')
        assert.match((await page.locator('#appeal').textContent()) ?? '', /You asked us to remind you on \d/)
        await assertFits(page)
        assertClean([mainstay.origin])
      })

      test('reading, giving, a declined card, paying, thanks, and no more appeals', async () => {
        const { page, assertClean } = await open({ size, scripts })
        await read(mainstay, page)
        await page.getByLabel('$10').check()
        await page.getByRole('button', { name: 'Support us' }).click()
        await page.waitForURL(/\/support\?/)
        assert.equal(await page.inputValue('#amount'), '10')
        await page.getByRole('button', { name: scripts ? 'Give $10 a month' : 'Give monthly' }).click()
        await page.waitForURL(/\/c\/pay\//)
        await payOnPage(page, '4000 0000 0000 0002')
        assert.match((await page.getByRole('alert').textContent()) ?? '', /declined/)
        await payOnPage(page, '4242 4242 4242 4242')
        await page.waitForURL(/\/support\/thanks/)
        assert.match((await page.getByRole('status').textContent()) ?? '', /\$10 a month/)
        await assertFits(page)
        await mainstay.eventually(async () => assert.equal(await read(mainstay, page), 'supports'))
        // The console logs the 422 of a declined card by itself.
        assertClean([mainstay.origin, mainstay.sandbox.origin], [/422/])
      })
    })
  }
}

describeInBrowser('pages, appeal and fonts in a browser', (mainstay, open) => {
  test('every page passes axe and fits, on phone and desktop, light and dark, in each language', async () => {
    await givenStaff(mainstay.database)
    const findings: string[] = []
    const visit = async (page: Page, path: string) => {
      const response = await page.goto(mainstay.origin + path)
      assert.ok(response, path)
      await assertFits(page)
      findings.push(...(await axeFindings(page)).map((finding) => `${path}: ${finding}`))
    }
    for (const [size, dark] of [
      ['phone', false],
      ['desktop', true],
    ] as const) {
      const { page, assertClean } = await open({ size, scripts: true, dark })
      const paths = [
        '/',
        '/ru/',
        '/sections/life',
        '/ru/sections/courts',
        '/tags/prices',
        '/authors/tomas-brenn',
        ARTICLE,
        '/articles/what-an-egg-costs',
        '/articles/kran-nomer-sem',
        ...['/ar/', ARABIC_ARTICLE, '/articles/dif-bil-milaqa'],
      ]
      const forms = [
        '/support',
        '/support?language=ru&frequency=once&currency=JPY',
        '/reminders/given',
        '/reminders/given?language=ru',
        '/sign-in',
        '/sign-in?language=ru',
        '/sign-in/code',
        '/privacy',
        '/privacy?language=ru',
        ...['/support', '/reminders/given', '/sign-in', '/sign-in/code', '/privacy'].map(inArabic),
        '/outbox',
        '/outbox?language=ru',
        '/staff/sign-in',
      ]
      for (const path of [...paths, ...forms]) await visit(page, path)
      assertClean([mainstay.origin])
      await read(mainstay, page)
      await page.getByRole('button', { name: 'Remind me later' }).click()
      await appealIs(page, 'snoozed')
      await visit(page, ARTICLE)
      await page.goto(`${mainstay.origin}/support`)
      await page.fill('#amount', '1')
      await page.locator('.support-form button').click()
      await page.waitForSelector('#errors:focus')
      findings.push(...(await axeFindings(page)).map((finding) => `support with a mistake: ${finding}`))
      await page.fill('#amount', '5')
      await page.locator('.support-form button').click()
      await page.waitForURL(/\/c\/pay\//)
      const session = page.url().split('/').at(-1)
      await assertFits(page)
      findings.push(...(await axeFindings(page)).map((finding) => `checkout: ${finding}`))
      await visit(page, `/support/thanks?session_id=${session}`)
      await visit(page, '/nothing-here')
      await page.goto(mainstay.sandbox.origin)
      await assertFits(page)
      findings.push(...(await axeFindings(page)).map((finding) => `sandbox: ${finding}`))
      await page.goto(`${mainstay.origin}/staff/sign-in`)
      await page.fill('#name', VERA.name)
      await page.fill('#password', VERA.password)
      await page.locator('main button').click()
      await page.waitForURL(/\/staff$/)
      await visit(page, '/staff')
      await visit(page, '/staff/reports/at-risk')
      await visit(page, '/staff/reports/supporters')
      await visit(page, '/staff/reports/supporters?language=ru&from=2020-01-01&to=2020-02-01')
      await visit(page, '/staff/inbox')
      await parkTwo(mainstay, size)
      for (const language of ['en', 'ru']) await visit(page, `/staff/inbox?language=${language}`)
      await page.locator('form[action="/staff/inbox/replay"] button').first().click()
      await page.waitForSelector('[role=status]')
      findings.push(...(await axeFindings(page)).map((finding) => `inbox, replayed: ${finding}`))
    }
    assert.deepEqual(findings, [])
  })

  test('wide blocks scroll in themselves at 320 px, and names in another direction move nothing', async () => {
    await writeFile(
      `${mainstay.newsroom.path}/articles/wide.md`,
      [
        ...['---', 'title: Wide', 'language: en', 'section: life', 'authors: [مريم حداد, Ann Lee]'],
        ...['date: 2020-01-01', '---', '', '```', 'code '.repeat(60), '```', ''],
        ...[`|${' column |'.repeat(12)}`, `|${'---|'.repeat(12)}`, `|${' 1234567 |'.repeat(12)}`, ''],
        ...['1986. A year with a note.[^1]', '', '[^1]: A note.', '', `\`${'x'.repeat(200)}\``],
      ].join('\n'),
    )
    const { page } = await open({ size: 'phone', scripts: true })
    await page.setViewportSize({ width: 320, height: 700 })
    await mainstay.eventually(async () =>
      assert.equal((await page.goto(`${mainstay.origin}/articles/wide`))?.status(), 200),
    )
    await assertFits(page)
    assert.deepEqual(await axeFindings(page), [])
    const scrolling = await page
      .locator('.prose pre, .prose .wide')
      .evaluateAll((blocks) => blocks.map(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth))
    assert.deepEqual(scrolling, [true, true])
    const left = (selector: string) =>
      page.locator(selector).evaluate((element) => element.getBoundingClientRect().left)
    const [first, second] = [
      await left('.article-head bdi:nth-of-type(1)'),
      await left('.article-head bdi:nth-of-type(2)'),
    ]
    assert.ok(first < second, 'the first name stands first')
    const number = await page.locator('.long-numbers li').evaluate((item) => {
      const { left, right } = item.getBoundingClientRect()
      return (
        left >= 0 && right <= document.documentElement.clientWidth && getComputedStyle(item).listStylePosition
      )
    })
    assert.equal(number, 'inside')
  })

  test('the appeal can be reached and answered by keyboard alone', async () => {
    const { page } = await open({ size: 'phone', scripts: false })
    await read(mainstay, page)
    await page.keyboard.press('Tab')
    assert.equal(await page.evaluate(() => document.activeElement?.className).catch(() => 'skip'), 'skip')
    for (let presses = 0; presses < 60; presses += 1) {
      await page.keyboard.press('Tab')
      const focused = page.locator(':focus')
      if ((await focused.count()) > 0 && (await focused.textContent()) === 'Remind me later') break
    }
    await page.keyboard.press('Enter')
    await appealIs(page, 'snoozed')
  })

  test('another frequency or currency keeps the typed amount, the focus and the place', async () => {
    for (const scripts of [true, false]) {
      const { page } = await open({ size: 'phone', scripts })
      await page.goto(`${mainstay.origin}/support?language=en&amount=7.50&frequency=monthly`)
      if (scripts) {
        await page.fill('#amount', '1')
        assert.equal(await page.locator('.support-form button').textContent(), 'Give monthly')
        await page.fill('#amount', '7.50')
        assert.match(
          (await page.locator('#charges').textContent()) ?? '',
          /^\$7\.50 today, then \$7\.50 on the/,
        )
      }
      await page.getByRole('link', { name: 'Yearly' }).click()
      await page.waitForSelector('#frequency-yearly[aria-current]:focus')
      assert.equal(await page.inputValue('#amount'), '7.50')
      await page.getByRole('link', { name: 'EUR' }).click()
      await page.waitForSelector('#currency-EUR[aria-current]:focus')
      assert.equal(await page.inputValue('#amount'), '7.50')
      const box = await page.locator(':focus').boundingBox()
      assert.ok(box && box.y > 0 && box.y + box.height < 640, 'the choice stays in view')
      await page.goto(`${mainstay.origin}/support?language=en&frequency=monthly`)
      await page.locator('.presets a').last().click()
      await page.getByRole('link', { name: 'Yearly' }).click()
      await page.waitForSelector('#frequency-yearly[aria-current]')
      assert.equal(await page.inputValue('#amount'), '300', 'a preset leads to the one in the same place')
    }
  })

  test('on a small phone no button and no tab breaks a word or leaves the window, in any language', async () => {
    const { page } = await open({ size: 'phone', scripts: true })
    const broken: string[] = []
    for (const [language, article] of [
      ['en', ARTICLE],
      ['ru', '/articles/kran-nomer-sem'],
      ['ar', ARABIC_ARTICLE],
    ])
      for (const path of [
        article,
        ...['once', 'monthly', 'yearly'].map((each) => `/support?language=${language}&frequency=${each}`),
        ...['/sign-in', '/sign-in/code', '/reminders/given'].map((each) => `${each}?language=${language}`),
      ]) {
        await page.goto(mainstay.origin + path)
        await page.evaluate(() => document.fonts.ready)
        broken.push(...(await brokenLabels(page)).map((each) => `${path}: ${each}`))
        if (language !== 'ar') assert.deepEqual(await missingFonts(page), [], path)
        await assertFits(page)
      }
    assert.deepEqual(broken, [])
  })

  test('in forced colours a chosen tab and the page’s language differ from the others', async () => {
    const { page } = await open({ size: 'phone', scripts: true })
    await page.emulateMedia({ forcedColors: 'active' })
    await page.goto(`${mainstay.origin}/support?language=en`)
    const looks = (selector: string) =>
      page.locator(selector).evaluateAll((all) =>
        all.map((each) => {
          const { backgroundColor, textDecorationLine } = getComputedStyle(each)
          return `${backgroundColor} ${textDecorationLine}`
        }),
      )
    for (const group of [
      '#frequency-monthly',
      '#currency-USD',
      '.presets [aria-current]',
      '.languages [aria-current]',
    ]) {
      const list = group.replace(/#(\w+)-\w+|(\.\w+).*/, (_all, tab, name) => name ?? `[id^=${tab}-]`)
      const others = await looks(`${list}${list.startsWith('.') ? ' a' : ''}:not([aria-current])`)
      const [chosen = ''] = await looks(group)
      assert.ok(others.length > 0 && !others.includes(chosen), `${group}: ${chosen}`)
    }
  })

  test('fonts load, stay under 90 kB, and cause no layout shift', async () => {
    for (const path of [ARTICLE, '/articles/kran-nomer-sem']) {
      const { page } = await open({ size: 'phone', scripts: true })
      await read(mainstay, page, path)
      let fonts: number[] = []
      await mainstay.eventually(async () => {
        fonts = await fontsOn(page)
        assert.ok(fonts.length >= 2, `${path} shows no fonts of ours`)
      })
      const total = fonts.reduce((sum, bytes) => sum + bytes, 0)
      assert.ok(total < 90_000, `${path} loads ${total} bytes of fonts`)
    }
  })
})
