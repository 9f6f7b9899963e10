/**
 * The types our endpoint is made for and reconciliation asks for. Whatever else arrives is stored and answered
 * all the same. https://docs.stripe.com/api/events/types
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
const AT_ONCE: ReadonlySet<string> = new Set<Watched>([
  'checkout.session.completed',
  'checkout.session.async_payment_succeeded',
  'checkout.session.async_payment_failed',
  'customer.subscription.deleted',
  'customer.deleted',
])
const SOON: ReadonlySet<string> = new Set<string>(WATCHED_EVENTS)

const SOON_MS = 1_000
const BY_AND_BY_MS = 2 * 3_600_000

/**
 * How long an event may wait for what comes with it, in milliseconds: many of one customer are one fetch. What
 * moves no money and ends nothing waits until the money of the same renewal has been fetched, an hour later.
 */
export const maxDelayFor = (type: string, changed: readonly string[]): number => {
  if (AT_ONCE.has(type)) return 0
  if (type === 'customer.subscription.updated' && onlyPeriod(changed)) return BY_AND_BY_MS
  return SOON.has(type) ? SOON_MS : BY_AND_BY_MS
}

/** Whether an event of that patience waits for what comes with it, rather than be fetched for. */
export const isDeferrable = (maxDelayMs: number): boolean => maxDelayMs >= BY_AND_BY_MS

// An amount that changed counts from its first paid invoice, so it may wait as a new period does.
const onlyPeriod = (changed: readonly string[]): boolean =>
  changed.length > 0 && changed.every((name) => name === 'items' || name === 'latest_invoice')

/** After these the charges alone tell what is new. */
const CHARGES_ONLY = /^(charge\.(updated|refunded|refund\.updated)|charge\.dispute\.\w+|refund\.\w+)$/

export const scopeOf = (types: readonly string[]): 'everything' | 'charges' =>
  types.length > 0 && types.every((type) => CHARGES_ONLY.test(type)) ? 'charges' : 'everything'
