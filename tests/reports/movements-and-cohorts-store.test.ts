import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { type Movement, movementsOf } from '../../src/billing/history/movements.ts'
import type { AmountChange } from '../../src/billing/history/subscription-history.ts'
import { replaceMovements } from '../../src/billing/record/ledger-store.ts'
import { type Calendar, calendarOf, monthAfter, monthOf } from '../../src/platform/calendar.ts'
import { DAY_MS } from '../../src/platform/clock.ts'
import { findCohortChanges, findCohortSizes } from '../../src/reports/cohorts/cohort-store.ts'
import { buildCohorts, type CohortCadence } from '../../src/reports/cohorts/cohorts.ts'
import { findCurrentAmounts } from '../../src/reports/movements/current-amounts-store.ts'
import { type MoneyPart, moneyIdentity } from '../../src/reports/movements/money-identity.ts'
import { spanIdentities } from '../../src/reports/movements/movements.ts'
import { prepareCalendar } from '../../src/reports/rollups/calendar-store.ts'
import { findFirstMovementDay, findMoneySums } from '../../src/reports/rollups/movement-figures-store.ts'
import { compactRollups } from '../../src/reports/rollups/rollup-store.ts'
import { ENGINES, type Opened } from '../given/resources/engines.ts'

const NOW = new Date('2026-11-29T12:00:00Z')
const START = Date.parse('2026-01-20T20:00:00Z')
const CURRENCIES = ['USD', 'EUR'] as const
const SUPPORTERS = Array.from({ length: 8 }, () => randomUUID())
const LAST_MONTH = '2026-10'

/** Changes are some days apart. Within one day a churn can still become a change of currency. */
const someHistory: fc.Arbitrary<Movement[]> = fc
  .array(
    fc.record({
      days: fc.integer({ min: 2, max: 70 }),
      contribution: fc.constantFrom('one', 'two'),
      currency: fc.constantFrom(...CURRENCIES),
      annualAmount: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 90_000 })),
      cadence: fc.constantFrom<AmountChange['cadence'][]>('monthly', 'yearly', 'other'),
      isPause: fc.boolean(),
      cause: fc.constantFrom<AmountChange['cause'][]>('chosen', 'card-failure', 'dispute', 'staff'),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((steps) => {
    let at = START
    const changes = steps.map(({ days, isPause, ...step }): AmountChange => {
      at += days * DAY_MS
      const [began, stopped] = isPause ? (['resumed', 'paused'] as const) : (['paid', 'canceled'] as const)
      return { ...step, at: new Date(at), reason: step.annualAmount > 0 ? began : stopped }
    })
    return movementsOf(changes.filter((change) => change.at < NOW))
  })

type World = { histories: readonly Movement[][]; calendar: Calendar }

/** Reads what one supporter gives in one currency at the end of a day or month. */
const givenAt = (history: readonly Movement[], currency: string, isIncluded: (at: Date) => boolean): number =>
  history.filter((each) => each.currency === currency && isIncluded(each.occurredAt)).at(-1)?.annualAfter ?? 0

const total = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0)

/** Computes an identity slowly, from states and single movements. */
const slowIdentity = (
  { histories, calendar }: World,
  currency: string,
  { from, to }: { from: string; to: string },
) => {
  const stateAt = (isIncluded: (day: string) => boolean): number =>
    total(histories.map((history) => givenAt(history, currency, (at) => isIncluded(calendar.dayAt(at)))))
  const parts = new Map<MoneyPart, number>()
  for (const each of histories.flat()) {
    const day = calendar.dayAt(each.occurredAt)
    if (each.currency !== currency || day < from || day > to) continue
    const part: MoneyPart = each.kind === 'churn' ? `churn-${each.cause ?? 'chosen'}` : each.kind
    parts.set(part, (parts.get(part) ?? 0) + each.annualChange)
  }
  return { start: stateAt((day) => day < from), parts, end: stateAt((day) => day <= to) }
}

/** Computes retention slowly: asks of each supporter and month whether they give at its end. */
const slowCohorts = ({ histories, calendar }: World, cadence: CohortCadence) => {
  const monthAt = (at: Date): string => monthOf(calendar.dayAt(at))
  const members = histories.flatMap((history) => {
    const [first] = history
    return first && (cadence === null || first.cadence === cadence)
      ? [{ history, cohort: monthAt(first.occurredAt) }]
      : []
  })
  const names = [...new Set(members.map(({ cohort }) => cohort))].filter((cohort) => cohort <= LAST_MONTH)
  return names.sort().map((cohort) => {
    const own = members.filter((member) => member.cohort === cohort)
    const months: string[] = []
    for (let month = cohort; month <= LAST_MONTH; month = monthAfter(month)) months.push(month)
    const amounts = (month: string, currency: string) =>
      own.map(({ history }) => givenAt(history, currency, (at) => monthAt(at) <= month))
    return {
      cohort,
      people: own.length,
      left: months.map((month) => {
        const [dollars, euros] = [amounts(month, 'USD'), amounts(month, 'EUR')]
        return dollars.filter((amount, index) => amount + (euros[index] ?? 0) > 0).length
      }),
      dollars: months.map((month) => total(amounts(month, 'USD'))),
    }
  })
}

for (const [name, open] of ENGINES) {
  describe(`figures of movements and cohorts on ${name}`, () => {
    let opened: Opened
    before(async () => {
      opened = await open({ isMigrated: true })
      for (const id of SUPPORTERS)
        await opened.database.query('insert into supporters (id, created_at) values ($1, $2)', [id, NOW])
    })
    after(() => opened.close())

    const checkMovements = async (world: World, days: { from: string; to: string }) => {
      for (const currency of CURRENCIES) {
        const [rows, byMonth] = [
          await findMoneySums(opened.database, days, { by: 'day', currency }),
          await findMoneySums(opened.database, days, { by: 'month', currency }),
        ]
        assert.deepEqual(moneyIdentity(byMonth, currency), moneyIdentity(rows, currency))
        const { start, parts, end } = moneyIdentity(rows, currency)
        const changed = new Map([...parts].filter(([, change]) => change !== 0).sort())
        assert.deepEqual({ start, parts: changed, end }, sorted(slowIdentity(world, currency, days)))
        const months = ['2026-04', '2026-05', '2026-06']
        for (const { name: month, ...identity } of spanIdentities(rows, currency, {
          names: months,
          nameOf: monthOf,
        })) {
          const slow = slowIdentity(world, currency, { from: `${month}-01`, to: `${month}-31` })
          assert.deepEqual([identity.start, identity.end], [slow.start, slow.end])
        }
        const now = slowIdentity(world, currency, { from: '2026-11-29', to: '2026-11-29' }).end
        assert.deepEqual(await findCurrentAmounts(opened.database, currency), { moved: now, given: now })
      }
    }

    const checkCohorts = async (world: World, cadence: CohortCadence) => {
      const found = {
        changes: await findCohortChanges(opened.database, cadence),
        sizes: await findCohortSizes(opened.database, cadence),
      }
      const all = { from: '2026-01-01', to: '2026-11-29' }
      const { people, money } = buildCohorts(found, all, { currency: 'USD', lastMonth: LAST_MONTH })
      const slow = slowCohorts(world, cadence)
      assert.deepEqual(
        people.map(({ cohort, people: began, cells }) => [cohort, began, cells.map(({ left }) => left)]),
        slow.map(({ cohort, people: began, left }) => [cohort, began, left]),
      )
      for (const { cohort, cells } of money) {
        const own = slow.find((each) => each.cohort === cohort)
        assert.deepEqual(
          cells.map(({ left }) => left),
          own?.dollars,
        )
      }
    }

    test('are those that a slow reference computes from single movements, in every zone', async () => {
      const zones = fc.constantFrom('UTC', 'America/Vancouver', 'Pacific/Auckland')
      const worlds = fc.record({ zone: zones, histories: fc.array(someHistory, { maxLength: 8 }) })
      await fc.assert(
        fc.asyncProperty(worlds, async ({ zone, histories }) => {
          const { database } = opened
          const calendar = calendarOf(zone)
          await prepareCalendar(database, calendar, NOW)
          for (const [index, id] of SUPPORTERS.entries())
            await replaceMovements(database, id, histories[index] ?? [])
          const world = { histories, calendar }
          await checkMovements(world, { from: '2026-04-01', to: '2026-06-30' })
          await compactRollups(database)
          const [first] = histories
            .flat()
            .map(({ occurredAt }) => calendar.dayAt(occurredAt))
            .sort()
          assert.equal(await findFirstMovementDay(database), first ?? null)
          for (const cadence of [null, 'monthly', 'yearly'] as const) await checkCohorts(world, cadence)
        }),
        { numRuns: 6 },
      )
    })
  })
}

const sorted = <T extends { parts: Map<MoneyPart, number> }>(identity: T): T => ({
  ...identity,
  parts: new Map([...identity.parts].filter(([, change]) => change !== 0).sort()),
})
