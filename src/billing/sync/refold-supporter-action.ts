import type { Clock } from '../../platform/clock.ts'
import type { Transaction } from '../../platform/database/database.ts'
import { endedByDispute } from '../duplicates/dispute-rule.ts'
import { noteSecond } from '../duplicates/duplicate-store.ts'
import { type SecondContribution, secondContributions } from '../duplicates/duplicates.ts'
import { isSameHistory } from '../history/movements.ts'
import { datePauses, type Shown } from '../history/pauses.ts'
import { standingOf } from '../history/supporter-status.ts'
import { foldTimeline, type RecurringFacts, type Timeline } from '../history/timeline.ts'
import type { BillingRules } from '../model/billing-rules.ts'
import { replaceMovements } from '../record/ledger-store.ts'
import { putPauses } from '../record/pause-store.ts'
import { recordAction, recordOfSupporter, type SupporterRecord } from '../record/supporter-record-store.ts'
import { type LockedSupporter, putStanding } from '../record/supporter-store.ts'

export type FoldNeeds = {
  checkouts: { lastUnpaidAt: (transaction: Transaction, supporterId: string) => Promise<Date | null> }
  now: Clock
  rules: BillingRules
}

type Folded = { supporter: LockedSupporter; shown: Shown }

/**
 * A supporter's movements and standing as the facts now stand, and what follows from them: calls that we owe
 * Stripe are written down here and made later.
 */
export const foldSupporter = async (
  needs: FoldNeeds,
  transaction: Transaction,
  { supporter, shown }: Folded,
): Promise<{ timeline: Timeline; record: SupporterRecord }> => {
  const { now, rules } = needs
  const before = await recordOfSupporter(transaction, supporter.id)
  const pauses = datePauses(before, shown, now())
  await putPauses(
    transaction,
    pauses.filter((pause) => !before.pauses.includes(pause)),
  )
  const acted = await act(needs, transaction, { ...before, pauses })
  const { actions } = acted ? await recordOfSupporter(transaction, supporter.id) : before
  const timeline = foldTimeline({ ...before, pauses, actions }, { now: now(), retryDays: rules.retryDays })
  if (!isSameHistory(before.movements, timeline.movements))
    await replaceMovements(transaction, supporter.id, timeline.movements)
  await setStanding(needs, transaction, { supporter, timeline, lastGiftAt: before.gifts[0]?.at ?? null })
  return { timeline, record: { ...before, actions } }
}

/** Writes down what the rules have us do. True when something was new. */
const act = async (
  { now, rules }: FoldNeeds,
  transaction: Transaction,
  facts: RecurringFacts & Pick<SupporterRecord, 'disputes' | 'seconds'>,
): Promise<boolean> => {
  let isNew = false
  const isLive = (id: string) => facts.subscriptions.some((each) => each.id === id && each.endedAt === null)
  for (const subscriptionId of endedByDispute(facts.disputes, rules.endOnDispute, now()).filter(isLive)) {
    const end = {
      subscriptionId,
      kind: 'end',
      cause: 'dispute',
      otherSubscriptionId: null,
      dueAt: now(),
    } as const
    isNew = (await recordAction(transaction, end, now())) || isNew
  }
  for (const second of secondContributions(facts, rules.secondContribution, now()))
    isNew = (await answerSecond(transaction, second, now())) || isNew
  return isNew
}

const answerSecond = async (
  transaction: Transaction,
  second: SecondContribution,
  now: Date,
): Promise<boolean> => {
  if (second.what === 'replace') {
    const { subscriptionId, replacedId } = second
    const end = {
      subscriptionId: replacedId,
      kind: 'end',
      cause: 'replaced',
      otherSubscriptionId: null,
    } as const
    // Where Stripe refused it once, nothing takes its place.
    if (!(await recordAction(transaction, { ...end, dueAt: now }, now))) return false
    const replaces = {
      subscriptionId,
      kind: 'replaces',
      cause: null,
      otherSubscriptionId: replacedId,
    } as const
    return recordAction(transaction, { ...replaces, dueAt: null }, now)
  }
  const { subscriptionId, keptId } = second
  const duplicate = { subscriptionId, kind: 'duplicate', cause: null, otherSubscriptionId: keptId } as const
  const isOwed =
    second.what === 'undo' && (await recordAction(transaction, { ...duplicate, dueAt: now }, now))
  await noteSecond(transaction, { ...second, what: isOwed ? 'undo' : 'ask' }, now)
  return isOwed
}

type Standing = { supporter: LockedSupporter; timeline: Timeline; lastGiftAt: Date | null }

const setStanding = async (
  { checkouts, now, rules }: FoldNeeds,
  transaction: Transaction,
  { supporter, timeline, lastGiftAt }: Standing,
): Promise<void> => {
  const { paidUntil } = timeline
  // Who has paid is left in peace for that, whatever else is open.
  const lastUnpaidCheckoutAt = paidUntil ? null : await checkouts.lastUnpaidAt(transaction, supporter.id)
  const standing = standingOf({ paidUntil, lastGiftAt, lastUnpaidCheckoutAt }, rules.retryDays)
  // What ended is written as a past date, so that no older word can bring it back.
  const next = standing ?? (supporter.standing && { standing: supporter.standing, until: new Date(0) })
  const isSame =
    next?.standing === supporter.standing && next?.until.getTime() === supporter.standingUntil?.getTime()
  if (next && !isSame) await putStanding(transaction, supporter.id, next, now())
}
