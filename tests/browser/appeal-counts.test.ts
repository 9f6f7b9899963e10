import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page, Request } from 'playwright-core'
import { givenCampaign } from '../campaigns/given-campaign.ts'
import { describeInBrowser } from '../given/describe-browser.ts'
import { SIZES } from '../given/resources/browser.ts'

const ARTICLE = '/articles/heat-by-the-spoonful'

for (const size of Object.keys(SIZES) as (keyof typeof SIZES)[])
  describeInBrowser(`what a browser says of the appeal on a ${size}`, (mainstay, open) => {
    const saidOn = (page: Page): Request[] => {
      const said: Request[] = []
      page.on('request', (request) => {
        if (request.url().endsWith('/appeal/seen')) said.push(request)
      })
      return said
    }
    const stepsOf = (said: readonly Request[]) =>
      said.map((request) => new URLSearchParams(request.postData() ?? '').get('step'))
    const countsAre = (seen: number, dismissed: number) =>
      mainstay.eventually(async () => {
        const rows = await mainstay.database.query(
          'select sum(shown)::int as shown, sum(seen)::int as seen, sum(dismissed)::int as dismissed from appeal_hours',
        )
        assert.deepEqual(rows, [{ shown: 1, seen, dismissed }])
      })

    test('an appeal in view for a second is seen once, and no cookie goes along', async () => {
      const { page, assertClean } = await open({ size, scripts: true })
      await page
        .context()
        .addCookies([{ name: 'other', value: 'a-cookie', url: mainstay.origin, sameSite: 'Lax' }])
      const said = saidOn(page)
      await page.goto(mainstay.origin + ARTICLE)
      // A window that draws nothing may never be idle.
      await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve, { timeout: 5_000 })))
      assert.equal(said.length, 0, 'the appeal is below the window')
      const answer = page.waitForResponse((response) => response.url().endsWith('/appeal/seen'))
      await page.locator('#appeal').evaluate((appeal) => appeal.scrollIntoView({ block: 'start' }))
      assert.equal((await answer).status(), 204)
      assert.equal((await said[0]?.allHeaders())?.['cookie'], undefined)
      await countsAre(1, 0)
      await page.evaluate(() => scrollTo(0, 0))
      await page.locator('#appeal').evaluate((appeal) => appeal.scrollIntoView({ block: 'start' }))
      assert.deepEqual(stepsOf(said), ['seen'])
      assertClean([mainstay.origin])
    })

    test('a second counts only while the tab is visible', async () => {
      const { page } = await open({ size, scripts: true })
      const start = Date.now()
      await page.clock.install({ time: start })
      await page.addInitScript(() => {
        Object.defineProperty(document, 'hidden', { get: () => sessionStorage.getItem('hidden') === 'yes' })
        sessionStorage.setItem('hidden', 'yes')
      })
      const said = saidOn(page)
      await page.goto(mainstay.origin + ARTICLE)
      await page.clock.pauseAt(start + 3_600_000)
      const turn = (hidden: 'yes' | 'no') =>
        page.evaluate((now) => {
          sessionStorage.setItem('hidden', now)
          document.dispatchEvent(new Event('visibilitychange'))
        }, hidden)
      await page.locator('#appeal').evaluate(
        (appeal) =>
          new Promise<void>((resolve) => {
            new IntersectionObserver(() => resolve()).observe(appeal)
            appeal.scrollIntoView({ block: 'start' })
          }),
      )
      await page.clock.runFor(3_000)
      await turn('no')
      await page.clock.runFor(900)
      await turn('yes')
      await page.clock.runFor(3_000)
      assert.deepEqual(stepsOf(said), [])
      await turn('no')
      const answer = page.waitForResponse((response) => response.url().endsWith('/appeal/seen'))
      await page.clock.runFor(1_000)
      await answer
      await turn('yes')
      await turn('no')
      await page.clock.runFor(3_000)
      assert.deepEqual(stepsOf(said), ['seen'])
    })

    test('a bar that is in view is seen, and its close is told', async () => {
      await givenCampaign(mainstay, { form: 'bar' })
      const { page, assertClean } = await open({ size, scripts: true })
      const said = saidOn(page)
      const seen = page.waitForResponse((response) => response.url().endsWith('/appeal/seen'))
      // Only the later pages of a visit have a bar.
      await page.goto(mainstay.origin)
      await page.locator(`a[href="${ARTICLE}"]`).first().click()
      await seen
      const closed = page.waitForResponse((response) => response.url().endsWith('/appeal/seen'))
      await page.locator('.bar-close button').click()
      await closed
      assert.deepEqual(stepsOf(said), ['seen', 'dismissed'])
      await countsAre(1, 1)
      assertClean([mainstay.origin])
    })
  })

describeInBrowser('scripts of an article', (mainstay, open) => {
  test('stay under 1 kB in all, as they are sent, also with a bar', async () => {
    await givenCampaign(mainstay, { form: 'bar' })
    const { page } = await open({ size: 'phone', scripts: true })
    await page.goto(mainstay.origin)
    await page.locator(`a[href="${ARTICLE}"]`).first().click()
    await page.waitForSelector('.appeal-bar')
    await page.waitForLoadState()
    const sizes = await page.evaluate(() =>
      [...document.scripts].map(({ src }) => {
        const [entry] = performance.getEntriesByName(src) as PerformanceResourceTiming[]
        return entry?.encodedBodySize ?? 0
      }),
    )
    assert.equal(sizes.length, 2)
    assert.ok(sizes.every((size) => size > 0))
    assert.ok(sizes.reduce((sum, size) => sum + size, 0) < 1_000, sizes.join(' + '))
  })
})
