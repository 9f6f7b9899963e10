import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import type { Page } from 'playwright-core'
import { writeDemo } from '../../src/billing/demo/write-demo-action.ts'
import { describeInBrowser } from '../given/describe-browser.ts'
import { givenStaff, VERA } from '../given/people/staff.ts'
import { demoPlan, writeMore } from '../given/record/demo-plan.ts'
import { assertFits, axeFindings } from '../given/resources/browser.ts'
import { givenDirectory } from '../given/resources/directories.ts'

/** Each report, how many of its plots stand beside a table, and figures that programs read on it. */
const REPORTS: Record<string, { plots: number; metrics: readonly string[] }> = {
  '/staff': { plots: 0, metrics: ['active-supporters', 'mrr', 'new-supporters', 'needs-attention'] },
  '/staff/reports/supporters': {
    plots: 9,
    metrics: [
      ...['active-supporters', 'mrr', 'arpu', 'churn-rate', 'failing-renewals', 'scheduled-cancellations'],
      ...['supporters-at-start', 'new-supporters', 'reactivated-supporters', 'resumed-supporters'],
      ...['transferred-in', 'paused-supporters', 'lost-supporters', 'transferred-out'],
    ],
  },
  '/staff/reports/movements': {
    plots: 2,
    metrics: [
      ...['mrr', 'new-mrr', 'churn-mrr', 'gross-mrr-churn', 'net-mrr-churn', 'involuntary-churn-share'],
      ...['mrr-at-start', 'expansion-mrr', 'reactivation-mrr', 'resumed-mrr', 'transferred-in-mrr'],
      ...['contraction-mrr', 'paused-mrr', 'transferred-out-mrr'],
    ],
  },
  '/staff/reports/cohorts': { plots: 2, metrics: ['retention', 'retention-mrr'] },
  '/staff/reports/appeal': {
    plots: 3,
    metrics: [
      ...[
        'appeals-eligible',
        'appeals-shown',
        'appeals-seen',
        'appeals-seen-share',
        'appeal-gives',
        'snoozes',
      ],
      ...['appeals-dismissed', 'appeal-checkouts', 'appeal-payments', 'paid-per-thousand', 'appeal-money'],
      ...['money-per-thousand', 'annual-per-thousand'],
    ],
  },
  '/staff/reports/snoozes': {
    plots: 4,
    metrics: ['snoozes', 'snooze-rate', 'snooze-to-support', 'reminders-due'],
  },
  '/staff/reports/at-risk': { plots: 2, metrics: ['past-due', 'first-failure-rate', 'recovery-rate'] },
  '/staff/reports/income': {
    plots: 4,
    metrics: [
      'gross',
      'payments',
      'refunds',
      'disputes',
      'fees',
      'net',
      'settled-net',
      'refund-rate',
      'dispute-rate',
    ],
  },
}

type Compared = { plot: string; figures: number; differences: string[] }

/** Compares the figures that each plot carries with the numbers in the table that follows it. Runs in the browser. */
const comparePlots = (): Compared[] => {
  type Figures = { names: string[]; series: { label: string; values: (number | string | null)[] }[] }
  const textOf = (name: string): string => {
    if (!/^\d{4}-\d{2}(-\d{2})?$/.test(name)) return name
    const day = name.length > 7 ? { day: 'numeric' as const } : {}
    const options = { timeZone: 'UTC', ...day, month: 'long', year: 'numeric' } as const
    return new Intl.DateTimeFormat('en-GB', options).format(new Date(name))
  }
  const numberOf = (cell: string): number | string | null => {
    if (/fewer than|too few/.test(cell)) return 'few'
    const digits = cell.replaceAll(/[^\d.]/g, '')
    return digits === '' ? null : Number(digits)
  }
  const rowsOf = (table: Element): string[][] =>
    [...table.querySelectorAll('tbody tr, tfoot tr')].map((row) =>
      [...row.children].map((cell) => cell.textContent?.trim() ?? ''),
    )
  const follows = (one: Element, other: Element): boolean =>
    Boolean(one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING)

  const tables = [...document.querySelectorAll('table')]
  return [...document.querySelectorAll<HTMLElement>('figure.plot')].map((plot) => {
    const kind = plot.dataset['plot'] ?? ''
    const { names, series } = JSON.parse(plot.dataset['figures'] ?? '') as Figures
    const isSum = (table: Element) => rowsOf(table).at(-1)?.includes('At the end') ?? false
    const table = tables.find(
      (each) => follows(plot, each) && (kind === 'waterfall' ? isSum(each) : each.closest('.day-table')),
    )
    if (!table) return { plot: kind, figures: 0, differences: ['no table follows'] }
    const columns = [...table.querySelectorAll('thead th')].map((cell) => cell.textContent?.trim() ?? '')
    const rows = rowsOf(table)
    const cellFor = (label: string, name: string): string | undefined => {
      const [row, column] = kind === 'heat-map' ? [textOf(label), name] : [textOf(name), label]
      const cells = rows.find((each) => each.includes(row))
      if (kind === 'distribution') return cells?.[1]
      return kind === 'waterfall' ? cells?.at(-1) : cells?.[columns.indexOf(column)]
    }
    const pairs = series.flatMap(({ label, values }) =>
      values.flatMap((value, index) => {
        const cell = cellFor(label, names[index] ?? '')
        return cell === undefined ? [] : [{ at: `${label}, ${names[index]}`, value, cell }]
      }),
    )
    // Amounts are in minor units, shares from 0 to 1: one scale must fit all figures of a plot.
    const differences = [1, 0.01, 100].map((scale) =>
      pairs
        .filter(({ value, cell }) => {
          const shown = numberOf(cell)
          if (typeof value !== 'number' || typeof shown !== 'number') return value !== shown
          return Math.abs(Math.abs(value * scale) - shown) > 0.0501 * (scale > 1 ? 1 : scale)
        })
        .map(({ at, value, cell }) => `${at}: ${value} is ${cell}`),
    )
    differences.sort((one, other) => one.length - other.length)
    return { plot: `${kind} ${columns.join()}`, figures: pairs.length, differences: differences[0] ?? [] }
  })
}

const metricsOf = (page: Page): Promise<{ metric: string; isKnown: boolean }[]> =>
  page.$$eval('data[data-metric]', (all) =>
    all.map((each) => ({
      metric: each.getAttribute('data-metric') ?? '',
      isKnown: Number.isFinite(Number.parseFloat(each.getAttribute('value') ?? '')),
    })),
  )

/** Returns the text of the printed page; null if this machine cannot read PDF. */
const printedText = async (page: Page, directory: string): Promise<string | null> => {
  const file = path.join(directory, 'sheet.pdf')
  const pdf = await page.pdf({ format: 'A4' })
  assert.equal(pdf.subarray(0, 5).toString(), '%PDF-')
  await writeFile(file, pdf)
  try {
    const { stdout } = await promisify(execFile)('pdftotext', ['-layout', file, '-'])
    return stdout
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

describeInBrowser('reports of the demo', (mainstay, open) => {
  test('are drawn as their tables say, read by programs, printed, and fit a phone in light and dark', async () => {
    const plan = demoPlan({ now: mainstay.now(), supporters: 200 })
    await writeDemo(mainstay.database, plan, { writeMore })
    await givenStaff(mainstay.database)
    const directory = await givenDirectory()
    const { page, assertClean } = await open({ size: 'phone', scripts: true })
    await page.goto(`${mainstay.origin}/staff/sign-in`)
    await page.fill('#name', VERA.name)
    await page.fill('#password', VERA.password)
    await page.locator('form[action="/staff/sign-in"] button').click()
    await page.waitForURL(/\/staff$/)
    for (const [report, { plots, metrics }] of Object.entries(REPORTS)) {
      await page.goto(`${mainstay.origin}${report}?language=en&period=12-months`)
      const compared = await page.evaluate(comparePlots)
      for (const { plot, figures, differences } of compared) {
        assert.deepEqual(differences, [], `${report}: ${plot}`)
        assert.ok(
          figures > 0 || plot.startsWith('bars Currency'),
          `${report}: ${plot} has no figure in its table`,
        )
      }
      assert.ok(compared.length >= plots, `${report} has ${compared.length} plots`)
      const found = await metricsOf(page)
      for (const metric of metrics)
        assert.ok(
          found.some((each) => each.metric === metric && each.isKnown),
          `${report}: ${metric}`,
        )
      await assertFits(page)
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        assert.deepEqual(await axeFindings(page), [], `${report}, ${colorScheme}`)
      }
      const sheet = await printedText(page, directory.path)
      if (sheet !== null) {
        assert.match(sheet, /As of \d{1,2} \w+ \d{4} at \d\d:\d\d/, report)
        if (report !== '/staff') assert.match(sheet, /Period: 1 \w+ \d{4} – \d{1,2} \w+ \d{4}\./, report)
      }
    }
    assertClean([mainstay.origin])
    await directory.remove()
  })
})
