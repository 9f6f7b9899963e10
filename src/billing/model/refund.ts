/** The part of a subscription's charges to refund: created at or after `since` and, if set, before `until`. */
export type RefundWindow = { since: Date; until: Date | null }

export type PaidCharges = {
  charges: string[]
  /** What may bring more; null where nothing does. */
  waitsFor: 'payment-pending' | 'payment-not-known' | null
}
