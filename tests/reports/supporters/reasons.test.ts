import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addDays, calendarOf } from '../../../src/platform/calendar.ts'
import { DAY_MS } from '../../../src/platform/clock.ts'
import { pastMonths } from '../../../src/reports/periods/period.ts'
import { REASONS, type ReasonMonths, reasonGroups } from '../../../src/reports/supporters/current-figures.ts'
import { roundsOf } from '../../given/depth.ts'

const CALENDAR = calendarOf('Europe/Riga')
const NOW = new Date('2026-11-22T12:00:00Z')
const START = '2026-07-01'

type Cancellation = { reason: (typeof REASONS)[number]; at: Date }
type Span = { from: string; to: string }

// Few reasons and months, so that the counts stand around ten.
const someCancellation: fc.Arbitrary<Cancellation> = fc
  .record({
    reason: fc.constantFrom<Cancellation['reason'][]>('safety', 'money'),
    hours: fc.integer({ min: 0, max: 140 * 24 }),
  })
  .map(({ reason, hours }) => ({
    reason,
    at: new Date(new Date(`${START}T00:00:00Z`).getTime() + (hours * DAY_MS) / 24),
  }))
const someSpan: fc.Arbitrary<Span> = fc
  .tuple(fc.integer({ min: 0, max: 145 }), fc.integer({ min: 0, max: 145 }))
  .map(([one, other]) => ({
    from: addDays(START, Math.min(one, other)),
    to: addDays(START, Math.max(one, other)),
  }))

const monthsOf = (span: Span) =>
  pastMonths({ ...span, days: CALENDAR.days(span.from, span.to) }, CALENDAR, NOW)

const groupsOf = (all: readonly Cancellation[], span: Span) => {
  const months: ReasonMonths = monthsOf(span).map(({ startsAt, endsAt }) =>
    REASONS.map((reason) => ({
      reason,
      cancellations: all.filter((each) => each.reason === reason && each.at >= startsAt && each.at < endsAt)
        .length,
    })),
  )
  return reasonGroups(months)
}

test('one person more changes no reason unless the tenth of a month is reached', () =>
  fc.assert(
    fc.property(
      fc.array(someCancellation, { minLength: 20, maxLength: 90 }),
      someCancellation,
      someSpan,
      (others, one, span) => {
        const isOne = ({ reason, at }: Cancellation) =>
          reason === one.reason && CALENDAR.dayAt(at).slice(0, 7) === CALENDAR.dayAt(one.at).slice(0, 7)
        fc.pre((others.filter(isOne).length + 1) % 10 !== 0)
        assert.deepEqual(groupsOf([...others, one], span), groupsOf(others, span))
      },
    ),
    { numRuns: roundsOf(60, 500) },
  ))

test('periods that differ by a day differ by the rounded figures of a whole month, or not at all', () =>
  fc.assert(
    fc.property(
      fc.array(someCancellation, { minLength: 20, maxLength: 90 }),
      someSpan,
      fc.boolean(),
      (all, span, isLater) => {
        const longer = isLater
          ? { ...span, to: addDays(span.to, 1) }
          : { ...span, from: addDays(span.from, -1) }
        const names = monthsOf(span).map(({ name }) => name)
        const [added, ...more] = monthsOf(longer).filter(({ name }) => !names.includes(name))
        assert.deepEqual(more, [])
        const alone = added ? groupsOf(all, { from: `${added.name}-01`, to: lastDayOf(added.name) }) : []
        const before = groupsOf(all, span)
        for (const [index, { value }] of groupsOf(all, longer).entries()) {
          const parts = [before[index]?.value, alone[index]?.value].filter((each) => typeof each === 'number')
          assert.equal(value, parts.length === 0 ? 'few' : parts.reduce((sum, each) => sum + each, 0))
          assert.ok(value === 'few' || value % 10 === 0)
        }
      },
    ),
    { numRuns: roundsOf(60, 500) },
  ))

const lastDayOf = (month: string): string =>
  CALENDAR.days(`${month}-01`, addDays(`${month}-01`, 30))
    .map(({ name }) => name)
    .filter((name) => name.startsWith(month))
    .at(-1) ?? month
