import type { Clock } from '../../platform/clock.ts'
import type { Transaction } from '../../platform/database/database.ts'
import { canceledByDispute } from '../duplicates/dispute-rule.ts'
import { recordDuplicate } from '../duplicates/duplicate-store.ts'
import { type Duplicate, findDuplicates } from '../duplicates/duplicates.ts'
import { isSameHistory } from '../history/movements.ts'
import { datePauses, type StripeSnapshot } from '../history/pauses.ts'
import { silenceAfterCancel } from '../history/silence-after-cancel.ts'
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

type Subject = { supporter: LockedSupporter; snapshot: StripeSnapshot }

/**
 * Derives a supporter's movements and status from the current facts, and records the actions that the rules ask for. The
 * calls to Stripe follow after the commit.
 */
export const refoldSupporter = async (
  transaction: Transaction,
  needs: RefoldNeeds,
  { supporter, snapshot }: Subject,
): Promise<{ timeline: Timeline; record: SupporterRecord }> => {
  const { now, rules } = needs
  const before = await findSupporterRecord(transaction, supporter.id)
  const pauses = datePauses(before, snapshot, now())
  await savePauses(
    transaction,
    pauses.filter((pause) => !before.pauses.includes(pause)),
  )
  const hasNewActions = await applyRules(transaction, needs, { ...before, pauses })
  const { actions } = hasNewActions ? await findSupporterRecord(transaction, supporter.id) : before
  const timeline = foldTimeline({ ...before, pauses, actions }, { now: now(), retryDays: rules.retryDays })
  if (!isSameHistory(before.movements, timeline.movements))
    await replaceMovements(transaction, supporter.id, timeline.movements)
  const lastOneTimeGiftAt = before.gifts[0]?.at ?? null
  const duplicates = actions.filter(({ kind }) => kind === 'duplicate').map((each) => each.subscriptionId)
  const silentUntil = silenceAfterCancel({ ...before, duplicates })
  await updateStatus(transaction, needs, { supporter, timeline, lastOneTimeGiftAt, silentUntil })
  return { timeline, record: { ...before, actions } }
}

/** Records the actions that the rules ask for. Returns true if one of them is new. */
const applyRules = async (
  transaction: Transaction,
  { now, rules }: RefoldNeeds,
  facts: RecurringFacts & Pick<SupporterRecord, 'disputes' | 'duplicates'>,
): Promise<boolean> => {
  let hasNewActions = false
  const isLive = (id: string) => facts.subscriptions.some((each) => each.id === id && each.endedAt === null)
  const disputed = canceledByDispute(facts.disputes, rules.cancelOnDispute, now())
  for (const subscriptionId of disputed.filter(isLive)) {
    const isNew = await requestCancellation(transaction, { subscriptionId, cause: 'dispute' }, now())
    hasNewActions = isNew || hasNewActions
  }
  for (const duplicate of findDuplicates(facts, rules.duplicates, now())) {
    const isNew = await answerDuplicate(transaction, duplicate, now())
    hasNewActions = isNew || hasNewActions
  }
  return hasNewActions
}

type Cancellation = { subscriptionId: string; cause: 'dispute' | 'replaced' }

const requestCancellation = (
  transaction: Transaction,
  { subscriptionId, cause }: Cancellation,
  now: Date,
): Promise<boolean> =>
  recordAction(
    transaction,
    { kind: 'cancel', subscriptionId, cause, otherSubscriptionId: null, dueAt: now },
    now,
  )

const answerDuplicate = async (
  transaction: Transaction,
  duplicate: Duplicate,
  now: Date,
): Promise<boolean> => {
  const { subscriptionId } = duplicate
  if (duplicate.action === 'replace') {
    const { replacedId } = duplicate
    // If Stripe rejected the cancellation before, nothing is replaced.
    if (!(await requestCancellation(transaction, { subscriptionId: replacedId, cause: 'replaced' }, now)))
      return false
    return recordAction(
      transaction,
      { kind: 'replacement', subscriptionId, cause: null, otherSubscriptionId: replacedId, dueAt: null },
      now,
    )
  }
  const { action, keptId } = duplicate
  const isRefunded =
    action === 'refund' &&
    (await recordAction(
      transaction,
      { kind: 'duplicate', subscriptionId, cause: null, otherSubscriptionId: keptId, dueAt: now },
      now,
    ))
  await recordDuplicate(transaction, { subscriptionId, keptId, action: isRefunded ? 'refund' : 'ask' }, now)
  return isRefunded
}

type Support = {
  supporter: LockedSupporter
  timeline: Timeline
  lastOneTimeGiftAt: Date | null
  silentUntil: Date | null
}

const updateStatus = async (
  transaction: Transaction,
  { checkouts, now, rules }: RefoldNeeds,
  { supporter, timeline, lastOneTimeGiftAt, silentUntil }: Support,
): Promise<void> => {
  const { paidUntil } = timeline
  // A paid contribution decides the status, so an open checkout does not matter.
  const lastUnpaidCheckoutAt = paidUntil ? null : await checkouts.lastUnpaidAt(transaction, supporter.id)
  const status = supporterStatusOf(
    { paidUntil, lastOneTimeGiftAt, lastUnpaidCheckoutAt, silentUntil },
    rules.retryDays,
  )
  // A status that is over gets a past date and a new version, so that no older message can restore it.
  const next = status ?? (supporter.status && { status: supporter.status, until: new Date(0) })
  const isSame =
    next?.status === supporter.status && next?.until.getTime() === supporter.statusUntil?.getTime()
  if (!next || isSame) return
  const { status: nextStatus, until } = next
  await saveSupporterStatus(transaction, { supporterId: supporter.id, status: nextStatus, until }, now())
}
