/**
 * The event types that our endpoint subscribes to and that reconciliation lists. Other types are stored too.
 * See https://docs.stripe.com/api/events/types
 */
export const WATCHED_EVENTS = [
  'checkout.session.completed',
  'checkout.session.expired',
  'checkout.session.async_payment_succeeded',
  'checkout.session.async_payment_failed',
  'customer.deleted',
  'customer.subscription.created',
  'customer.subscription.updated',
  'customer.subscription.deleted',
  'customer.subscription.paused',
  'customer.subscription.resumed',
  'invoice.paid',
  'invoice.payment_failed',
  'invoice.payment_action_required',
  'invoice.voided',
  'invoice.marked_uncollectible',
  'charge.succeeded',
  'charge.failed',
  'charge.updated',
  'charge.refunded',
  'charge.dispute.created',
  'charge.dispute.updated',
  'charge.dispute.closed',
  'charge.dispute.funds_withdrawn',
  'charge.dispute.funds_reinstated',
  'refund.created',
  'refund.updated',
  'refund.failed',
] as const

type Watched = (typeof WATCHED_EVENTS)[number]
const IMMEDIATE_TYPES: ReadonlySet<string> = new Set<Watched>([
  'checkout.session.completed',
  'checkout.session.async_payment_succeeded',
  'checkout.session.async_payment_failed',
  'customer.subscription.deleted',
  'customer.deleted',
])
const SOON_TYPES: ReadonlySet<string> = new Set<string>(WATCHED_EVENTS)

const SOON_EVENT_DELAY_MS = 1_000
const DEFERRED_EVENT_DELAY_MS = 2 * 3_600_000

/**
 * Returns how long an event may wait for related events, in milliseconds. Many events of one customer need
 * one fetch. Deferrable events move no money and cancel nothing, so they wait until the renewal's payment is
 * fetched.
 */
export const maxDelayFor = (type: string, changed: readonly string[]): number => {
  if (IMMEDIATE_TYPES.has(type)) return 0
  if (type === 'customer.subscription.updated' && isOnlyNewPeriod(changed)) return DEFERRED_EVENT_DELAY_MS
  return SOON_TYPES.has(type) ? SOON_EVENT_DELAY_MS : DEFERRED_EVENT_DELAY_MS
}

/** Returns true if such an event waits for another fetch of its customer. */
export const isDeferrable = (maxDelayMs: number): boolean => maxDelayMs >= DEFERRED_EVENT_DELAY_MS

// A changed amount counts from its first paid invoice, so it may wait like a new period.
const isOnlyNewPeriod = (changed: readonly string[]): boolean =>
  changed.length > 0 && changed.every((name) => name === 'items' || name === 'latest_invoice')

/** These events change nothing but charges. */
const CHARGES_ONLY = /^(charge\.(updated|refunded|refund\.updated)|charge\.dispute\.\w+|refund\.\w+)$/

export const scopeOf = (types: readonly string[]): 'everything' | 'charges' =>
  types.length > 0 && types.every((type) => CHARGES_ONLY.test(type)) ? 'charges' : 'everything'
