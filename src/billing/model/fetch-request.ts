/** What is to be fetched of one customer. */
export type FetchRequest = {
  customerId: string
  /** Invoices and charges made before it are final. Null: from the beginning. */
  since: Date | null
  /** Where only settlements are waited for, the charges will do. */
  scope: 'everything' | 'charges'
  /** Older objects that waiting events name. */
  sessionIds: readonly string[]
  invoiceIds: readonly string[]
  chargeIds: readonly string[]
  /** Subscriptions named, or not known to have ended: a list that lacks one does not end it. */
  subscriptionIds: readonly string[]
  /** Subscriptions that are ours though they carry no checkout. */
  imported: ReadonlySet<string>
}
