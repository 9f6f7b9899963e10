/** What billing tells the operator's figures. None of it says anything of a person. */
export type BillingCounts = {
  webhook: (outcome: 'stored' | 'duplicate' | 'signature' | 'shape' | 'livemode' | 'not-stored') => void
  /** An event of an endpoint whose version is not the one we were written for. */
  oldVersion: () => void
  synced: (outcome: 'done' | 'parked' | 'failed' | 'throttled', ms?: number) => void
  /** Events that Stripe says it told us and that never came. */
  missed: (events: number) => void
}
