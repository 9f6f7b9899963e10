import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import fc from 'fast-check'
import { type HourKey, STEPS, type Step } from '../../../src/appeal/counting/appeal-counts.ts'
import { addHours, addReminders, addSnoozes } from '../../../src/appeal/counting/count-store.ts'
import type { Entry } from '../../../src/appeal/counting/tally.ts'
import type { Database } from '../../../src/platform/database/database.ts'
import { ENGINES, type Opened } from '../../given/resources/engines.ts'

const SINCE = new Date('2026-11-01T00:00:00Z')
const hourAt = (hour: number) => new Date(Date.UTC(2026, 10, 22, hour)).toISOString()

const entry = (
  hour: number,
  sums: Partial<Record<Step, number>>,
  place: Partial<HourKey> = {},
): Entry<HourKey, Step> => ({
  key: {
    hour: hourAt(hour),
    hourBefore: hourAt(hour - 1),
    campaign: '7',
    variant: 'a',
    form: 'end',
    section: 'city',
    ...place,
  },
  sums: { eligible: 0, shown: 0, seen: 0, give: 0, dismissed: 0, checkouts: 0, ...sums },
})

const readHours = (database: Database, columns = 'shown, seen') =>
  database.query<Record<string, unknown>>(
    `select extract(epoch from hour - '2026-11-22T00:00Z')::int / 3600 as hour, ${columns}
     from appeal_hours order by hour, campaign, section`,
  )

for (const [engine, open] of ENGINES)
  describe(`counts of the appeal over ${engine}`, () => {
    let opened: Opened
    let database: Database
    before(async () => {
      opened = await open({ isMigrated: true })
      database = opened.database
    })
    after(() => opened.close())
    beforeEach(() =>
      database.run('delete from appeal_hours; delete from appeal_snoozes; delete from reminder_days'),
    )
    const add = (...entries: Entry<HourKey, Step>[]) =>
      database.inTransaction((transaction) => addHours(transaction, entries, SINCE))

    test('every step adds to the row of its hour', async () => {
      const sums = { eligible: 9, shown: 8, seen: 7, give: 6, dismissed: 5, checkouts: 4 }
      await add(entry(10, sums), entry(11, { shown: 1 }), entry(10, { shown: 1 }, { section: 'law' }))
      await add(entry(10, sums))
      assert.deepEqual(await readHours(database, STEPS.join(', ')), [
        { hour: 10, eligible: 18, shown: 16, seen: 14, give: 12, dismissed: 10, checkouts: 8 },
        { hour: 10, eligible: 0, shown: 1, seen: 0, give: 0, dismissed: 0, checkouts: 0 },
        { hour: 11, eligible: 0, shown: 1, seen: 0, give: 0, dismissed: 0, checkouts: 0 },
      ])
    })

    test('never more is seen or closed than was shown', async () => {
      await add(entry(10, { shown: 2, seen: 5, dismissed: 9 }))
      await add(entry(10, { seen: 1, dismissed: 1 }))
      assert.deepEqual(await readHours(database, 'shown, seen, dismissed'), [
        { hour: 10, shown: 2, seen: 2, dismissed: 2 },
      ])
      await add(entry(10, { shown: 1, seen: 1 }))
      assert.deepEqual(await readHours(database, 'shown, seen, dismissed'), [
        { hour: 10, shown: 3, seen: 3, dismissed: 2 },
      ])
    })

    test('an appeal that was shown before the hour and seen in it counts in the hour before', async () => {
      await add(entry(10, { shown: 3, seen: 1 }))
      await add(entry(11, { seen: 1, dismissed: 1 }))
      await add(entry(11, { shown: 1, seen: 3 }))
      assert.deepEqual(await readHours(database, 'shown, seen, dismissed'), [
        { hour: 10, shown: 3, seen: 3, dismissed: 1 },
        { hour: 11, shown: 1, seen: 1, dismissed: 0 },
      ])
    })

    test('counts of two hours that are written at once share the room of the first', async () => {
      await add(entry(10, { shown: 3, seen: 2 }), entry(11, { seen: 4 }), entry(12, { seen: 4 }))
      assert.deepEqual(await readHours(database), [{ hour: 10, shown: 3, seen: 3 }])
    })

    test('an appeal that was not shown in this hour or the last is not seen', async () => {
      await add(entry(9, { shown: 1 }))
      await add(entry(11, { seen: 1, dismissed: 1 }), entry(11, { seen: 1 }, { campaign: '8' }))
      assert.deepEqual(await readHours(database, 'shown, seen, dismissed'), [
        { hour: 9, shown: 1, seen: 0, dismissed: 0 },
      ])
    })

    test('a click of a later day counts, and one on an appeal that nobody was shown does not', async () => {
      await add(entry(-100, { shown: 1 }))
      await add(entry(11, { give: 1 }), entry(11, { give: 1, checkouts: 1 }, { campaign: '999999' }))
      await add(entry(12, { checkouts: 1 }))
      await add(entry(-900, { shown: 1 }, { campaign: '5' }))
      await add(entry(13, { give: 1 }, { campaign: '5' }))
      assert.deepEqual(await readHours(database, 'campaign, give, checkouts'), [
        { hour: -900, campaign: '5', give: 0, checkouts: 0 },
        { hour: -100, campaign: '7', give: 0, checkouts: 0 },
        { hour: 11, campaign: '7', give: 1, checkouts: 0 },
        { hour: 12, campaign: '7', give: 0, checkouts: 1 },
      ])
    })

    test('what several processes write at once adds up', async () => {
      const some = fc.record({
        hour: fc.integer({ min: 9, max: 12 }),
        section: fc.constantFrom('city', 'law', 'world'),
        shown: fc.nat(3),
        seen: fc.nat(3),
      })
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.array(some, { maxLength: 6 }), { minLength: 2, maxLength: 6 }),
          async (writes) => {
            await database.run('delete from appeal_hours')
            const batches = writes.map((batch) => [
              ...new Map(
                batch.map(({ hour, section, shown, seen }) => [
                  `${hour} ${section}`,
                  entry(hour, { shown, seen }, { section }),
                ]),
              ).values(),
            ])
            await Promise.all(batches.map((batch) => add(...batch)))
            const [row] = await database.query<{ shown: number; seen: number }>(
              'select coalesce(sum(shown), 0)::bigint as shown, coalesce(sum(seen), 0)::bigint as seen from appeal_hours',
            )
            const sum = (step: Step) => batches.flat().reduce((all, { sums }) => all + sums[step], 0)
            assert.equal(row?.shown, sum('shown'))
            assert.ok((row?.seen ?? 0) <= Math.min(sum('seen'), sum('shown')))
          },
        ),
        { numRuns: 30 },
      )
    })

    test('snoozes add up by length, under appeals that were shown', async () => {
      await add(entry(10, { shown: 1 }))
      const snooze = (length: string, count: number, campaign = '7') => ({
        key: { hour: hourAt(10), campaign, form: 'end', section: 'city', length },
        sums: { count },
      })
      await database.inTransaction(async (transaction) => {
        await addSnoozes(transaction, [snooze('7d', 2), snooze('1m', 1), snooze('1m', 1, '8')], SINCE)
        await addSnoozes(transaction, [snooze('7d', 1)], SINCE)
      })
      assert.deepEqual(
        await database.query('select campaign, length, count from appeal_snoozes order by length'),
        [
          { campaign: '7', length: '1m', count: 1 },
          { campaign: '7', length: '7d', count: 3 },
        ],
      )
    })

    test('reminders add up by day, also below zero', async () => {
      const reminder = (day: string, count: number) => ({ key: { day }, sums: { count } })
      await database.inTransaction(async (transaction) => {
        await addReminders(transaction, [reminder('2026-12-22', 2), reminder('2026-12-01', -1)])
        await addReminders(transaction, [reminder('2026-12-22', -1)])
      })
      assert.deepEqual(await database.query('select day, count from reminder_days order by day'), [
        { day: '2026-12-01', count: -1 },
        { day: '2026-12-22', count: 1 },
      ])
    })
  })
