import type { ActionFact, PauseFact, SubscriptionFact } from '../model/facts.ts'

/** `action`: our own doing dates it. `sight`: it is dated by what Stripe showed, and when. */
export type DatedPause = PauseFact & { datedBy: 'action' | 'observed' }
export type KnownAction = ActionFact & { doneAt: Date | null }

/** What Stripe showed to whoever began to ask at `fetchedAt`. */
export type Shown = { subscriptions: readonly SubscriptionFact[]; fetchedAt: Date }

type Known = { pauses: readonly DatedPause[]; actions: readonly KnownAction[] }

/**
 * Dates pauses: our own actions are facts, whatever Stripe shows by the time we look; what Stripe shows beyond them is
 * dated on the day that was named for its end, or else when it is first seen. A pause that stays as it was is the very
 * object that was handed in.
 */
export const datePauses = (
  known: Known,
  { subscriptions, fetchedAt }: Shown,
  now: Date,
): readonly DatedPause[] =>
  subscriptions.reduce((pauses, subscription) => {
    const isOfIt = ({ subscriptionId }: { subscriptionId: string }) => subscriptionId === subscription.id
    const actions = known.actions
      .filter(isOfIt)
      .filter(({ kind }) => kind === 'pause' || kind === 'resume')
      .sort((one, other) => one.createdAt.getTime() - other.createdAt.getTime())
    const acted = actions.reduce(afterAction, pauses.filter(isOfIt))
    // Stripe may have been asked before our call reached it: what it showed then must not undo the call.
    const last = actions.at(-1)
    const isNewer = last !== undefined && (last.doneAt === null || last.doneAt >= fetchedAt)
    const dated = isNewer ? acted : asStripeShows(acted, subscription, now)
    return [...pauses.filter((pause) => !isOfIt(pause)), ...dated]
  }, known.pauses)

const afterAction = (
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

const asStripeShows = (
  pauses: DatedPause[],
  { id, isPaused, resumesAt }: SubscriptionFact,
  now: Date,
): DatedPause[] => {
  const open = pauses.find(({ resumedAt }) => resumedAt === null)
  if (!open)
    return isPaused
      ? [...pauses, { subscriptionId: id, pausedAt: now, resumedAt: null, resumesAt, datedBy: 'observed' }]
      : pauses
  const changed = isPaused ? { ...open, resumesAt } : { ...open, resumedAt: namedEnd(open, now) ?? now }
  const isSame = isPaused && open.resumesAt?.getTime() === resumesAt?.getTime()
  return isSame ? pauses : pauses.map((pause) => (pause === open ? changed : pause))
}

const namedEnd = ({ pausedAt, resumesAt }: PauseFact, now: Date): Date | null =>
  resumesAt && resumesAt <= now && resumesAt >= pausedAt ? resumesAt : null
