import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { addDays } from '../../../src/platform/calendar.ts'
import { LineChart } from '../../../src/reports/plots/line-chart.tsx'
import type { Figure, Point } from '../../../src/reports/plots/plot-data.ts'
import { Sparkline } from '../../../src/reports/plots/sparkline-chart.tsx'
import { countUnit, moneyUnit } from '../../../src/reports/plots/units.ts'
import { draw, marksOf, numberOf, piecesOf } from './drawing.ts'

const people = countUnit('en', 'people')

const daysOf = (values: readonly Figure[], from = '2026-11-01'): Point[] =>
  values.map((value, index) => ({ name: addDays(from, index), value }))

const monthsOf = (values: readonly Figure[]): Point[] =>
  values.map((value, index) => ({ name: `2026-${String(index + 1).padStart(2, '0')}`, value }))

const drawLine = (points: readonly Point[], comparison?: readonly Point[]) =>
  draw(
    <LineChart
      label="Active supporters"
      points={points}
      {...(comparison ? { comparison: { label: 'a year before', points: comparison } } : {})}
      unit={people}
      language="en"
    />,
  )

const zeroOf = (svg: string): number => {
  const [zero] = marksOf(svg, 'line', 'plot-zero')
  assert.ok(zero)
  return numberOf(zero, 'y1')
}

const lineOf = (svg: string, which: 'first' | 'last' = 'last') => {
  const lines = marksOf(svg, 'path', 'plot-line')
  const line = which === 'first' ? lines[0] : lines.at(-1)
  assert.ok(line)
  return piecesOf(line)
}

describe('a line', () => {
  test('stands above zero in proportion to its values, on phones too', () => {
    const { narrow, wide } = drawLine(monthsOf([100, 200, 50]))
    for (const svg of [narrow, wide]) {
      const zero = zeroOf(svg)
      const heights = lineOf(svg).flatMap((piece) => piece.map(({ y }) => zero - y))
      const [first = 0, second = 0, third = 0] = heights
      assert.equal(heights.length, 3)
      assert.ok(Math.abs(second - 2 * first) < 0.05)
      assert.ok(Math.abs(third - first / 2) < 0.05)
    }
  })

  test('breaks where nothing is known, and says so', () => {
    const { html, wide, sentence } = drawLine(monthsOf([10, 11, null, null, 12, 13]))
    assert.deepEqual(
      lineOf(wide).map((piece) => piece.length),
      [2, 2],
    )
    const [gap] = marksOf(wide, 'rect', 'plot-gap')
    assert.equal(gap?.text, 'no data')
    assert.match(html, /<figcaption class="hint">Hatched: no data\.<\/figcaption>/)
    assert.match(sentence, /Without a figure: 2 of 6\./)
  })

  test('marks a point between gaps by a dot', () => {
    const { wide } = drawLine(daysOf([10, 10, null, 7, null, 12, 12]))
    const dots = marksOf(wide, 'circle').filter(({ attributes }) => attributes['r'] === '4')
    assert.deepEqual(
      dots.map(({ text }) => text),
      ['4 November 2026: 7'],
    )
  })

  test('draws one point as a dot in the middle, with its figure', () => {
    const { wide, sentence } = drawLine(daysOf([412]))
    assert.equal(sentence, 'Active supporters: only one figure, 412 (1 November 2026).')
    const [dot] = marksOf(wide, 'circle')
    assert.ok(dot)
    assert.ok(numberOf(dot, 'cx') > 300 && numberOf(dot, 'cx') < 460)
    assert.deepEqual(
      marksOf(wide, 'text', 'plot-end').map(({ text }) => text),
      ['412'],
    )
  })

  test('says that nothing is known instead of drawing zero', () => {
    for (const points of [[], daysOf([null, null])]) {
      const { html, wide, sentence } = drawLine(points)
      assert.equal(marksOf(wide, 'path', 'plot-line').length, 0)
      assert.equal(marksOf(wide, 'text', 'plot-note')[0]?.text, 'no data')
      assert.doesNotMatch(html, /figcaption/)
      assert.equal(sentence, 'Active supporters: no data.')
    }
  })

  test('says the first, the last and the highest figure in words', () => {
    assert.equal(
      drawLine(daysOf([403, 415, 412])).sentence,
      'Active supporters: first 403 (1 November 2026), last 412 (3 November 2026), highest 415 (2 November 2026).',
    )
  })

  test('goes below zero for negative values', () => {
    const { wide } = drawLine(monthsOf([-50, 50]))
    const zero = zeroOf(wide)
    const [[low, high] = []] = lineOf(wide)
    assert.ok(low && high && low.y > zero && high.y < zero)
    assert.ok(Math.abs(low.y - zero - (zero - high.y)) < 0.05)
  })

  test('lays the comparison over the period and continues the days if it is longer', () => {
    const { figures, wide } = drawLine(daysOf([5, 6]), daysOf([1, 2, 3], '2025-11-01'))
    assert.deepEqual(figures, {
      names: ['2026-11-01', '2026-11-02', '2026-11-03'],
      series: [
        { label: 'Active supporters', values: [5, 6] },
        { label: 'a year before', values: [1, 2, 3] },
      ],
    })
    assert.equal(marksOf(wide, 'rect', 'plot-gap').length, 0, 'the days to come are no gap')
    const [own = []] = lineOf(wide)
    const [before = []] = lineOf(wide, 'first')
    assert.equal(own[0]?.x, before[0]?.x)
    assert.equal(before.at(-1)?.y, lineOf(wide, 'first')[0]?.at(-1)?.y)
  })

  test('keeps the labels of two close ends apart', () => {
    const { wide } = drawLine(daysOf([300, 316]), daysOf([300, 317], '2025-11-01'))
    const rows = [...wide.matchAll(/<tspan x="[\d.]+" y="([\d.]+)" dy/g)].map(([, y]) => Number(y)).sort()
    assert.ok(rows.length >= 3)
    for (const [index, y] of rows.entries()) assert.ok(index === 0 || y - (rows[index - 1] ?? 0) >= 13.9)
  })

  test('draws whatever it gets inside its frame', () => {
    const anyFigure = fc.oneof(
      { weight: 8, arbitrary: fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 }) },
      { weight: 2, arbitrary: fc.constantFrom<Figure>(null, 'few', 0, 1) },
    )
    fc.assert(
      fc.property(fc.array(anyFigure, { maxLength: 80 }), fc.boolean(), (values, isMoney) => {
        const unit = isMoney ? moneyUnit('ru', 'USD', 'USD') : people
        const points = daysOf(values)
        const { narrow, wide, figures } = draw(
          <LineChart label="x" points={points} unit={unit} language="ru" />,
        )
        assert.deepEqual(figures.series[0]?.values, values)
        for (const [svg, width, height] of [
          [narrow, 320, 220],
          [wide, 760, 290],
        ] as const) {
          const drawn = marksOf(svg, 'path', 'plot-line').flatMap(piecesOf).flat()
          for (const { x, y } of drawn) assert.ok(x >= 0 && x <= width && y >= 27 && y <= height - 35)
        }
      }),
    )
  })
})

describe('a sparkline', () => {
  const drawSpark = (values: readonly Figure[]) =>
    draw(<Sparkline label="New" points={daysOf(values)} unit={people} language="en" />)

  test('rises from zero in proportion and ends in a dot', () => {
    const { wide } = drawSpark([1, 2, 4])
    const [base] = marksOf(wide, 'line')
    assert.ok(base)
    const heights = lineOf(wide).flatMap((piece) => piece.map(({ y }) => numberOf(base, 'y1') - y))
    assert.deepEqual(heights, [7, 14, 28])
    assert.equal(marksOf(wide, 'circle').length, 1)
  })

  test('shows one point as a dot at the right, and nothing for no points', () => {
    const [dot] = marksOf(drawSpark([5]).wide, 'circle')
    assert.equal(dot?.attributes['cx'], '136')
    assert.equal(marksOf(drawSpark([]).wide, 'circle').length, 0)
    assert.equal(drawSpark([null]).sentence, 'New: no data.')
  })
})
