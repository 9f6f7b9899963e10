/** The part of one customer to fetch from Stripe. */
export type FetchRequest = {
  customerId: string
  /** Invoices and charges created earlier are final. Null fetches everything. */
  since: Date | null
  /** `charges` is enough to find missing settlements. */
  scope: 'everything' | 'charges'
  /** Older objects named by waiting events. */
  sessionIds: readonly string[]
  invoiceIds: readonly string[]
  chargeIds: readonly string[]
  /** Named or live subscriptions: their absence from a list does not mean that they were canceled. */
  subscriptionIds: readonly string[]
  /** Imported subscriptions: ours although they carry no checkout. */
  imported: ReadonlySet<string>
}
