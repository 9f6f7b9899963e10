import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { render } from 'preact-render-to-string'
import {
  cohortTableOf,
  FiguresTable,
  SheetNote,
  tableOf,
} from '../../../src/reports/plots/figures-table-panel.tsx'
import { heatFigures } from '../../../src/reports/plots/heat-chart.tsx'
import { LineChart } from '../../../src/reports/plots/line-chart.tsx'
import { type Figure, overlay } from '../../../src/reports/plots/plot-data.ts'
import { countUnit, moneyUnit, percentUnit, signedText } from '../../../src/reports/plots/units.ts'
import { draw, marksOf } from './drawing.ts'

const words = { unit: countUnit('en', 'people'), language: 'en' } as const

describe('the table beside a plot', () => {
  test('names its columns and rows, and shows the figures of the plot', () => {
    const points = [
      { name: '2026-10', value: 1_234 },
      { name: '2026-11', value: null },
      { name: '2026-12', value: 'few' as const },
    ]
    const comparison = { label: 'A year before', points: [{ name: '2025-10', value: 7 }] }
    const figures = overlay({ label: 'Active', points }, comparison)
    const html = render(<FiguresTable caption="By month" {...tableOf(figures, 'Month', words)} />)
    assert.match(html, /<caption class="visually-hidden">By month<\/caption>/)
    assert.match(html, /<section class="scroll" tabindex="0" aria-label="By month">/)
    assert.deepEqual(
      marksOf(html, 'th').map(({ attributes, text }) => [attributes['scope'], text]),
      [
        ['col', 'Month'],
        ['col', 'Active'],
        ['col', 'A year before'],
        ['row', 'October 2026'],
        ['row', 'November 2026'],
        ['row', 'December 2026'],
      ],
    )
    assert.deepEqual(
      marksOf(html, 'td').map(({ text }) => text),
      ['1,234', '7', 'no data', '–', 'too few', '–'],
    )
    const plot = draw(<LineChart label="Active" points={points} comparison={comparison} {...words} />)
    assert.deepEqual(plot.figures, figures)
  })

  test('has each figure of the plot in any history', () => {
    const anyFigure = fc.oneof(fc.integer(), fc.constantFrom<Figure>(null, 'few'))
    fc.assert(
      fc.property(fc.array(anyFigure, { minLength: 1, maxLength: 12 }), (values) => {
        const points = values.map((value, index) => ({
          name: `2026-${String(index + 1).padStart(2, '0')}`,
          value,
        }))
        const { figures } = draw(<LineChart label="x" points={points} {...words} />)
        const cells = tableOf(figures, 'Month', words).rows.map((row) => row.cells[0])
        const texts = { few: 'too few', null: 'no data' }
        assert.deepEqual(
          cells,
          values.map((value) =>
            typeof value === 'number' ? words.unit.format(value) : texts[value ?? 'null'],
          ),
        )
      }),
    )
  })

  test('has a row for each cohort, and a dash for months to come', () => {
    const figures = heatFigures([
      { name: '2026-10', values: [1, 0.5] },
      { name: '2026-11', values: ['few'] },
    ])
    assert.deepEqual(
      cohortTableOf(figures, 'First month', { unit: percentUnit('en', '%'), language: 'en' }),
      {
        columns: ['First month', '0', '1'],
        rows: [
          { name: 'October 2026', cells: ['100.0%', '50.0%'] },
          { name: 'November 2026', cells: ['too few', '–'] },
        ],
      },
    )
  })
})

describe('units', () => {
  const usd = moneyUnit('en', 'USD', 'USD')

  test('write exact amounts in tables and short ones on axes', () => {
    assert.equal(usd.format(123_456_789), '$1,234,567.89')
    assert.equal(usd.short(123_456_789), '$1.2m')
    assert.equal(usd.short(500_000), '$5,000')
    assert.equal(usd.short(50), '$0.50')
    assert.equal(moneyUnit('en', 'JPY', 'JPY').format(500), '¥500')
    assert.equal(moneyUnit('en', 'KWD', 'KWD').format(1_500), 'KWD\u00a01.500')
  })

  test('write changes with a sign that is easily seen', () => {
    assert.equal(signedText(-4_100, usd), '−$41.00')
    assert.equal(signedText(4_100, usd), '+$41.00')
    assert.equal(signedText(0, usd), '$0.00')
  })
})

test('a printed sheet says its period and as of when', () => {
  const html = render(
    <SheetNote
      from="2026-01-01"
      to="2026-11-22"
      at={new Date('2026-11-22T07:12:00Z')}
      timeZone="Europe/Riga"
      language="en"
    />,
  )
  assert.match(html, /Period: 1 January 2026 – 22 November 2026\. As of 22 November 2026 at 09:12\./)
})
