import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type BarSeries, BarsChart } from '../../../src/reports/plots/bars-chart.tsx'
import type { Earlier, Figure } from '../../../src/reports/plots/plot-data.ts'
import { earlierOf } from '../../../src/reports/plots/plot-words.ts'
import { countUnit } from '../../../src/reports/plots/units.ts'
import { draw, marksOf, numberOf } from './drawing.ts'

const people = countUnit('en', 'people')
const MONTHS = Array.from({ length: 12 }, (_, index) => `2026-${String(index + 1).padStart(2, '0')}`)

const seriesOf = (label: string, values: readonly Figure[], isBelow = false): BarSeries => ({
  label,
  isBelow,
  points: values.map((value, index) => ({ name: MONTHS[index] ?? '', value })),
})

const drawBars = (series: readonly BarSeries[], earlier?: Earlier) =>
  draw(<BarsChart label="Movements" series={series} earlier={earlier} unit={people} language="en" />)

/** Lists the bars of a drawing. Swatches beside the names of series and gaps have no title. */
const barsOf = (svg: string) =>
  marksOf(svg, 'rect')
    .filter(({ text, attributes }) => text !== '' && attributes['class'] !== 'plot-gap')
    .map((mark) => ({
      text: mark.text,
      top: numberOf(mark, 'y'),
      bottom: numberOf(mark, 'y') + numberOf(mark, 'height'),
      height: numberOf(mark, 'height'),
    }))

const zeroOf = (svg: string): number => Number(marksOf(svg, 'line', 'plot-zero')[0]?.attributes['y1'])
const isNear = (one: number, other: number): boolean => Math.abs(one - other) < 0.05

describe('bars', () => {
  test('have the sums of an earlier period beside them as outlines, to the same scale', () => {
    const now = [seriesOf('New', [3, 6]), seriesOf('Back', [1, 2]), seriesOf('Lost', [2, 4], true)]
    const then = [seriesOf('New', [4, 8]), seriesOf('Back', [2, 4]), seriesOf('Lost', [1, 2], true)]
    const { wide, narrow, figures, sentence } = drawBars(now, earlierOf(then, 'Before', 'en'))
    for (const svg of [wide, narrow]) {
      const outlines = marksOf(svg, 'rect', 'plot-earlier').filter(({ text }) => text !== '')
      assert.deepEqual(
        outlines.map(({ text }) => text),
        [
          'Before: gains, January 2026: 6',
          'Before: gains, February 2026: 12',
          'Before: losses, January 2026: 1',
          'Before: losses, February 2026: 2',
        ],
      )
      const [, twelve, , two] = outlines
      const six = barsOf(svg).find(({ text }) => text === 'New, February 2026: 6')
      assert.ok(twelve && two && six)
      assert.ok(isNear(numberOf(twelve, 'height'), 2 * six.height))
      assert.ok(isNear(numberOf(twelve, 'y') + numberOf(twelve, 'height'), zeroOf(svg)))
      assert.ok(isNear(numberOf(two, 'y'), zeroOf(svg)))
    }
    assert.deepEqual(figures.series.slice(3), [
      { label: 'Before: gains', values: [6, 12] },
      { label: 'Before: losses', values: [1, 2] },
    ])
    assert.match(sentence, /Before: gains: 6 \(January 2026\) to 12|Before: gains/)
  })

  test('of another number of months than the earlier period say so, and have no outlines', () => {
    const { html, figures } = drawBars(
      [seriesOf('New', [3, 6])],
      earlierOf([seriesOf('New', [3, 6, 9])], 'Before', 'en'),
    )
    assert.doesNotMatch(html, /plot-earlier/)
    assert.match(html, /another number of months/)
    assert.equal(figures.series.length, 1)
  })

  test('are as high as their values and stand on zero', () => {
    for (const svg of [
      drawBars([seriesOf('New', [3, 6, 12])]).narrow,
      drawBars([seriesOf('New', [3, 6, 12])]).wide,
    ]) {
      const [one, two, four] = barsOf(svg)
      assert.ok(one && two && four)
      assert.ok(isNear(two.height, 2 * one.height) && isNear(four.height, 4 * one.height))
      for (const { bottom } of [one, two, four]) assert.ok(isNear(bottom, zeroOf(svg)))
    }
  })

  test('of lost supporters hang below zero with positive figures', () => {
    const { wide, figures, sentence } = drawBars([seriesOf('New', [10]), seriesOf('Lost', [5], true)])
    const [up, down] = barsOf(wide)
    assert.ok(up && down)
    assert.ok(isNear(up.bottom, zeroOf(wide)) && isNear(down.top, zeroOf(wide)))
    assert.ok(isNear(up.height, 2 * down.height))
    assert.equal(down.text, 'Lost, January 2026: 5')
    assert.deepEqual(figures.series[1], { label: 'Lost', values: [5] })
    assert.match(sentence, /Lost: only one figure, 5 \(January 2026\)\./)
    assert.doesNotMatch(wide.replace(/<defs>.*?<\/defs>/, ''), /−/)
    assert.deepEqual(
      marksOf(wide, 'text', 'plot-total').map(({ text }) => text),
      ['10', '5'],
    )
  })

  test('are stacked without gap or overlap', () => {
    const { wide } = drawBars([seriesOf('Monthly', [8]), seriesOf('Yearly', [4]), seriesOf('Once', [2])])
    const [first, second, third] = barsOf(wide)
    assert.ok(first && second && third)
    assert.ok(isNear(first.top, second.bottom) && isNear(second.top, third.bottom))
    assert.ok(isNear(first.height, 2 * second.height) && isNear(second.height, 2 * third.height))
    assert.equal(marksOf(wide, 'text', 'plot-total')[0]?.text, '14')
  })

  test('name each series once, with fills of different classes', () => {
    const labels = ['Monthly', 'Yearly', 'Once', 'Other']
    const { narrow, wide } = drawBars(labels.map((label) => seriesOf(label, [4])))
    for (const svg of [narrow, wide]) {
      assert.deepEqual(
        marksOf(svg, 'text', 'plot-name').map(({ text }) => text),
        labels,
      )
      assert.equal(new Set(marksOf(svg, 'rect').map(({ attributes }) => attributes['class'])).size, 4)
    }
  })

  test('leave months without figures hatched, and sum nothing that is not known', () => {
    const { html, wide } = drawBars([seriesOf('New', [null, 5, 7]), seriesOf('Other', [null, null, 'few'])])
    assert.equal(barsOf(wide).length, 2)
    assert.deepEqual(marksOf(wide, 'text', 'plot-total'), [])
    assert.equal(marksOf(wide, 'circle', 'plot-few').length, 1)
    assert.match(html, /Hatched: no data\. Ring: too few\./)
    const hatched = marksOf(wide, 'rect', 'plot-gap').map(({ text }) => text)
    assert.ok(hatched.includes('January 2026: no data'))
  })

  test('say that nothing is known', () => {
    for (const series of [[], [seriesOf('New', [])], [seriesOf('New', [null])]]) {
      assert.equal(marksOf(drawBars(series).wide, 'text', 'plot-note')[0]?.text, 'no data')
    }
  })

  test('put each tick of both directions on the axis', () => {
    const { wide } = drawBars([seriesOf('New', [20]), seriesOf('Lost', [20], true)])
    const ticks = marksOf(wide, 'text').filter(({ attributes }) => attributes['text-anchor'] === 'end')
    assert.deepEqual(
      ticks.map(({ text }) => text),
      ['20', '10', '0', '10', '20'],
    )
  })

  test('keep proportions whatever the values are', () => {
    const anyFigure = fc.oneof(fc.nat(1_000_000_000), fc.nat(3), fc.constantFrom<Figure>(null, 'few'))
    const anySeries = fc.array(fc.array(anyFigure, { minLength: 12, maxLength: 12 }), {
      minLength: 1,
      maxLength: 4,
    })
    fc.assert(
      fc.property(anySeries, (values) => {
        const series = values.map((each, index) => seriesOf(`s${index}`, each, index % 2 === 1))
        const { wide, figures } = drawBars(series)
        assert.deepEqual(
          figures.series.map((each) => each.values),
          values,
        )
        const known = values.flatMap((each) => each.filter((value) => typeof value === 'number' && value > 0))
        const bars = barsOf(wide)
        assert.equal(bars.length, known.length)
        const scale = Math.max(...bars.map(({ height }) => height)) / Math.max(...known.map(Number), 1)
        for (const [index, { height }] of bars.entries()) {
          assert.ok(Math.abs(height - Number(known[index]) * scale) < 0.1)
        }
      }),
    )
  })
})
