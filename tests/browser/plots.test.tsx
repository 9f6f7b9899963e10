import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { render } from 'preact-render-to-string'
import { projectFile } from '../../src/platform/project-files.ts'
import { BarsChart } from '../../src/reports/plots/bars-chart.tsx'
import { FiguresTable, SheetNote, tableOf } from '../../src/reports/plots/figures-table-panel.tsx'
import { LineChart } from '../../src/reports/plots/line-chart.tsx'
import { joinSeries } from '../../src/reports/plots/plot-data.ts'
import { earlierOf } from '../../src/reports/plots/plot-words.ts'
import { countUnit, moneyUnit } from '../../src/reports/plots/units.ts'
import { sharedBrowser } from '../given/describe-browser.ts'
import { assertFits, axeFindings, SIZES } from '../given/resources/browser.ts'

/** More than any step takes on a busy machine. */
const TIMEOUT_MS = 120_000

const fileOf = (name: string): string => readFileSync(projectFile('src/web/browser', name), 'utf8')

const DAYS = [
  { name: '2026-11-20', value: 403 },
  { name: '2026-11-21', value: null },
  { name: '2026-11-22', value: 412 },
]
const INCOME = [
  {
    label: 'Monthly',
    points: [
      { name: '2026-10', value: 123_456 },
      { name: '2026-11', value: -50 },
    ],
  },
]
const usd = moneyUnit('en', 'USD', 'USD')
const MOVEMENTS = (['accent', 'light', 'hatched', 'grey'] as const).map((tone, index) => ({
  label: tone,
  tone,
  isBelow: index > 1,
  points: [
    { name: '2026-10', value: 5 },
    { name: '2026-11', value: 8 },
  ],
}))
const table = tableOf(joinSeries(INCOME), 'Month', { unit: usd, language: 'en' })

const HTML = `<!doctype html><html lang="en"><head><title>Plots</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>${fileOf('style.css')}${fileOf('staff.css')}</style></head><body><main class="staff-main"><h1>Plots</h1>${render(
  <>
    <LineChart
      label="Active"
      points={DAYS}
      comparison={{ label: 'Before', points: DAYS.slice(0, 1) }}
      unit={countUnit('en', 'people')}
      language="en"
    />
    <BarsChart label="Income" series={INCOME} unit={usd} language="en" />
    <FiguresTable caption="Income" isOpen={true} {...table} />
    <BarsChart
      label="Movements"
      series={MOVEMENTS}
      earlier={earlierOf(MOVEMENTS, 'Before', 'en')}
      unit={countUnit('en', 'people')}
      language="en"
    />
    <FiguresTable caption="Movements" {...table} />
    <SheetNote
      from="2026-10-01"
      to="2026-11-29"
      at={new Date('2026-11-29T12:00:00Z')}
      timeZone="UTC"
      language="en"
    />
  </>,
)}</main></body></html>`

const openPlots = async (size: keyof typeof SIZES): Promise<Page> => {
  const page = await (await sharedBrowser()).newPage({ viewport: SIZES[size] })
  page.setDefaultTimeout(TIMEOUT_MS)
  await page.setContent(HTML)
  await page.addScriptTag({ content: fileOf('plots.js') })
  return page
}

const pointAt = async (page: Page, plot: string, share: number): Promise<void> => {
  const box = await page.locator(`${plot} svg:visible`).first().boundingBox()
  assert.ok(box)
  await page.mouse.move(box.x + box.width * share, box.y + box.height / 2)
}

for (const size of ['phone', 'desktop'] as const) {
  describe(`plots on a ${size}`, () => {
    test('read out the figure at the pointer, as the table writes it', async () => {
      const page = await openPlots(size)
      const line = page.locator('[data-plot=line] .plot-reading')
      await pointAt(page, '[data-plot=line]', 0.01)
      assert.equal(await line.textContent(), '20 November 2026. Active: 403; Before: 403')
      await pointAt(page, '[data-plot=line]', 0.99)
      assert.equal(await line.textContent(), '22 November 2026. Active: 412')
      const bars = page.locator('[data-plot=bars] .plot-reading').first()
      for (const [index, share] of [0.25, 0.6].entries()) {
        await pointAt(page, '[data-plot=bars]', share)
        const row = table.rows[index]
        assert.equal(await bars.textContent(), `${row?.name}. Monthly: ${String(row?.cells[0])}`)
      }
      await page.close()
    })

    test('read out one figure after the other by keyboard, and pass axe', async () => {
      const page = await openPlots(size)
      const slider = page.getByRole('slider', { name: 'Read figures one by one' }).first()
      await slider.focus()
      assert.equal(await slider.getAttribute('aria-valuetext'), '22 November 2026. Active: 412')
      await page.keyboard.press('ArrowLeft')
      assert.equal(await slider.getAttribute('aria-valuetext'), '21 November 2026. Active: no data')
      assert.ok(await page.locator('[data-plot=line] svg:visible .plot-cursor').getAttribute('x1'))
      await assertFits(page)
      assert.deepEqual(await axeFindings(page), [])
      await page.close()
    })
  })
}

/** How each series of the last plot, its label beside it and the earlier period are drawn. */
const looksOf = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const svg = [...document.querySelectorAll('[data-plot=bars] svg')]
      .filter((each) => getComputedStyle(each).display !== 'none')
      .at(-1)
    const classes = ['plot-accent', 'plot-light', 'plot-hatched', 'plot-grey', 'plot-earlier']
    return classes.map((name) => {
      const mark = svg?.querySelector(`rect.${name}`)
      if (!mark) return `no ${name}`
      const { fill, stroke, strokeDasharray } = getComputedStyle(mark)
      return `${fill.replace(/#[^"]*/, '#hatch')} ${stroke} ${strokeDasharray}`
    })
  })

for (const [name, media] of [
  ['forced colours', { forcedColors: 'active' }],
  ['forced colours on black', { forcedColors: 'active', colorScheme: 'dark' }],
  ['print', { media: 'print' }],
] as const)
  test(`series can be told apart in ${name}`, async () => {
    const page = await openPlots('desktop')
    await page.emulateMedia(media)
    const looks = await looksOf(page)
    assert.equal(new Set(looks).size, 5, looks.join('; '))
    const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    assert.ok(!looks.some((look) => look.startsWith(`${paper} none`)), 'no mark is invisible')
    await page.close()
  })

test('a printed sheet has period and date, open tables, and nothing that is to be pressed', async () => {
  const page = await openPlots('phone')
  assert.equal(await page.locator('.sheet-note').isVisible(), false)
  await page.emulateMedia({ media: 'print' })
  assert.equal(
    await page.locator('.sheet-note').innerText(),
    'Period: 1 October 2026 – 29 November 2026. As of 29 November 2026 at 12:00.',
  )
  const isShown = (selector: string) => page.locator(selector).first().isVisible()
  assert.deepEqual(
    await Promise.all(
      [
        'details[open].day-table',
        'details:not([open]).day-table',
        '.plot-wide',
        '.plot-narrow',
        '.plot-range',
      ].map(isShown),
    ),
    [true, false, true, false, false],
  )
  await page.close()
})
