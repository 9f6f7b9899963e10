import { HOUR_MS, MINUTE_MS } from '../../platform/clock.ts'

/** How far the record follows Stripe. */
export type RecordState = {
  /** The latest webhook event. Null for the role `report`: it may be the payment of one person. */
  eventAt: Date | null
  /** The last time that Stripe's list of events was read for missed ones. */
  listedAt: Date | null
  /** The last time that the whole account was compared with the record. */
  reconciledAt: Date | null
  /** The earliest time by which an event had to be recorded that still waits. */
  waitingSince: Date | null
  /** The time of the copy of the record that reports read. Null or absent: they read the record itself. */
  asOf?: Date | null
}

/**
 * Removes the time of single events: they tell when one person paid. So does the last change of a copy, of which only the
 * hour is kept, once it is over.
 */
export const withoutEvents = (state: RecordState, now: Date): RecordState => {
  const hour = Math.floor((state.asOf ?? now).getTime() / HOUR_MS) * HOUR_MS
  return { ...state, eventAt: null, asOf: now.getTime() - hour < 2 * HOUR_MS ? null : new Date(hour) }
}

/** Returns the last time that Stripe was heard from. */
export const heardAt = ({ eventAt, listedAt }: RecordState): Date | null => {
  if (eventAt === null || listedAt === null) return eventAt ?? listedAt
  return eventAt > listedAt ? eventAt : listedAt
}

/** Returns by how many whole hours the record is behind Stripe. Null: by less than one, or nothing was heard yet. */
export const hoursBehind = (state: RecordState, now: Date): number | null => {
  const heard = heardAt(state)
  const { waitingSince, asOf } = state
  const times = [heard, waitingSince, asOf ?? null].filter((each) => each !== null)
  if (times.length === 0) return null
  const knownUntil = Math.min(...times.map((each) => each.getTime()))
  const hours = Math.floor((now.getTime() - knownUntil) / HOUR_MS)
  return hours < 1 ? null : hours
}

const SHOWN_MINUTES = 5

/** Returns by how many minutes the copy that reports read is behind. Null: by few, or they read no copy. */
export const copyMinutesBehind = ({ asOf }: RecordState, now: Date): number | null => {
  if (!asOf) return null
  const minutes = Math.floor((now.getTime() - asOf.getTime()) / MINUTE_MS)
  return minutes < SHOWN_MINUTES ? null : minutes
}
