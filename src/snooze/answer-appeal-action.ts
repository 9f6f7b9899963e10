import { errorFields, type Log } from '../platform/log.ts'
import type { Reader } from '../readers/reader-cookie.ts'
import { Refusal } from '../web/refusal.ts'
import { endOf } from './lengths/dates.ts'
import type { SnoozeChoice, SnoozeLength } from './lengths/length.ts'
import { snoozeOffer } from './lengths/offer.ts'
import { findSettledEntry, type SettleReader } from './settled-entry-action.ts'
import { endSnooze, type ReminderMove, type SnoozeStep, startSnooze } from './snooze.ts'
import type { SnoozeStore } from './snooze-store.ts'
import {
  caughtUp,
  EMPTY_ENTRY,
  type KnownReader,
  type SuppressionEntry,
  suppressionOf,
} from './suppression.ts'

/** Counts a snooze that answers the appeal. `label`: the part of the newsroom's work that the appeal stood under. */
export type CountSnooze = (snooze: { label: string | null; length: SnoozeLength | 'never' }) => Promise<void>

/** Counts the day of a coming reminder, without its reader. */
export type MoveReminder = (move: ReminderMove) => Promise<void>

export type AnswerNeeds = {
  store: SnoozeStore
  settleReader: SettleReader
  timeZone: string
  offeredLengths: () => readonly SnoozeLength[]
  countSnooze: CountSnooze
  moveReminder: MoveReminder
  log: Log
}

/** `known`: the reader of the request's cookie, null for one who was made for this request. */
type Answering = { reader: Reader & { hash: string }; known: KnownReader | null; at: Date }

/** Null: the length that the appeal preselects. */
type Answer = { choice: SnoozeChoice | null; label: string | null }

/** Suppresses appeals, and resolves to the reader for the cookie. Throws a refusal if that cannot be saved. */
export const suppressAppeal = async (
  needs: AnswerNeeds,
  { reader, known, at }: Answering,
  { choice, label }: Answer,
): Promise<Reader & { suppressedUntil: Date }> => {
  const entry = await findEntry(needs, known, at)
  const chosen = choice ?? preselected(needs, entry, at)
  const until = endOf(chosen, at, needs.timeZone)
  const step = startSnooze(entry, { choice: chosen, until }, at)
  await write(needs, { hash: reader.hash, step, at })
  if (step.isNew && chosen !== 'given')
    inTheBackground(needs.log, () => needs.countSnooze({ label, length: chosen }))
  return { id: reader.id, serial: step.change.serial, suppressedUntil: until }
}

/** Ends what suppresses appeals, and resolves to the reader for the cookie. */
export const unsuppressAppeal = async (
  needs: AnswerNeeds,
  reader: KnownReader & { id: string },
  at: Date,
): Promise<Reader> => {
  const step = endSnooze(await findEntry(needs, reader, at), at)
  await write(needs, { hash: reader.hash, step, at })
  return { id: reader.id, serial: step.change.serial, suppressedUntil: null }
}

const findEntry = async (
  needs: AnswerNeeds,
  known: KnownReader | null,
  at: Date,
): Promise<SuppressionEntry> =>
  known ? caughtUp(await refuseIfUnavailable(findSettledEntry(needs, known)), known, at) : EMPTY_ENTRY

const preselected = (
  { offeredLengths, timeZone }: AnswerNeeds,
  entry: SuppressionEntry,
  at: Date,
): SnoozeLength => {
  const suppression = suppressionOf(entry, at)
  const before = suppression.isSuppressed ? { lastChoice: null, snoozesInRow: 0 } : suppression
  return snoozeOffer({ offered: offeredLengths(), at, timeZone, before }).chosen
}

const write = async (
  { store, moveReminder, log }: AnswerNeeds,
  { hash, step, at }: { hash: string; step: SnoozeStep; at: Date },
): Promise<void> => {
  await refuseIfUnavailable(store.writeSnooze(hash, step.change, at))
  const { move } = step
  if (move.from !== null || move.to !== null) inTheBackground(log, () => moveReminder(move))
}

/** Counts are for reports. The reader neither waits for them nor learns that one failed. */
const inTheBackground = (log: Log, count: () => Promise<void>): void => {
  Promise.resolve()
    .then(count)
    .catch((error: unknown) =>
      log.warn('a snooze was not counted', { component: 'snooze', ...errorFields(error) }),
    )
}

const refuseIfUnavailable = <T>(answer: Promise<T>): Promise<T> =>
  answer.catch((cause: unknown) => {
    throw new Refusal('reminders-unavailable', { 'Retry-After': '60' }, { cause })
  })
