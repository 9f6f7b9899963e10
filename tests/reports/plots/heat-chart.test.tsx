import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { HeatMapChart, type HeatRow } from '../../../src/reports/plots/heat-chart.tsx'
import { percentUnit } from '../../../src/reports/plots/units.ts'
import { draw, marksOf, numberOf } from './drawing.ts'

const share = percentUnit('en', 'percent still giving')
const drawHeat = (rows: readonly HeatRow[]) =>
  draw(<HeatMapChart label="Retention" rows={rows} unit={share} language="en" />)

const ROWS: HeatRow[] = [
  { name: '2026-09', values: [1, 0.9, 0.42] },
  { name: '2026-10', values: [1, 'few', null] },
  { name: '2026-11', values: [1] },
]

describe('a heat map', () => {
  const { narrow, wide, figures, sentence } = drawHeat(ROWS)

  test('has a cell for each known share and none for what is not known yet', () => {
    for (const svg of [narrow, wide]) {
      assert.deepEqual(
        marksOf(svg, 'rect', 'heat-cell').flatMap(({ text }) => (text === '' ? [] : [text])),
        [
          'September 2026, month 0: 100.0%',
          'September 2026, month 1: 90.0%',
          'September 2026, month 2: 42.0%',
          'October 2026, month 0: 100.0%',
          'November 2026, month 0: 100.0%',
        ],
      )
      assert.ok(svg.includes('October 2026, month 1: too few'))
    }
    assert.deepEqual(figures, {
      names: ['0', '1', '2'],
      series: [
        { label: '2026-09', values: [1, 0.9, 0.42] },
        { label: '2026-10', values: [1, 'few', null] },
        { label: '2026-11', values: [1, null, null] },
      ],
    })
  })

  test('is darker for more', () => {
    const shades = Array.from({ length: 21 }, (_, step) => step / 20).map((value) => {
      const [cell] = marksOf(drawHeat([{ name: '2026-09', values: [value] }]).wide, 'rect', 'heat-cell')
      assert.ok(cell)
      return numberOf(cell, 'fill-opacity')
    })
    assert.deepEqual(
      shades,
      shades.toSorted((one, other) => one - other),
    )
    assert.ok(new Set(shades).size >= 5)
  })

  test('says the highest and the lowest share after the first month', () => {
    assert.equal(
      sentence,
      'Retention: 3 first months. Highest 90.0% (September 2026, month 1), lowest 42.0% (September 2026, month 2).',
    )
  })

  test('shows numbers where they fit, else what the shades mean', () => {
    const years = drawHeat([{ name: '2024-12', values: Array.from({ length: 24 }, () => 0.5) }])
    assert.equal(marksOf(years.wide, 'text', 'heat-light').length, 24)
    assert.equal(marksOf(years.narrow, 'text', 'heat-light').length, 0)
    assert.match(years.narrow, />0%<.*>100%</s)
  })

  test('says that nothing is known', () => {
    for (const rows of [[], [{ name: '2026-11', values: [] }]]) {
      assert.equal(drawHeat(rows).sentence, 'Retention: no data.')
    }
  })
})
