import { DAY_MS } from '../platform/clock.ts'
import type { StandsAs } from './action-gateway.ts'
import { type EndNeeds, endAndOwe, keyOf } from './end-action.ts'
import { noteCalled, type Outcome, type OwedAction } from './owed-action-store.ts'

export const ENDED_BY_ITSELF = 'it had ended already'
export const ENDS_BY_ITSELF = 'the first ends, or is paused, by itself'
export const NOT_IN_FORCE = 'what was to replace it is no longer in force'
export const TAKES_OVER: ReadonlySet<StandsAs> = new Set(['in-force', 'paying'])
export const isOver = (stands: StandsAs): boolean => stands === 'ended' || stands === 'over'
/** Nothing is charged for it as it stands. */
export const restsOrEnds = (stands: StandsAs): boolean =>
  stands === 'ending' || stands === 'paused' || stands === 'not-begun'

// Whoever asked for another in the first one's place, and paused or ended that since, does not want the first back.
const IN_ITS_PLACE: ReadonlySet<StandsAs> = new Set([...TAKES_OVER, 'behind', 'paused', 'ending', 'ended'])

/** Its giver asked for another in its place: what is paid for runs out; what fails ends at once. */
export const makeRoom = async (needs: EndNeeds, action: OwedAction, stands: StandsAs): Promise<Outcome> => {
  const { takesOverAt, wasCalled } = action
  if (stands === 'paying') return { what: 'again', because: 'payment-under-way' }
  const since = await sinceOverpaid(needs, action)
  if (isOver(stands)) return overAlready(needs, action, since)
  if (restsOrEnds(stands) && !wasCalled && !since) return { what: 'withdrawn', because: ENDS_BY_ITSELF }
  if (!(await takesOver(needs, action))) return { what: 'withdrawn', because: NOT_IN_FORCE }
  if (since || stands === 'behind') return endAndOwe(needs, action, since)
  await noteCalled(needs.database, action.id, needs.now())
  const ended = await needs.endAfterPeriod(action.subscriptionId, keyOf(action))
  if (!ended.ok) return { what: 'failed', because: ended.because }
  // It was renewed in the moment before.
  const isRenewed = takesOverAt && ended.endsAt && ended.endsAt.getTime() > takesOverAt.getTime() + DAY_MS
  return isRenewed ? endAndOwe(needs, action, takesOverAt) : { what: 'done' }
}

const takesOver = async ({ stateOf }: EndNeeds, { replacedBy }: OwedAction): Promise<boolean> =>
  replacedBy !== null && IN_ITS_PLACE.has(await stateOf(replacedBy))

// Whoever ended it, what was paid for both goes back. Where we ended it for that, whatever became of the other since.
const overAlready = async (needs: EndNeeds, action: OwedAction, since: Date | null): Promise<Outcome> => {
  const owes = since && { since, until: null }
  if (action.wasCalled) return { what: 'done', owes }
  const isPaidTwice = since && ((await takesOver(needs, action)) || (await wasCharged(needs, action, since)))
  return { what: 'withdrawn', because: ENDED_BY_ITSELF, owes: isPaidTwice ? owes : null }
}

const wasCharged = async (
  { chargedSince }: EndNeeds,
  { replacedBy }: OwedAction,
  since: Date,
): Promise<boolean> => replacedBy !== null && (await chargedSince(replacedBy, since)).charges.length > 0

/** Since when what the first was charged is paid twice; null where nothing was. */
const sinceOverpaid = async (
  { now, chargedSince }: EndNeeds,
  { subscriptionId, takesOverAt, askedForAt }: OwedAction,
): Promise<Date | null> => {
  if (takesOverAt) return takesOverAt <= now() ? takesOverAt : null
  if (!askedForAt) return null
  // What failed when the other was asked for, to be charged at once in its place, may have been paid before that was.
  const { charges, waitsFor } = await chargedSince(subscriptionId, askedForAt)
  return charges.length > 0 || waitsFor ? askedForAt : null
}
