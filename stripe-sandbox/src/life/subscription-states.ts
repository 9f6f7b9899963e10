import type { Invoice, Subscription } from '../builders/wire.ts'
import { idOf, schedule, subscriptionOfInvoice, unschedule, type World } from './world.ts'

/** Writes a subscription's changes and tells them, with what stood there before. */
export const changed = (
  { state, emit }: World,
  subscription: Subscription,
  changes: Partial<Subscription>,
  event = 'customer.subscription.updated',
): Subscription => {
  const after: Subscription = { ...subscription, ...changes }
  const previous = Object.fromEntries(
    Object.keys(changes).map((name) => [name, subscription[name as keyof Subscription]]),
  )
  state.put('subscription', after.id, after)
  emit(event, after, previous)
  return after
}

/** Ends a subscription at once. Invoices still in draft are left uncollected, open ones are tried no more. */
export const cancel = (
  world: World,
  subscription: Subscription,
  details: Subscription['cancellation_details'],
): Subscription => {
  const { state, time, emit } = world
  const at = time.seconds()
  const ended: Subscription = {
    ...subscription,
    canceled_at: subscription.canceled_at ?? at,
    cancellation_details: details,
    ended_at: at,
    status: subscription.status === 'incomplete' ? 'incomplete_expired' : 'canceled',
  }
  state.put('subscription', subscription.id, ended)
  for (const kind of ['renew', 'end', 'resume', 'abandon'] as const) unschedule(world, kind, subscription.id)
  for (const invoice of invoicesOf(world, subscription)) {
    if (invoice.status !== 'draft' && invoice.status !== 'open') continue
    unschedule(world, 'finalize', invoice.id)
    unschedule(world, 'retry', invoice.id)
    const stopped = { auto_advance: false, automatically_finalizes_at: null, next_payment_attempt: null }
    state.put('invoice', invoice.id, { ...invoice, ...stopped })
  }
  emit(ended.status === 'canceled' ? 'customer.subscription.deleted' : 'customer.subscription.updated', ended)
  return ended
}

const invoicesOf = ({ state }: World, subscription: Subscription): Invoice[] =>
  state
    .idsOf('invoice', idOf(subscription.customer) ?? '')
    .map((id) => state.get('invoice', id))
    .filter((invoice) => invoice !== undefined)
    .filter((invoice) => subscriptionOfInvoice(invoice) === subscription.id)

const STANDS = { comment: null, feedback: null, feedback_option: null, reason: null }

/** Sets the day it will end, or with null takes that back. The classic form says so by its flag as well. */
export const endAt = (
  world: World,
  subscription: Subscription,
  at: number | null,
  { byFlag, comment = null }: { byFlag: boolean; comment?: string | null },
): Subscription => {
  unschedule(world, 'end', subscription.id)
  if (at !== null) schedule(world, { at, kind: 'end', object: subscription.id })
  const requested = { ...STANDS, comment, reason: 'cancellation_requested' as const }
  return changed(world, subscription, {
    cancel_at: at,
    cancel_at_period_end: at !== null && byFlag,
    canceled_at: at === null ? null : world.time.seconds(),
    cancellation_details: at === null ? STANDS : requested,
  })
}

export const pauseCollection = (
  world: World,
  subscription: Subscription,
  pause: Subscription['pause_collection'],
): Subscription => {
  unschedule(world, 'resume', subscription.id)
  if (pause?.resumes_at) schedule(world, { at: pause.resumes_at, kind: 'resume', object: subscription.id })
  return changed(world, subscription, { pause_collection: pause })
}
