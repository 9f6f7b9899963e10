import type { Invoice } from './stripe-objects.ts'

/** The id of a reference, which is an id or an expanded object in Stripe's types. */
export const idOf = (reference: string | { id: string } | null | undefined): string | undefined =>
  typeof reference === 'string' ? reference : reference?.id

export const subscriptionOfInvoice = (invoice: Invoice): string | undefined =>
  idOf(invoice.parent?.subscription_details?.subscription)
