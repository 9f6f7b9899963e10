import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { addDays, type CalendarSpan, calendarOf, isDay } from '../../src/platform/calendar.ts'
import { ZONES } from '../given/instants.ts'

const DAY_MS = 86_400_000
const iso = (at: Date | undefined): string => at?.toISOString() ?? ''

const assertGapless = (spans: readonly CalendarSpan[], zone: string): void => {
  for (const [index, { startsAt, endsAt }] of spans.entries()) {
    assert.ok(startsAt < endsAt, `${zone} ${spans[index]?.name}`)
    const next = spans[index + 1]
    if (next) assert.equal(iso(endsAt), iso(next.startsAt), `${zone} ${next.name}`)
  }
}

/** Days of the last thirty years, more often those on which clocks change. */
const anyDay = fc.integer({ min: 0, max: 16_000 }).map((days) => addDays('1992-01-01', days))

describe('the calendar of a time zone', () => {
  test('days follow each other without gap or overlap in every zone, and each instant is in one', () => {
    for (const zone of ZONES) {
      const calendar = calendarOf(zone)
      fc.assert(
        fc.property(anyDay, fc.nat(DAY_MS * 9), (first, later) => {
          const days = calendar.days(first, addDays(first, 9))
          assertGapless(days, zone)
          assert.equal(iso(days[0]?.startsAt), iso(calendar.startOfDay(first)))
          assert.equal(iso(days.at(-1)?.endsAt), iso(calendar.startOfDay(addDays(first, 10))))
          const at = new Date(calendar.startOfDay(first).getTime() + later)
          const holding = days.filter(({ startsAt, endsAt }) => startsAt <= at && at < endsAt)
          if (at < calendar.startOfDay(addDays(first, 10)))
            assert.deepEqual(
              holding.map(({ name }) => name),
              [calendar.dayAt(at)],
              zone,
            )
        }),
        { numRuns: 5 },
      )
    }
  })

  test('an instant is in the day that clocks on the wall show', () => {
    // Clocks that went back over midnight showed one day twice. This never happens at noon.
    for (const zone of ZONES) {
      const wall = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, hour: '2-digit' })
      const date = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' })
      fc.assert(
        fc.property(anyDay, fc.nat(DAY_MS), (day, later) => {
          const at = new Date(Date.parse(`${day}T00:00:00Z`) + later)
          const hour = Number.parseInt(wall.format(at), 10)
          if (hour >= 2 && hour < 22)
            assert.equal(calendarOf(zone).dayAt(at), date.format(at), `${zone} ${iso(at)}`)
        }),
        { numRuns: 4 },
      )
    }
  })

  test('months and years cover the same time as their days', () => {
    for (const zone of ZONES) {
      const calendar = calendarOf(zone)
      const months = calendar.months('2009-11', '2012-03')
      assertGapless(months, zone)
      assert.equal(months.length, 29)
      const years = calendar.years(2010, 2011)
      assertGapless(years, zone)
      assert.equal(iso(years[0]?.startsAt), iso(calendar.startOfDay('2010-01-01')))
      assert.equal(iso(years[1]?.endsAt), iso(months.find(({ name }) => name === '2012-01')?.startsAt))
    }
  })

  for (const [zone, first, names] of [
    ['Pacific/Apia', '2011-12-29', ['2011-12-29', '2011-12-31', '2012-01-01']],
    ['Pacific/Fakaofo', '2011-12-29', ['2011-12-29', '2011-12-31', '2012-01-01']],
    ['Pacific/Kwajalein', '1993-08-20', ['1993-08-20', '1993-08-22', '1993-08-23']],
  ] as const) {
    test(`${zone} skipped a day, which the calendar leaves out`, () => {
      const days = calendarOf(zone).days(first, addDays(first, 3))
      assert.deepEqual(
        days.map(({ name }) => name),
        names,
      )
      assertGapless(days, zone)
      assert.equal(calendarOf(zone).dayAt(days[1]?.startsAt ?? new Date(0)), names[1])
    })
  }

  for (const [zone, day, hours] of [
    ['America/Sao_Paulo', '2018-11-04', 23],
    ['America/Sao_Paulo', '2018-02-17', 25],
    ['Asia/Beirut', '2026-03-29', 23],
    ['America/Havana', '2026-03-08', 23],
    ['America/Havana', '2026-11-01', 25],
    ['Africa/Cairo', '2026-04-24', 23],
    ['Australia/Lord_Howe', '2026-10-04', 23.5],
    ['Europe/Riga', '2026-03-29', 23],
    ['Europe/Riga', '2026-10-25', 25],
  ] as const) {
    test(`${day} has ${hours} hours in ${zone}`, () => {
      const [only] = calendarOf(zone).days(day, day)
      assert.equal(((only?.endsAt.getTime() ?? 0) - (only?.startsAt.getTime() ?? 0)) / 3_600_000, hours)
    })
  }

  test('a day that clocks showed twice begins once', () => {
    // At 00:01 clocks in St. John’s went back to 23:01.
    const calendar = calendarOf('America/St_Johns')
    const days = calendar.days('2010-11-05', '2010-11-09')
    assertGapless(days, 'America/St_Johns')
    for (let minute = 0; minute < 180; minute += 1) {
      const at = new Date(Date.parse('2010-11-07T01:00:00Z') + minute * 60_000)
      const holding = days.filter(({ startsAt, endsAt }) => startsAt <= at && at < endsAt)
      assert.deepEqual(
        holding.map(({ name }) => name),
        [calendar.dayAt(at)],
      )
    }
  })

  test('an instant is in one hour of every zone, which begins on the hour or where clocks change', () => {
    const HOUR_MS = 3_600_000
    for (const zone of ZONES) {
      const calendar = calendarOf(zone)
      const minutes = new Intl.DateTimeFormat('en', { timeZone: zone, minute: 'numeric' })
      const clock = new Intl.DateTimeFormat('sv-SE', {
        timeZone: zone,
        dateStyle: 'short',
        timeStyle: 'medium',
      })
      const wall = (at: number) => Date.parse(`${clock.format(at).replace(' ', 'T')}Z`)
      fc.assert(
        fc.property(anyDay, fc.nat(DAY_MS), (day, later) => {
          const at = new Date(Date.parse(`${day}T00:00:00Z`) + later)
          const start = calendar.startOfHour(at)
          assert.ok(start <= at && at.getTime() - start.getTime() < HOUR_MS, `${zone} ${iso(at)}`)
          assert.equal(iso(calendar.startOfHour(start)), iso(start), zone)
          assert.ok(calendar.startOfHour(new Date(start.getTime() - 1)) < start, `${zone} ${iso(at)}`)
          const isFull = minutes.format(start) === '0'
          assert.ok(
            isFull || wall(start.getTime() - 1_000) !== wall(start.getTime()) - 1_000,
            `${zone} ${iso(at)}`,
          )
        }),
        { numRuns: 4 },
      )
    }
  })

  for (const [zone, at, start] of [
    ['UTC', '2026-11-22T12:34:56.789Z', '2026-11-22T12:00:00.000Z'],
    ['Asia/Kolkata', '2026-11-22T12:34:56.789Z', '2026-11-22T12:30:00.000Z'],
    ['Asia/Kathmandu', '2026-11-22T12:34:56.789Z', '2026-11-22T12:15:00.000Z'],
    ['Pacific/Kiritimati', '2026-11-22T10:00:00.000Z', '2026-11-22T10:00:00.000Z'],
    // Clocks go from 3:00 to 4:00, and from 4:00 to 3:00: the hour after three is there twice.
    ['Europe/Riga', '2026-03-29T01:10:00.000Z', '2026-03-29T01:00:00.000Z'],
    ['Europe/Riga', '2026-10-25T00:59:59.999Z', '2026-10-25T00:00:00.000Z'],
    ['Europe/Riga', '2026-10-25T01:00:00.000Z', '2026-10-25T01:00:00.000Z'],
    // From 2:00 to 2:30, and from 2:00 to 1:30.
    ['Australia/Lord_Howe', '2026-10-03T15:35:00.000Z', '2026-10-03T15:30:00.000Z'],
    ['Australia/Lord_Howe', '2026-10-03T16:00:00.000Z', '2026-10-03T16:00:00.000Z'],
    ['Australia/Lord_Howe', '2026-04-04T15:20:00.000Z', '2026-04-04T15:00:00.000Z'],
    ['Australia/Lord_Howe', '2026-04-04T15:30:00.000Z', '2026-04-04T15:30:00.000Z'],
    // From 2:45 to 3:45, and from 3:45 to 2:45.
    ['Pacific/Chatham', '2026-09-26T13:59:00.000Z', '2026-09-26T13:15:00.000Z'],
    ['Pacific/Chatham', '2026-09-26T14:10:00.000Z', '2026-09-26T14:00:00.000Z'],
    ['Pacific/Chatham', '2026-04-04T14:10:00.000Z', '2026-04-04T14:00:00.000Z'],
  ] as const)
    test(`${at} is in the hour from ${start} in ${zone}`, () =>
      assert.equal(iso(calendarOf(zone).startOfHour(new Date(at))), start))

  test('only days of the calendar are days', () => {
    for (const day of ['2026-02-28', '2028-02-29', '0999-12-31']) assert.ok(isDay(day), day)
    for (const day of ['2026-02-29', '2026-13-01', '2026-00-10', '2026-1-1', '26-01-01', '', 'soon'])
      assert.ok(!isDay(day), day)
  })
})
