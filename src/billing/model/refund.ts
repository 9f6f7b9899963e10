/** A period of charges to refund: created at or after `since` and, if set, before `until`. */
export type RefundWindow = { since: Date; until: Date | null }

/** Ids of charges to refund. */
export type PaidCharges = {
  charges: string[]
  /** The reason why more charges may follow; null if the list is complete. */
  waitsFor: 'payment-pending' | 'payment-not-known' | null
}
