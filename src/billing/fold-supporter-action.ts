import type { Clock } from '../platform/clock.ts'
import type { Transaction } from '../platform/database.ts'
import { endedByDispute } from './dispute-rule.ts'
import type { CustomerFacts } from './facts.ts'
import { lastGiftAt, replaceMovements } from './ledger-store.ts'
import { datePauses } from './pause-store.ts'
import { disputesOfSupporter, factsOfSupporter, recordAction } from './recurring-store.ts'
import type { BillingRules } from './rules.ts'
import { type SecondContribution, secondContributions } from './second-contribution.ts'
import { noteSecond } from './second-contribution-store.ts'
import { standingOf } from './standing.ts'
import { type KnownStanding, putStanding } from './supporter-store.ts'
import { foldTimeline, type RecurringFacts, type Timeline } from './timeline.ts'

export type FoldNeeds = {
  checkouts: { lastUnpaidAt: (transaction: Transaction, supporterId: string) => Promise<Date | null> }
  now: Clock
  rules: BillingRules
}

type Folded = {
  supporterId: string
  standing: KnownStanding
  fetched: Pick<CustomerFacts, 'subscriptions'>
}

/**
 * A supporter's movements and standing as the facts now stand, and what follows from them: calls that we owe
 * Stripe are written down here and made later.
 */
export const foldSupporter = async (
  needs: FoldNeeds,
  transaction: Transaction,
  { supporterId, standing, fetched }: Folded,
): Promise<Timeline> => {
  const { now, rules } = needs
  await datePauses(transaction, fetched.subscriptions, now())
  const before = await factsOfSupporter(transaction, supporterId)
  const acted = await act(needs, transaction, supporterId, before)
  const facts = acted ? await factsOfSupporter(transaction, supporterId) : before
  const timeline = foldTimeline(facts, { now: now(), retryDays: rules.retryDays })
  await replaceMovements(transaction, supporterId, timeline.movements)
  await setStanding(needs, transaction, { supporterId, known: standing, timeline })
  return timeline
}

/** Writes down what the rules have us do. True when something was new. */
const act = async (
  { now, rules }: FoldNeeds,
  transaction: Transaction,
  supporterId: string,
  facts: RecurringFacts,
): Promise<boolean> => {
  let isNew = false
  const disputes = await disputesOfSupporter(transaction, supporterId)
  const isLive = (id: string) => facts.subscriptions.some((each) => each.id === id && each.endedAt === null)
  for (const subscriptionId of endedByDispute(disputes, rules.endOnDispute, now()).filter(isLive)) {
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
    await recordAction(transaction, { ...end, dueAt: now }, now)
    const replaces = {
      subscriptionId,
      kind: 'replaces',
      cause: null,
      otherSubscriptionId: replacedId,
    } as const
    return recordAction(transaction, { ...replaces, dueAt: null }, now)
  }
  if ((await noteSecond(transaction, second, now)) !== 'undone') return false
  const { subscriptionId, keptId } = second
  const duplicate = { subscriptionId, kind: 'duplicate', cause: null, otherSubscriptionId: keptId } as const
  return recordAction(transaction, { ...duplicate, dueAt: now }, now)
}

type Standing = { supporterId: string; known: KnownStanding; timeline: Timeline }

const setStanding = async (
  { checkouts, now }: FoldNeeds,
  transaction: Transaction,
  { supporterId, known, timeline }: Standing,
): Promise<void> => {
  const standing = standingOf({
    paidUntil: timeline.paidUntil,
    lastGiftAt: await lastGiftAt(transaction, supporterId),
    lastUnpaidCheckoutAt: await checkouts.lastUnpaidAt(transaction, supporterId),
  })
  // What ended is written as a past date, so that no older word can bring it back.
  const next = standing ?? (known.standing && { standing: known.standing, until: new Date(0) })
  const isSame = next?.standing === known.standing && next?.until.getTime() === known.standingUntil?.getTime()
  if (next && !isSame) await putStanding(transaction, supporterId, next, now())
}
