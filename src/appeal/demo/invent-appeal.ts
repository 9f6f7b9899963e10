import { type Random, randomOfPart } from '../../billing/demo/invented/random.ts'
import { addMonths } from '../../billing/model/plan-change.ts'
import { addDays, type Calendar, dayNumberOf, monthOf } from '../../platform/calendar.ts'
import {
  addUpRows,
  type DemoCounts,
  type DemoHour,
  type DemoPayment,
  type DemoReminder,
  type DemoSnooze,
} from './demo-counts.ts'

type InventedPayment = Pick<DemoPayment, 'currency' | 'cadence' | 'amount'> & { at: Date }

/** A part of the demo: supporters and what each of them paid first. */
export type InventedBatch = {
  plan: { supporters: number; months: number; seed: number; now: Date }
  /** The numbers of the supporters, without `until`. */
  from: number
  until: number
  payments: readonly InventedPayment[]
}

type Newsroom = { calendar: Calendar; sections: readonly string[] }

/** Shown appeals for each supporter who comes. Of a thousand about two lead to a payment. */
const SHOWN_PER_SUPPORTER = 400
/** The share of supporters who came through the appeal. */
const CAME_BY_APPEAL = 0.75
const CAME_BY_REMINDER = 0.2
const REMINDED_DAYS = 30

/** Lengths of snoozes with their days and weights. The last one is as long as a cookie lives. */
const LENGTHS = [
  { length: '7d', days: 7, weight: 45 },
  { length: '1m', days: 30, weight: 34 },
  { length: '3m', days: 91, weight: 15 },
  { length: 'never', days: 400, weight: 6 },
] as const

/**
 * Invents the counts of one batch: its share of the days without payments, and the way to each of its payments. No step
 * has more than the step before it. The same batch gives the same counts.
 */
export const inventAppeal = (batch: InventedBatch, newsroom: Newsroom): DemoCounts => {
  const { plan, from, until } = batch
  const { calendar } = newsroom
  const first = calendar.dayAt(addMonths(plan.now, -plan.months))
  const days = calendar.days(first, calendar.dayAt(plan.now))
  const at = (number: number): number => Math.floor((days.length * number) / plan.supporters)
  const quiet = days
    .slice(at(from), at(until))
    .map((day) =>
      inventDay(plan, { ...day, age: dayNumberOf(day.name) - dayNumberOf(first), of: days.length }, newsroom),
    )
  const ways = batch.payments.flatMap(
    (payment, index) => inventWay(plan, { payment, number: from + index, first }, newsroom) ?? [],
  )
  return {
    hours: addUpRows(
      [...quiet.flatMap(({ hours }) => hours), ...ways.map(({ hour }) => hour)],
      ({ hour, section }) => `${hour.getTime()} ${section}`,
      ['eligible', 'shown', 'seen', 'give', 'checkouts'],
    ),
    snoozes: addUpRows(
      quiet.flatMap(({ snoozes }) => snoozes),
      ({ hour, section, length }) => `${hour.getTime()} ${section} ${length}`,
      ['count'],
    ),
    reminders: addUpRows(
      quiet.flatMap(({ reminders }) => reminders),
      ({ day }) => day,
      ['count'],
    ),
    payments: addUpRows(
      ways.map(({ payment }) => payment),
      (row) => [row.day, row.section, row.reminded, row.currency, row.cadence].join(' '),
      ['count', 'amount'],
    ),
  }
}

type Plan = InventedBatch['plan']
type Day = { name: string; startsAt: Date; age: number; of: number }

// Days and payments draw from generators of their own, far from those of the supporters.
const DAYS_FROM = 1_000_000
const WAYS_FROM = 2_000_000

/** Invents a day on which nobody pays. Saturdays and Sundays have fewer readers, and the newsroom grows. */
const inventDay = (plan: Plan, { name, startsAt, age, of }: Day, { sections }: Newsroom) => {
  const random = randomOfPart(plan.seed, DAYS_FROM + dayNumberOf(name))
  const isWeekend = [2, 3].includes(dayNumberOf(name) % 7)
  const pages =
    (SHOWN_PER_SUPPORTER * plan.supporters * (0.6 + (0.8 * age) / of) * (isWeekend ? 0.7 : 1.1)) / of
  const hours: DemoHour[] = []
  const [snoozes, reminders]: [DemoSnooze[], DemoReminder[]] = [[], []]
  for (const [index, section] of sections.entries()) {
    const eligible = around(pages * weightOf(index, sections.length), random)
    const shown = eligible - Math.min(eligible, drawn(eligible * 0.01, random))
    const seen = Math.floor(shown * (0.5 + random.fraction() * 0.2))
    const give = Math.min(seen, drawn(shown * 0.006, random))
    const checkouts = Math.min(give, drawn(shown * 0.001, random))
    hours.push({ hour: startsAt, section, eligible, shown, seen, give, checkouts })
    const times = Math.min(seen - give, drawn(shown * 0.009, random))
    for (let count = 0; count < times; count += 1) {
      const { length, days } = LENGTHS[random.weighted(LENGTHS.map(({ weight }) => weight))] ?? LENGTHS[0]
      snoozes.push({ hour: startsAt, section, length, count: 1 })
      reminders.push({ day: addDays(name, days), count: 1 })
    }
  }
  return { hours, snoozes, reminders }
}

/** The first sections are read most. All weights add up to one. */
const weightOf = (index: number, count: number): number => (2 * (count - index)) / (count * (count + 1))

const around = (number: number, random: Random): number =>
  Math.round(number * (0.8 + random.fraction() * 0.4))

/** Rounds up or down by chance, so that many days together have the share that was meant. */
const drawn = (number: number, random: Random): number => Math.floor(number + random.fraction())

type Paid = { payment: InventedPayment; number: number; first: string }

/** Invents the page views before a payment. Null: the supporter came by another way. */
const inventWay = (
  plan: Plan,
  { payment: { at, currency, cadence, amount }, number, first }: Paid,
  { calendar, sections }: Newsroom,
): { hour: DemoHour; payment: DemoPayment } | null => {
  const random = randomOfPart(plan.seed, WAYS_FROM + number)
  const section = sections[random.weighted(sections.map((_, index) => weightOf(index, sections.length)))]
  if (!random.isOneIn(CAME_BY_APPEAL) || section === undefined) return null
  const day = calendar.dayAt(at)
  const reminderDay = addDays(day, -random.whole(0, REMINDED_DAYS))
  const isReminded = random.isOneIn(CAME_BY_REMINDER) && reminderDay >= addDays(first, REMINDED_DAYS)
  const checkouts = 1 + random.whole(0, 1)
  const give = checkouts + random.whole(0, 2)
  const pages = give + random.whole(0, 3)
  const hour = calendar.startOfDay(day)
  return {
    hour: { hour, section, eligible: pages, shown: pages, seen: pages, give, checkouts },
    payment: {
      day,
      section,
      reminded: isReminded ? monthOf(reminderDay) : '',
      currency,
      cadence,
      count: 1,
      amount,
    },
  }
}
