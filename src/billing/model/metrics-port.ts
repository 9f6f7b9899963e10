/** Counters for the operator's metrics. They hold nothing about a person. */
export type BillingCounts = {
  webhook: (outcome: 'stored' | 'duplicate' | 'signature' | 'shape' | 'livemode' | 'not-stored') => void
  /** Counts an event of an endpoint with another API version than ours. */
  oldVersion: () => void
  synced: (outcome: 'done' | 'parked' | 'failed' | 'throttled', ms?: number) => void
  /** Counts events that Stripe sent and that never arrived. */
  missed: (events: number) => void
}
