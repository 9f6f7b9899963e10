import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { addDays, monthAfter } from '../../../src/platform/calendar.ts'
import { timeLabels, valueAxis } from '../../../src/reports/plots/axes.ts'
import { spreadLabels, textWidth, wrapWords } from '../../../src/reports/plots/label-layout.ts'
import { countUnit, percentUnit } from '../../../src/reports/plots/units.ts'

const namesFrom = (first: string, count: number, after: (name: string) => string): string[] => {
  const names = [first]
  while (names.length < count) names.push(after(names.at(-1) ?? first))
  return names
}

describe('dates under a plot', () => {
  test('never cover each other, and name each year once', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_500 }),
        fc.boolean(),
        fc.constantFrom('en' as const, 'ru' as const),
        fc.constantFrom(200, 700),
        (count, isMonthly, language, width) => {
          const names = isMonthly
            ? namesFrom('2019-05', Math.min(count, 200), monthAfter)
            : namesFrom('2019-05-17', count, (day) => addDays(day, 1))
          const xOf = (name: string): number => (names.indexOf(name) / names.length) * width
          const labels = timeLabels({ names, xOf, language })
          assert.ok(labels.length > 0)
          for (const [index, label] of labels.entries()) {
            const before = labels[index - 1]
            if (!before) continue
            const room = [before, label].map(({ lines }) =>
              Math.max(...lines.map((line) => textWidth(line, 12))),
            )
            assert.ok(label.x - before.x > ((room[0] ?? 0) + (room[1] ?? 0)) / 2)
            assert.equal(label.lines.length, label.name.slice(0, 4) === before.name.slice(0, 4) ? 1 : 2)
          }
        },
      ),
    )
  })

  test('are months for a year of days, with January among them', () => {
    const names = namesFrom('2025-11-22', 365, (day) => addDays(day, 1))
    const labels = timeLabels({ names, xOf: (name) => names.indexOf(name), language: 'en' })
    assert.deepEqual(labels[0]?.lines, ['Jan', '2026'])
    assert.ok(labels.every(({ name }) => name.endsWith('-01')))
  })
})

describe('a value axis', () => {
  test('includes zero and has whole ticks for people', () => {
    const axis = valueAxis([3], countUnit('en', 'people'), [100, 0])
    assert.deepEqual(
      axis.ticks.map(({ text }) => text),
      ['0', '1', '2', '3'],
    )
    assert.equal(axis.scale(0), 100)
  })

  test('does not write the same figure twice', () => {
    const axis = valueAxis([0.000_4], percentUnit('en', '%'), [100, 0])
    const texts = axis.ticks.map(({ text }) => text)
    assert.equal(new Set(texts).size, texts.length)
  })

  test('has one tick when all values are zero', () => {
    const axis = valueAxis([0, 0], countUnit('en', 'people'), [100, 0])
    assert.deepEqual(axis.ticks, [{ value: 0, text: '0' }])
    assert.equal(axis.scale(0), 100)
  })
})

test('labels keep apart and inside their room, and stay where they are if they can', () => {
  assert.deepEqual(
    spreadLabels(
      [
        { at: 50, height: 10 },
        { at: 20, height: 10 },
      ],
      0,
      100,
    ),
    [50, 20],
  )
  const anyPlaces = fc.array(
    fc.record({ at: fc.integer({ min: -20, max: 120 }), height: fc.constantFrom(10, 20) }),
    {
      maxLength: 5,
    },
  )
  fc.assert(
    fc.property(anyPlaces, (places) => {
      const boxes = spreadLabels(places, 0, 100)
        .map((centre, index) => ({ centre, half: (places[index]?.height ?? 0) / 2 }))
        .toSorted((one, other) => one.centre - other.centre)
      for (const [index, { centre, half }] of boxes.entries()) {
        assert.ok(centre - half >= 0 && centre + half <= 100)
        const before = boxes[index - 1]
        if (before) assert.ok(centre - half >= before.centre + before.half)
      }
    }),
  )
})

test('long labels break at spaces only', () => {
  assert.deepEqual(wrapWords('Churn: card failure', 72, 12), ['Churn: card', 'failure'])
  assert.deepEqual(wrapWords('Приостановили', 20, 12), ['Приостановили'])
})
