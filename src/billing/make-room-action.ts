import { DAY_MS } from '../platform/clock.ts'
import type { StandsAs } from './action-gateway.ts'
import { type EndNeeds, end, endAndReturnSince, keyOf } from './end-action.ts'
import { noteCalled, type Outcome, type OwedAction } from './owed-action-store.ts'

export const ENDS_BY_ITSELF = 'the first ends, or is paused, by itself'
export const NOT_IN_FORCE = 'what was to replace it is no longer in force'
export const TAKES_OVER: ReadonlySet<StandsAs> = new Set(['in-force', 'paying'])

/** Its giver asked for another in its place: what is paid for runs out; what fails ends at once. */
export const makeRoom = async (needs: EndNeeds, action: OwedAction, stands: StandsAs): Promise<Outcome> => {
  const { subscriptionId, replacedBy, takesOverAt, wasCalled } = action
  if (stands === 'paying') return { what: 'again', because: 'payment-under-way' }
  const overpaidSince = await sinceOverpaid(needs, action)
  if (stands === 'over' && !overpaidSince) return { what: 'done' }
  if (stands === 'ending' && !wasCalled && !overpaidSince)
    return { what: 'withdrawn', because: ENDS_BY_ITSELF }
  if (replacedBy === null || !TAKES_OVER.has(await needs.stateOf(replacedBy)))
    return { what: 'withdrawn', because: NOT_IN_FORCE }
  if (overpaidSince) return endAndReturnSince(needs, action, overpaidSince)
  if (stands === 'behind') return end(needs, action)
  await noteCalled(needs.database, action.id, needs.now())
  const ended = await needs.endAfterPeriod(subscriptionId, keyOf(action))
  if (!ended.ok) return { what: 'failed', because: ended.because }
  // It was renewed in the moment before.
  const isRenewed = takesOverAt && ended.endsAt && ended.endsAt.getTime() > takesOverAt.getTime() + DAY_MS
  return isRenewed ? endAndReturnSince(needs, action, takesOverAt) : { what: 'done' }
}

/** Since when what the first was charged is paid twice; null where nothing was. */
const sinceOverpaid = async (
  { now, chargedSince }: EndNeeds,
  { subscriptionId, takesOverAt, askedForAt }: OwedAction,
): Promise<Date | null> => {
  if (takesOverAt) return takesOverAt <= now() ? takesOverAt : null
  // What failed when the other was asked for, to be charged at once in its place, may have been paid before that was.
  const isPaidTwice = askedForAt && (await chargedSince(subscriptionId, askedForAt)).length > 0
  return isPaidTwice ? askedForAt : null
}
