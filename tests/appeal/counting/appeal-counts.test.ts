import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { countInto, openTallies } from '../../../src/appeal/counting/appeal-counts.ts'
import { countedPayment } from '../../../src/appeal/counting/paid-label.ts'
import { parseLabel } from '../../../src/appeal/label.ts'
import { letterCampaign } from '../../../src/appeal/policy/letter-campaign.ts'
import { calendarOf } from '../../../src/platform/calendar.ts'

const given = (timeZone: string, start: string) => {
  const tallies = openTallies()
  let at = new Date(start)
  const counts = countInto(tallies, { calendar: calendarOf(timeZone), now: () => at })
  const moveTo = (text: string) => {
    at = new Date(text)
  }
  return { tallies, counts, moveTo }
}

const CAMPAIGN = letterCampaign({ findLetter: () => null, giving: [] })

describe('counts of the appeal', () => {
  test('an appeal that is shown counts as eligible and shown in the hour of the newsroom’s clock', () => {
    const { counts, tallies, moveTo } = given('Asia/Kathmandu', '2026-11-22T12:14:59.999Z')
    const shown = { show: true, campaign: CAMPAIGN, form: 'end', caps: null } as const
    counts.countAppeal(shown, 'city')
    counts.countAppeal({ show: false, because: 'sensitive', rule: '2' }, 'city')
    moveTo('2026-11-22T12:15:00.000Z')
    counts.countAppeal(shown, 'city')
    counts.countAppeal(shown, 'city')
    const entries = tallies.hours.take()
    assert.deepEqual(
      entries.map(({ key, sums }) => [key.hour, key.hourBefore, sums.eligible, sums.shown]),
      [
        ['2026-11-22T11:15:00.000Z', '2026-11-22T10:15:00.000Z', 1, 1],
        ['2026-11-22T12:15:00.000Z', '2026-11-22T11:15:00.000Z', 2, 2],
      ],
    )
    assert.deepEqual(
      entries.map(({ key: { campaign, variant, form, section } }) => [campaign, variant, form, section]),
      Array.from({ length: 2 }, () => ['letter', 'a', 'end', 'city']),
    )
  })

  test('the hour that clocks show twice is two hours', () => {
    const { counts, tallies, moveTo } = given('Europe/Riga', '2026-10-25T00:30:00Z')
    counts.countGive('7.end.city')
    moveTo('2026-10-25T01:30:00Z')
    counts.countGive('7.end.city')
    assert.deepEqual(
      tallies.hours.take().map(({ key }) => [key.hourBefore, key.hour]),
      [
        ['2026-10-24T23:00:00.000Z', '2026-10-25T00:00:00.000Z'],
        ['2026-10-25T00:00:00.000Z', '2026-10-25T01:00:00.000Z'],
      ],
    )
  })

  test('labels with and without a reminder count together, and other texts count nothing', () => {
    const { counts, tallies } = given('UTC', '2026-11-22T12:00:00Z')
    for (const label of ['7.end.city', '7.end.city.2026-12', 'letter', '', '0.end.city', '7.end.city\n']) {
      counts.countGive(label)
      counts.countCheckout(label)
      counts.countSnooze({ label, length: '7d' })
    }
    counts.countSnooze({ label: null, length: '7d' })
    const label = parseLabel('7.end.city.2026-12')
    assert.ok(label)
    counts.countStep(label, 'seen')
    counts.countStep(label, 'dismissed')
    assert.deepEqual(
      tallies.hours.take().map(({ sums }) => sums),
      [{ eligible: 0, shown: 0, seen: 1, give: 2, dismissed: 1, checkouts: 2 }],
    )
    assert.deepEqual(tallies.snoozes.take(), [
      {
        key: { hour: '2026-11-22T12:00:00.000Z', campaign: '7', form: 'end', section: 'city', length: '7d' },
        sums: { count: 2 },
      },
    ])
  })

  test('a reminder counts on its day, and a change moves it', () => {
    const { counts, tallies } = given('Pacific/Kiritimati', '2026-11-22T12:00:00Z')
    const first = new Date('2026-12-22T12:00:00Z')
    counts.moveReminder({ from: null, to: first })
    counts.moveReminder({ from: null, to: first })
    counts.moveReminder({ from: first, to: new Date('2027-01-22T12:00:00Z') })
    counts.moveReminder({ from: new Date('2026-12-01T00:00:00Z'), to: null })
    assert.deepEqual(
      tallies.reminders.take().map(({ key, sums }) => [key.day, sums.count]),
      [
        ['2026-12-23', 1],
        ['2027-01-23', 1],
        ['2026-12-01', -1],
      ],
    )
  })

  test('invented labels fill the memory up to a limit, and never what was shown', () => {
    const { counts, tallies } = given('UTC', '2026-11-22T12:00:00Z')
    for (let number = 1; number <= 3_000; number += 1) counts.countGive(`${number}.end.city`)
    counts.countAppeal({ show: true, campaign: CAMPAIGN, form: 'end', caps: null }, 'city')
    counts.countGive('letter.end.city')
    counts.countGive('1.end.city')
    assert.equal(tallies.hours.takeDropped(), 1_000)
    assert.equal(tallies.hours.takeDropped(), 0)
    const entries = tallies.hours.take()
    assert.equal(entries.length, 2_001)
    assert.deepEqual(
      [entries[0]?.sums.give, entries[2_000]?.sums.give, entries[2_000]?.sums.shown],
      [2, 1, 1],
    )
  })
})

describe('a payment that an appeal led to', () => {
  const payment = {
    label: '7.bar.city.2026-12',
    completedAt: new Date('2026-11-22T12:00:00Z'),
    cadence: 'monthly',
    currency: 'EUR',
    amount: 500,
  }

  test('counts on the newsroom’s day, with the month of its reminder', () => {
    const calendar = calendarOf('Pacific/Kiritimati')
    const counted = {
      day: '2026-11-23',
      campaign: '7',
      variant: 'a',
      form: 'bar',
      section: 'city',
      reminded: '2026-12',
      cadence: 'monthly',
      currency: 'EUR',
      amount: 500,
    }
    assert.deepEqual(countedPayment(calendar, payment), counted)
    assert.deepEqual(countedPayment(calendar, { ...payment, label: '7.bar.city' }), {
      ...counted,
      reminded: '',
    })
  })

  test('does not count with a text of an older version', () => {
    for (const label of ['letter', 'telegram-post', ''])
      assert.equal(countedPayment(calendarOf('UTC'), { ...payment, label }), null)
  })
})
