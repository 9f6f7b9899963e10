import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { FORMS } from '../../src/appeal/policy/campaign.ts'
import { LONG_TEXTS } from '../appeal/forms/given-texts.ts'
import { givenCampaign } from '../campaigns/given-campaign.ts'
import { isDeep } from '../given/depth.ts'
import { describeInBrowser } from '../given/describe-browser.ts'
import type { GivenMainstay } from '../given/mainstay.ts'
import { assertFits, axeFindings, brokenLabels } from '../given/resources/browser.ts'

const ARTICLES = [
  ['/', '/articles/heat-by-the-spoonful'],
  ['/ru/', '/articles/kran-nomer-sem'],
  ['/ar/', '/articles/fariq-al-mina'],
] as const
const [ENGLISH] = ARTICLES
const PHONES = [
  [320, 568],
  [360, 640],
  [390, 844],
] as const
const MOST_OF_THE_HEIGHT = 0.15

/** Comes from the front page: only the later pages of a visit have a bar. */
const readLater = async (
  { origin }: GivenMainstay,
  page: Page,
  [front, path] = ENGLISH as readonly string[],
) => {
  await page.goto(origin + front)
  await page.locator(`a[href="${path}"]`).first().click()
  await page.waitForURL(`${origin}${path}`)
}

const boxOf = async (page: Page, selector: string) => {
  const box = await page.locator(selector).boundingBox()
  assert.ok(box, `${selector} is not on the page`)
  return box
}

const givenForm = (mainstay: GivenMainstay, form: (typeof FORMS)[number]) =>
  givenCampaign(mainstay, { form, texts: LONG_TEXTS, afterParagraph: 1 })

/** Resolves to the sum of layout shifts that no input caused, from the beginning of the page. */
const layoutShift = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        type Shift = PerformanceEntry & { value: number; hadRecentInput: boolean }
        let sum = 0
        new PerformanceObserver((list) => {
          for (const each of list.getEntries() as Shift[]) if (!each.hadRecentInput) sum += each.value
        }).observe({ type: 'layout-shift', buffered: true })
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)))
      }),
  )

for (const scripts of [true, false])
  describeInBrowser(`answering each form, scripts ${scripts ? 'on' : 'off'}`, (mainstay, open) => {
    for (const form of FORMS)
      test(`${form}: support, then remind me later, then no appeal`, async () => {
        const number = await givenForm(mainstay, form)
        const { page, assertClean } = await open({ size: 'phone', scripts })
        await readLater(mainstay, page)
        if (form === 'line') {
          await page.getByRole('link', { name: 'Read our letter' }).click()
          await page.waitForSelector('#appeal-heading:focus')
        }
        await page.locator('#appeal').getByRole('button', { name: 'Support us' }).click()
        await page.waitForURL(/\/support\?/)
        const asked = new URL(page.url()).searchParams
        assert.deepEqual(
          ['amount', 'frequency', 'currency', 'via'].map((name) => asked.get(name)),
          ['5', 'monthly', 'USD', `${number}.${form}.prices`],
        )
        await readLater(mainstay, page)
        await page.locator('#appeal').getByRole('button', { name: 'Remind me later' }).click()
        await page.waitForSelector('main[data-appeal=snoozed]')
        assert.match((await page.getByRole('status').textContent()) ?? '', /Reminder set for/)
        assert.equal(await page.locator('#appeal, .appeal-line').count(), 0)
        assertClean([mainstay.origin])
      })

    test('the bar closes, the page stays, and nothing is left of its room', async () => {
      await givenForm(mainstay, 'bar')
      const { page, assertClean } = await open({ size: 'phone', scripts })
      await readLater(mainstay, page)
      assert.ok(await page.getByRole('dialog').isVisible())
      await page.getByRole('button', { name: 'Close' }).click()
      await page.waitForSelector('.appeal-bar', { state: 'hidden' })
      assert.equal(page.url(), `${mainstay.origin}${ENGLISH[1]}`)
      if (scripts) {
        const room = await page.evaluate(() => getComputedStyle(document.body).paddingBottom)
        assert.equal(room, '0px')
      }
      assertClean([mainstay.origin])
    })
  })

describeInBrowser('forms of the appeal in a window', (mainstay, open) => {
  test('a bar takes at most 15 % of a phone, and its two answers are equal in size', async () => {
    await givenForm(mainstay, 'bar')
    const { page } = await open({ size: 'phone', scripts: true })
    const broken: string[] = []
    for (const article of ARTICLES) {
      await readLater(mainstay, page, article)
      await page.evaluate(() => document.fonts.ready)
      for (const [width, height] of PHONES) {
        const place = `${article[1]} in ${width} x ${height}`
        await page.setViewportSize({ width, height })
        await assertFits(page)
        broken.push(...(await brokenLabels(page)).map((each) => `${place}: ${each}`))
        const bar = await boxOf(page, '.appeal-bar')
        assert.ok(bar.height <= height * MOST_OF_THE_HEIGHT, `${place}: ${bar.height}`)
        assert.ok(Math.abs(bar.y + bar.height - height) < 1, `${place}: at the bottom`)
        const [give, later, close] = [
          await boxOf(page, '.appeal-bar .primary'),
          await boxOf(page, '.appeal-bar .secondary'),
          await boxOf(page, '.bar-close button'),
        ]
        assert.ok(
          Math.abs(give.width - later.width) < 0.5 && Math.abs(give.height - later.height) < 0.5,
          place,
        )
        assert.ok(close.width >= 44 && close.height >= 36, place)
        for (const { y, height: tall } of [give, later, close])
          assert.ok(y >= bar.y && y + tall <= height + 0.5, `${place}: the answers are in view`)
      }
    }
    assert.deepEqual(broken, [])
  })

  for (const [index, form] of FORMS.entries())
    test(`${form}: axe finds nothing and nothing shifts at 320 px`, async () => {
      await givenForm(mainstay, form)
      const { page } = await open({ size: 'phone', scripts: true })
      const findings: string[] = []
      for (const article of isDeep ? ARTICLES : ARTICLES.slice(index, index + 1)) {
        await readLater(mainstay, page, article)
        await page.evaluate(() => document.fonts.ready)
        await page.evaluate(() => scrollTo(0, document.body.scrollHeight))
        await page.evaluate(() => scrollTo(0, 0))
        const shift = await layoutShift(page)
        findings.push(
          ...(shift === 0 ? [] : [`${article[1]} shifts by ${shift}`]),
          ...(await axeFindings(page)),
        )
        await assertFits(page)
        const [give, later] = [await boxOf(page, '#appeal .primary'), await boxOf(page, '#appeal .secondary')]
        assert.ok(Math.abs(give.width - later.width) < 0.5 && Math.abs(give.height - later.height) < 0.5)
      }
      assert.deepEqual(findings, [])
    })

  test('a bar covers no focused element and not the end of the page', async () => {
    await givenForm(mainstay, 'bar')
    const { page } = await open({ size: 'phone', scripts: true })
    await readLater(mainstay, page)
    const bar = await boxOf(page, '.appeal-bar')
    const reached = new Map<number, string>()
    for (let presses = 0; presses < 80; presses += 1) {
      await page.keyboard.press('Tab')
      const focused = await page.evaluate(() => {
        const element = document.activeElement
        if (!element || element === document.body) return null
        const { top, bottom } = element.getBoundingClientRect()
        const name = `${element.textContent} ${element.getAttribute('href') ?? ''}`.trim()
        const place = [...document.querySelectorAll('*')].indexOf(element)
        return { name, place, isInBar: element.closest('.appeal-bar') !== null, top, bottom }
      })
      if (!focused) continue
      if (!focused.isInBar) assert.ok(focused.bottom <= bar.y, `${focused.name} is covered`)
      assert.ok(focused.top >= 0, `${focused.name} is above the window`)
      if (reached.has(focused.place)) break
      reached.set(focused.place, focused.name)
    }
    assert.ok(
      [...reached.values()].some((name) => name.includes('/account')),
      'the last link was reached',
    )
    assert.ok([...reached.values()].includes('Remind me later'))
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight))
    const footer = await boxOf(page, '.colophon')
    assert.ok(footer.y + footer.height <= bar.y + 1, 'the footer is covered')
  })

  test('in a low window the strip stands in the page; in print it is gone; forced colours outline it', async () => {
    await givenForm(mainstay, 'bar')
    const { page } = await open({ size: 'phone', scripts: true })
    await readLater(mainstay, page)
    await page.emulateMedia({ forcedColors: 'active' })
    const borders = await page
      .locator('.appeal-bar, .appeal-bar .secondary, .bar-close button')
      .evaluateAll((all) =>
        all.map((each) => {
          const { borderBlockStartStyle, borderBlockStartWidth } = getComputedStyle(each)
          return borderBlockStartStyle === 'solid' && borderBlockStartWidth !== '0px'
        }),
      )
    assert.deepEqual(borders, [true, true, true])
    await page.emulateMedia({ forcedColors: 'none', media: 'print' })
    assert.equal(await page.locator('.appeal-bar').isVisible(), false)
    await page.emulateMedia({ media: 'screen' })
    await page.setViewportSize({ width: 568, height: 320 })
    assert.equal(
      await page.locator('.appeal-bar').evaluate((bar) => getComputedStyle(bar).position),
      'static',
    )
    await assertFits(page)
  })
})
