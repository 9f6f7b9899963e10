import type { ActionFact, PauseFact, SubscriptionFact } from '../model/facts.ts'

/** `action`: dated by our own action. `observed`: dated by the time when Stripe first showed it. */
export type DatedPause = PauseFact & { datedBy: 'action' | 'observed' }
export type KnownAction = ActionFact & { doneAt: Date | null }

/** Subscriptions as Stripe showed them. Events after `fetchedAt`, the start of the request, may be missing. */
export type StripeSnapshot = { subscriptions: readonly SubscriptionFact[]; fetchedAt: Date }

type Known = { pauses: readonly DatedPause[]; actions: readonly KnownAction[] }

/**
 * Dates pauses. Our own actions are facts, whatever Stripe shows later. A change seen only at Stripe is dated by its
 * announced end, or else by the time it is first seen. Returns unchanged pauses as the same objects.
 */
export const datePauses = (
  known: Known,
  { subscriptions, fetchedAt }: StripeSnapshot,
  now: Date,
): readonly DatedPause[] =>
  subscriptions.reduce((pauses, subscription) => {
    const isOfSubscription = ({ subscriptionId }: { subscriptionId: string }) =>
      subscriptionId === subscription.id
    const actions = known.actions
      .filter(isOfSubscription)
      .filter(({ kind }) => kind === 'pause' || kind === 'resume')
      .sort((one, other) => one.createdAt.getTime() - other.createdAt.getTime())
    const byActions = actions.reduce(applyAction, pauses.filter(isOfSubscription))
    // Stripe may have answered before our call reached it: an older answer must not undo the call.
    const last = actions.at(-1)
    const isNewer = last !== undefined && (last.doneAt === null || last.doneAt >= fetchedAt)
    const dated = isNewer ? byActions : applySnapshot(byActions, subscription, now)
    return [...pauses.filter((pause) => !isOfSubscription(pause)), ...dated]
  }, known.pauses)

const applyAction = (
  pauses: DatedPause[],
  { subscriptionId, kind, createdAt }: KnownAction,
): DatedPause[] => {
  if (kind === 'resume')
    return pauses.map((pause) =>
      pause.resumedAt === null && pause.pausedAt <= createdAt ? { ...pause, resumedAt: createdAt } : pause,
    )
  const isKnown = pauses.some(
    ({ pausedAt, resumedAt }) =>
      resumedAt === null ||
      pausedAt.getTime() === createdAt.getTime() ||
      (pausedAt <= createdAt && resumedAt > createdAt),
  )
  if (isKnown) return pauses
  return [
    ...pauses,
    { subscriptionId, pausedAt: createdAt, resumedAt: null, resumesAt: null, datedBy: 'action' },
  ]
}

const applySnapshot = (
  pauses: DatedPause[],
  { id, isPaused, resumesAt }: SubscriptionFact,
  now: Date,
): DatedPause[] => {
  const open = pauses.find(({ resumedAt }) => resumedAt === null)
  if (!open)
    return isPaused
      ? [...pauses, { subscriptionId: id, pausedAt: now, resumedAt: null, resumesAt, datedBy: 'observed' }]
      : pauses
  const changed = isPaused ? { ...open, resumesAt } : { ...open, resumedAt: announcedEnd(open, now) ?? now }
  const isSame = isPaused && open.resumesAt?.getTime() === resumesAt?.getTime()
  return isSame ? pauses : pauses.map((pause) => (pause === open ? changed : pause))
}

const announcedEnd = ({ pausedAt, resumesAt }: PauseFact, now: Date): Date | null =>
  resumesAt && resumesAt <= now && resumesAt >= pausedAt ? resumesAt : null
