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
      await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)))
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
  test('stay under 1 kB in all', async () => {
    const { page } = await open({ size: 'phone', scripts: true })
    await page.goto(mainstay.origin + ARTICLE)
    const sizes = await page.evaluate(async () =>
      Promise.all(
        [...document.scripts].map(async ({ src }) => (await (await fetch(src)).arrayBuffer()).byteLength),
      ),
    )
    assert.ok(sizes.length > 0)
    assert.ok(sizes.reduce((sum, size) => sum + size, 0) < 1_000, sizes.join(' + '))
  })
})
