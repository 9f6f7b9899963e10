import { HOUR_MS } from '../../platform/clock.ts'

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
}

/** Removes the time of single events. They tell when one person paid. */
export const withoutEvents = (state: RecordState): RecordState => ({ ...state, eventAt: null })

/** Returns the last time that Stripe was heard from. */
export const heardAt = ({ eventAt, listedAt }: RecordState): Date | null => {
  if (eventAt === null || listedAt === null) return eventAt ?? listedAt
  return eventAt > listedAt ? eventAt : listedAt
}

/** Returns by how many whole hours the record is behind Stripe. Null: by less than one, or nothing was heard yet. */
export const hoursBehind = (state: RecordState, now: Date): number | null => {
  const heard = heardAt(state)
  const { waitingSince } = state
  const knownUntil = waitingSince !== null && (heard === null || waitingSince < heard) ? waitingSince : heard
  if (knownUntil === null) return null
  const hours = Math.floor((now.getTime() - knownUntil.getTime()) / HOUR_MS)
  return hours < 1 ? null : hours
}
