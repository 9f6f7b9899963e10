import type { Clock } from '../../platform/clock.ts'
import type { Transaction } from '../../platform/database/database.ts'
import { canceledByDispute } from '../duplicates/dispute-rule.ts'
import { recordDuplicate } from '../duplicates/duplicate-store.ts'
import { type Duplicate, findDuplicates } from '../duplicates/duplicates.ts'
import { isSameHistory } from '../history/movements.ts'
import { datePauses, type Shown } from '../history/pauses.ts'
import { supporterStatusOf } from '../history/supporter-status.ts'
import { foldTimeline, type RecurringFacts, type Timeline } from '../history/timeline.ts'
import type { BillingRules } from '../model/billing-rules.ts'
import { replaceMovements } from '../record/ledger-store.ts'
import { savePauses } from '../record/pause-store.ts'
import { findSupporterRecord, recordAction, type SupporterRecord } from '../record/supporter-record-store.ts'
import { type LockedSupporter, saveSupporterStatus } from '../record/supporter-store.ts'

export type RefoldNeeds = {
  checkouts: { lastUnpaidAt: (transaction: Transaction, supporterId: string) => Promise<Date | null> }
  now: Clock
  rules: BillingRules
}

type Folded = { supporter: LockedSupporter; shown: Shown }

/**
 * A supporter's movements and standing as the facts now stand, and what follows from them: calls that we owe
 * Stripe are written down here and made later.
 */
export const refoldSupporter = async (
  needs: RefoldNeeds,
  transaction: Transaction,
  { supporter, shown }: Folded,
): Promise<{ timeline: Timeline; record: SupporterRecord }> => {
  const { now, rules } = needs
  const before = await findSupporterRecord(transaction, supporter.id)
  const pauses = datePauses(before, shown, now())
  await savePauses(
    transaction,
    pauses.filter((pause) => !before.pauses.includes(pause)),
  )
  const acted = await act(needs, transaction, { ...before, pauses })
  const { actions } = acted ? await findSupporterRecord(transaction, supporter.id) : before
  const timeline = foldTimeline({ ...before, pauses, actions }, { now: now(), retryDays: rules.retryDays })
  if (!isSameHistory(before.movements, timeline.movements))
    await replaceMovements(transaction, supporter.id, timeline.movements)
  await setStatus(needs, transaction, { supporter, timeline, lastGiftAt: before.gifts[0]?.at ?? null })
  return { timeline, record: { ...before, actions } }
}

/** Writes down what the rules have us do. True when something was new. */
const act = async (
  { now, rules }: RefoldNeeds,
  transaction: Transaction,
  facts: RecurringFacts & Pick<SupporterRecord, 'disputes' | 'seconds'>,
): Promise<boolean> => {
  let isNew = false
  const isLive = (id: string) => facts.subscriptions.some((each) => each.id === id && each.endedAt === null)
  for (const subscriptionId of canceledByDispute(facts.disputes, rules.cancelOnDispute, now()).filter(
    isLive,
  )) {
    const end = {
      subscriptionId,
      kind: 'cancel',
      cause: 'dispute',
      otherSubscriptionId: null,
      dueAt: now(),
    } as const
    isNew = (await recordAction(transaction, end, now())) || isNew
  }
  for (const second of findDuplicates(facts, rules.duplicates, now()))
    isNew = (await answerDuplicate(transaction, second, now())) || isNew
  return isNew
}

const answerDuplicate = async (transaction: Transaction, second: Duplicate, now: Date): Promise<boolean> => {
  if (second.what === 'replace') {
    const { subscriptionId, replacedId } = second
    const end = {
      subscriptionId: replacedId,
      kind: 'cancel',
      cause: 'replaced',
      otherSubscriptionId: null,
    } as const
    // Where Stripe refused it once, nothing takes its place.
    if (!(await recordAction(transaction, { ...end, dueAt: now }, now))) return false
    const replaces = {
      subscriptionId,
      kind: 'replacement',
      cause: null,
      otherSubscriptionId: replacedId,
    } as const
    return recordAction(transaction, { ...replaces, dueAt: null }, now)
  }
  const { subscriptionId, keptId } = second
  const duplicate = { subscriptionId, kind: 'duplicate', cause: null, otherSubscriptionId: keptId } as const
  const isOwed =
    second.what === 'undo' && (await recordAction(transaction, { ...duplicate, dueAt: now }, now))
  await recordDuplicate(transaction, { ...second, what: isOwed ? 'undo' : 'ask' }, now)
  return isOwed
}

type SupporterStatus = { supporter: LockedSupporter; timeline: Timeline; lastGiftAt: Date | null }

const setStatus = async (
  { checkouts, now, rules }: RefoldNeeds,
  transaction: Transaction,
  { supporter, timeline, lastGiftAt }: SupporterStatus,
): Promise<void> => {
  const { paidUntil } = timeline
  // Who has paid is left in peace for that, whatever else is open.
  const lastUnpaidCheckoutAt = paidUntil ? null : await checkouts.lastUnpaidAt(transaction, supporter.id)
  const status = supporterStatusOf({ paidUntil, lastGiftAt, lastUnpaidCheckoutAt }, rules.retryDays)
  // What ended is written as a past date, so that no older word can bring it back.
  const next = status ?? (supporter.status && { status: supporter.status, until: new Date(0) })
  const isSame =
    next?.status === supporter.status && next?.until.getTime() === supporter.statusUntil?.getTime()
  if (next && !isSame) await saveSupporterStatus(transaction, supporter.id, next, now())
}
