import { endOf, isOnLaterDay } from './dates.ts'
import { DEFAULT_LENGTHS, type SnoozeChoice, type SnoozeLength } from './length.ts'

/** A length with the date on which a snooze of it ends. */
export type DatedLength = { length: SnoozeLength; until: Date }

/** The reader's earlier answers to the appeal. */
export type SnoozesBefore = { lastChoice: SnoozeLength | null; snoozesInRow: number }

type Offered = { offered: readonly SnoozeLength[]; at: Date; timeZone: string }

export const PATIENT_AFTER_SNOOZES = 3

/** Returns the offered dates, the nearest first. Two lengths that end on one day are offered as one. */
export const offeredDates = ({ offered, at, timeZone }: Offered): DatedLength[] => {
  const lengths = offered.length > 0 ? offered : DEFAULT_LENGTHS
  const dates = lengths
    .map((length) => ({ length, until: endOf(length, at, timeZone) }))
    .sort((one, other) => one.until.getTime() - other.until.getTime())
  return dates.filter(({ until }, index) => until.getTime() !== dates[index - 1]?.until.getTime())
}

/** The offered dates, the nearest first, and the length that is preselected among them. */
export type SnoozeOffer = { dates: readonly DatedLength[]; chosen: SnoozeLength }

/**
 * Preselects the reader's last choice, else a month. After three snoozes in a row it is three months. What is not
 * offered gives way to the next longer one, if there is any.
 */
export const snoozeOffer = (asked: Offered & { before: SnoozesBefore }): SnoozeOffer => {
  const { at, timeZone } = asked
  const { lastChoice, snoozesInRow } = asked.before
  const dates = offeredDates(asked)
  const usual = lastingAtLeast(lastChoice ?? '1m', dates, { at, timeZone })
  if (snoozesInRow < PATIENT_AFTER_SNOOZES) return { dates, chosen: usual.length }
  const patient = dates.find(({ length }) => length === '3m') ?? dates.at(-1) ?? usual
  // Nobody is asked sooner than they chose last.
  const isUsualLonger = lastChoice !== null && usual.until > patient.until
  return { dates, chosen: isUsualLonger ? usual.length : patient.length }
}

const lastingAtLeast = (
  length: SnoozeLength,
  dates: readonly DatedLength[],
  { at, timeZone }: Pick<Offered, 'at' | 'timeZone'>,
): DatedLength => {
  const until = endOf(length, at, timeZone)
  return dates.find((each) => each.until >= until) ?? dates.at(-1) ?? { length, until }
}

/** Returns the next longer offered date for a snooze that ends at `until`. Null: none is longer. */
export const nextLonger = (
  offer: Offered & { until: Date; choice: SnoozeChoice | null },
): DatedLength | null => {
  const { until, choice, at, timeZone } = offer
  if (choice === 'never') return null
  // A month that began last week ends before a month that begins today, which is no longer one.
  const sameToday = choice === null ? until : endOf(choice, at, timeZone)
  const latest = sameToday > until ? sameToday : until
  return offeredDates(offer).find((each) => isOnLaterDay(each.until, latest, timeZone)) ?? null
}
