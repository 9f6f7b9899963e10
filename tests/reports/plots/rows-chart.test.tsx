import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { Figure } from '../../../src/reports/plots/plot-data.ts'
import { DistributionChart, type Step, WaterfallChart } from '../../../src/reports/plots/rows-chart.tsx'
import { countUnit, moneyUnit } from '../../../src/reports/plots/units.ts'
import { draw, marksOf, numberOf } from './drawing.ts'

const usd = moneyUnit('en', 'USD', 'USD a month')

const barsOf = (svg: string) =>
  marksOf(svg, 'rect').map((mark) => ({
    text: mark.text,
    left: numberOf(mark, 'x'),
    right: numberOf(mark, 'x') + numberOf(mark, 'width'),
    width: numberOf(mark, 'width'),
  }))

const zeroOf = (svg: string): number => Number(marksOf(svg, 'line', 'plot-zero')[0]?.attributes['x1'])
const isNear = (one: number, other: number): boolean => Math.abs(one - other) < 0.05

describe('a waterfall', () => {
  const steps: Step[] = [
    { label: 'Start', value: 40_000, isTotal: true },
    { label: 'New', value: 20_000 },
    { label: 'Churn: chosen', value: -10_000 },
    { label: 'End', value: 50_000, isTotal: true },
  ]
  const { narrow, wide, figures, sentence } = draw(
    <WaterfallChart label="MRR" steps={steps} unit={usd} language="en" />,
  )

  test('begins each change where the one before ended', () => {
    for (const svg of [narrow, wide]) {
      const [start, rise, fall, end] = barsOf(svg)
      assert.ok(start && rise && fall && end)
      assert.ok(isNear(start.left, zeroOf(svg)) && isNear(end.left, zeroOf(svg)))
      assert.ok(isNear(rise.left, start.right) && isNear(fall.right, rise.right))
      assert.ok(isNear(fall.left, end.right), 'the sum of the steps is the end')
      assert.ok(isNear(start.width, 2 * rise.width) && isNear(rise.width, 2 * fall.width))
    }
  })

  test('writes changes with their sign, to the cent', () => {
    assert.deepEqual(
      barsOf(wide).map(({ text }) => text),
      ['Start: $400.00', 'New: +$200.00', 'Churn: chosen: −$100.00', 'End: $500.00'],
    )
    assert.equal(sentence, 'MRR: Start $400.00; New +$200.00; Churn: chosen −$100.00; End $500.00.')
    assert.deepEqual(figures.series[0]?.values, [40_000, 20_000, -10_000, 50_000])
  })

  test('tells rises, falls and totals apart without colour', () => {
    assert.deepEqual(
      marksOf(wide, 'rect').map(({ attributes }) => attributes['class']),
      ['plot-grey', 'plot-accent', 'plot-hatched', 'plot-grey'],
    )
  })

  test('passes below zero and shows no bar for what is not known', () => {
    const { wide: drawing } = draw(
      <WaterfallChart
        label="MRR"
        steps={[
          { label: 'Start', value: 1_000, isTotal: true },
          { label: 'Lost', value: -3_000 },
          { label: 'Disputes', value: null },
          { label: 'Staff', value: 'few' },
        ]}
        unit={usd}
        language="en"
      />,
    )
    const [start, lost] = barsOf(drawing)
    assert.ok(start && lost)
    assert.equal(barsOf(drawing).length, 2)
    assert.ok(isNear(lost.right, start.right) && lost.left < zeroOf(drawing))
    assert.deepEqual(
      marksOf(drawing, 'text', 'plot-note').map(({ text }) => text),
      ['no data', 'too few'],
    )
  })

  test('without steps says that nothing is known', () => {
    const empty = draw(<WaterfallChart label="MRR" steps={[]} unit={usd} language="en" />)
    assert.equal(empty.sentence, 'MRR: no data.')
    assert.equal(marksOf(empty.wide, 'text', 'plot-note')[0]?.text, 'no data')
  })
})

test('bars of a distribution are as long as their values', () => {
  const unit = countUnit('en', 'people')
  const anyFigure = fc.oneof(fc.nat(2_000_000), fc.nat(5), fc.constantFrom<Figure>(null, 'few'))
  fc.assert(
    fc.property(fc.array(anyFigure, { maxLength: 12 }), (values) => {
      const groups = values.map((value, index) => ({ label: `$${index}`, value }))
      const drawn = draw(<DistributionChart label="Amounts" groups={groups} unit={unit} language="en" />)
      assert.deepEqual(drawn.figures.series[0]?.values, values)
      const known = values.flatMap((value) => (typeof value === 'number' && value > 0 ? [value] : []))
      for (const svg of [drawn.narrow, drawn.wide]) {
        const bars = barsOf(svg)
        assert.equal(bars.length, known.length)
        const scale = Math.max(...bars.map(({ width }) => width)) / Math.max(...known)
        for (const [index, bar] of bars.entries()) {
          assert.ok(isNear(bar.left, zeroOf(svg)))
          assert.ok(Math.abs(bar.width - (known[index] ?? 0) * scale) < 0.1)
        }
      }
    }),
  )
})
