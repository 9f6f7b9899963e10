import { CANCELED_SNOOZE } from './lengths/dates.ts'
import type { SnoozeChoice } from './lengths/length.ts'
import type { SnoozeChange } from './snooze-store.ts'
import { isReminder, type SuppressionEntry } from './suppression.ts'

/** The days of a coming reminder before and after a choice. Null: there is none. */
export type ReminderMove = { from: Date | null; to: Date | null }

/** A choice of the reader: what is written, and what is counted. */
export type SnoozeStep = {
  change: SnoozeChange
  move: ReminderMove
  /** The appeal was answered. False: a snooze that runs was changed. */
  isNew: boolean
}

type Chosen = { choice: SnoozeChoice; until: Date }

/** Suppresses the appeal until a date. "Longer" and "Never" change a running snooze, and add none. */
export const startSnooze = (entry: SuppressionEntry, { choice, until }: Chosen, at: Date): SnoozeStep => {
  const isNew = choice !== 'given' && !isSnoozed(entry, at)
  const times = entry.times + (isNew ? 1 : 0)
  return {
    change: { serial: entry.serial + 1, until, choice, times },
    move: { from: comingReminder(entry, at), to: isReminder({ choice, times }) ? until : null },
    isNew,
  }
}

/** Ends what suppresses the appeal. A snooze that is undone no longer counts. */
export const endSnooze = (entry: SuppressionEntry, at: Date): SnoozeStep => {
  const times = isSnoozed(entry, at) ? Math.max(entry.times - 1, 0) : entry.times
  return {
    change: { serial: entry.serial + 1, until: CANCELED_SNOOZE, choice: null, times },
    move: { from: comingReminder(entry, at), to: null },
    isNew: false,
  }
}

const isSnoozed = ({ snoozedUntil, choice }: SuppressionEntry, at: Date): boolean =>
  snoozedUntil !== null && snoozedUntil > at && choice !== 'given'

const comingReminder = (entry: SuppressionEntry, at: Date): Date | null =>
  isSnoozed(entry, at) && isReminder(entry) ? entry.snoozedUntil : null
