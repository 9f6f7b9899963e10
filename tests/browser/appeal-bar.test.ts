import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { excessInBar } from '../../src/appeal/forms/bar-room.ts'
import { LONG_TEXTS } from '../appeal/forms/given-texts.ts'
import { givenCampaign } from '../campaigns/given-campaign.ts'
import { describeInBrowser } from '../given/describe-browser.ts'
import type { GivenMainstay } from '../given/mainstay.ts'
import { axeFindings } from '../given/resources/browser.ts'

const ARTICLES = [
  ['en', '/', '/articles/heat-by-the-spoonful'],
  ['ru', '/ru/', '/articles/kran-nomer-sem'],
  ['ar', '/ar/', '/articles/fariq-al-mina'],
] as const
/** Phones, tablets and screens. */
const PHONES = [
  [320, 568],
  [360, 640],
  [390, 844],
] as const
const WINDOWS = [
  ...PHONES,
  [320, 900],
  [344, 882],
  [640, 900],
  [704, 600],
  [768, 1024],
  [1024, 600],
  [1280, 720],
  [1920, 1080],
] as const
/** Narrow, usual and wide words. */
const WORDS = {
  en: ['ill ', 'a ', 'readers ', 'MAXIMUM ', 'W', 'unmistakable mmm '],
  ru: ['г ', 'за эту работу ', 'платят ', 'ЩИЩ ', 'Ш', 'журналистское '],
  ar: ['ا ', 'القراء ', 'يدفعون ', 'شخص ', 'ص', 'المسؤولية '],
} as const

/** Comes from the front page: only the later pages of a visit have a bar. */
const readLater = async ({ origin }: GivenMainstay, page: Page, [, front, path] = ARTICLES[0] as Pair) => {
  await page.goto(origin + front)
  await page.locator(`a[href="${path}"]`).first().click()
  await page.waitForURL(`${origin}${path}`)
}
type Pair = (typeof ARTICLES)[number]

/** The longest sentence of these words that the editor saves. */
const longestOf = (words: string, language: Pair[0]): string => {
  let text = ''
  for (const character of words.repeat(90).slice(0, 90)) {
    if (excessInBar((text + character).trim(), language) > 0) break
    text += character
  }
  return text.trim()
}

const status = (page: Page) => page.getByRole('status')

describeInBrowser('the bar', (mainstay, open) => {
  const givenBar = () => givenCampaign(mainstay, { form: 'bar', texts: LONG_TEXTS })

  test('every sentence that can be saved fits without scrolling', async () => {
    await givenBar()
    const { page } = await open({ size: 'phone', scripts: true })
    const cut: string[] = []
    for (const article of ARTICLES) {
      const [language] = article
      const sentences = WORDS[language].map((words) => longestOf(words, language))
      assert.ok(
        sentences.every((sentence) => sentence.length > 18),
        sentences.join(' / '),
      )
      await readLater(mainstay, page, article)
      await page.evaluate(() => document.fonts.ready)
      for (const [width, height] of WINDOWS) {
        await page.setViewportSize({ width, height })
        const long = await page.evaluate((all) => {
          const bar = document.querySelector('.appeal-bar')
          const heading = document.querySelector('#appeal-heading')
          if (!bar || !heading) return ['no bar']
          return all.filter((sentence) => {
            heading.textContent = sentence
            return bar.scrollHeight > bar.clientHeight
          })
        }, sentences)
        cut.push(...long.map((sentence) => `${width} x ${height}: ${sentence}`))
      }
    }
    assert.deepEqual(cut, [])
  })
})

for (const scripts of [true, false])
  describeInBrowser(`answering in the bar, scripts ${scripts ? 'on' : 'off'}`, (mainstay, open) => {
    test('the line about the reminder takes the place of the bar', async () => {
      await givenCampaign(mainstay, { form: 'bar', texts: LONG_TEXTS })
      const { page, assertClean } = await open({ size: 'phone', scripts })
      for (const article of ARTICLES) {
        await page.context().clearCookies()
        await readLater(mainstay, page, article)
        if (scripts) await page.evaluate(() => scrollTo(0, 300))
        await page.locator('.appeal-bar .secondary').click()
        await page.waitForSelector('#reminder-strip:focus')
        const strip = page.locator('.reminder')
        const box = await strip.boundingBox()
        assert.ok(box && Math.abs(box.y + box.height - 640) < 1 && box.height <= 96, JSON.stringify(box))
        assert.equal(await strip.getByRole('button').count(), 3)
        assert.equal(await page.locator('main').getAttribute('data-appeal'), 'snoozed')
        // Without scripts the page is loaded again.
        if (scripts) assert.equal(await page.evaluate(() => scrollY), 300)
        if (scripts) assert.deepEqual(await axeFindings(page), [])
        for (const [width, height] of PHONES) {
          await page.setViewportSize({ width, height })
          const fits = await strip.evaluate(
            (all) => all.scrollHeight <= all.clientHeight && all.clientHeight <= innerHeight * 0.15,
          )
          assert.ok(fits, `${article[0]} in ${width} x ${height}`)
        }
        await page.setViewportSize({ width: 320, height: 640 })
        const before = await page.evaluate(() => scrollY)
        await page.locator('.strip-close').click()
        await page.waitForFunction(
          () => getComputedStyle(document.querySelector('.reminder') ?? document.body).position === 'static',
        )
        assert.equal(await page.evaluate(() => scrollY), before)
      }
      assertClean([mainstay.origin])
    })
  })

describeInBrowser('answers of the bar', (mainstay, open) => {
  test('longer, never and undo keep the place; an answer that fails says so', async () => {
    await givenCampaign(mainstay, { form: 'bar', texts: LONG_TEXTS })
    const { page } = await open({ size: 'phone', scripts: true })
    await readLater(mainstay, page)
    await page.evaluate(() => scrollTo(0, 300))
    const press = async (name: RegExp) => {
      await page.getByRole('button', { name }).click()
      await page.waitForFunction(
        (before) => document.querySelector('#reminder')?.textContent !== before,
        said,
      )
      said = await status(page)
        .textContent({ timeout: 5_000 })
        .catch(() => null)
    }
    let said: string | null = null
    await press(/^Remind me later/)
    await press(/^Longer: until/)
    await press(/^Never on this browser/)
    assert.match(said ?? '', /We won’t ask in this browser until/)
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.waitForSelector('.appeal-bar #appeal-heading:focus')
    assert.equal(await page.locator('main').getAttribute('data-appeal'), 'shown')
    assert.equal(await page.evaluate(() => scrollY), 300)
    await page.route('**/reminders', (route) => route.fulfill({ status: 503, body: 'Later' }))
    await page.getByRole('button', { name: 'Remind me later' }).click()
    await page.waitForURL(`${mainstay.origin}/reminders`)
  })

  test('a bar that was closed stays closed in this tab, and a new visit has it again', async () => {
    await givenCampaign(mainstay, { form: 'bar', texts: LONG_TEXTS })
    const { page, assertClean } = await open({ size: 'phone', scripts: true })
    await readLater(mainstay, page)
    await page.getByRole('button', { name: 'Close' }).click()
    for (const turn of ['again', 'and again']) {
      await page.addInitScript(watchBar)
      await readLater(mainstay, page)
      assert.equal(await page.getByRole('dialog').count(), 0, turn)
      const seen = await page.evaluate(() => (window as unknown as { barSeen: number }).barSeen)
      assert.equal(seen, 0, 'it was never drawn')
      assert.equal(await page.evaluate(() => getComputedStyle(document.body).paddingBottom), '0px')
    }
    assertClean([mainstay.origin])
    const another = await open({ size: 'phone', scripts: true })
    await readLater(mainstay, another.page)
    assert.ok(await another.page.getByRole('dialog').isVisible())
  })
})

/** Counts the frames in which a bar had a height. */
const watchBar = () => {
  const counted = window as unknown as { barSeen: number }
  counted.barSeen = 0
  const look = () => {
    const bar = document.querySelector('.appeal-bar')
    if (bar && bar.getBoundingClientRect().height > 0) counted.barSeen += 1
    requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}
