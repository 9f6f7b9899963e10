import type { Invoice } from './stripe-objects.ts'

/** The id where Stripe's types allow an id or the whole object. */
export const idOf = (reference: string | { id: string } | null | undefined): string | undefined =>
  typeof reference === 'string' ? reference : reference?.id

export const subscriptionOfInvoice = (invoice: Invoice): string | undefined =>
  idOf(invoice.parent?.subscription_details?.subscription)
