import type { Stripe } from 'stripe'
import type { Language } from '../../../messages/messages.ts'
import type { StripeAnswer } from '../shapes/stripe-answer.ts'
import { answered, READER_CALL_OPTIONS } from '../shapes/stripe-answer.ts'
import { isMissing } from '../shapes/stripe-errors.ts'
import { isOurPortal, OUR_PORTAL } from './setup-gateway.ts'

export type PortalRequest = { customerId: string; returnUrl: string; language: Language }

export type PortalGateway = {
  /**
   * Reader-facing. The address of Stripe's page for one customer's cards and invoices, good for some minutes; null where
   * Stripe has deleted that customer.
   */
  openPortal: (request: PortalRequest) => Promise<StripeAnswer<string | null>>
  /** Reader-facing. Stripe's page of one invoice, where its giver pays or confirms it; null where there is none. */
  findInvoicePageUrl: (invoiceId: string) => Promise<StripeAnswer<string | null>>
}

export const portalGateway = (client: Stripe): PortalGateway => {
  let known: string | null = null
  const { configurations, sessions } = client.billingPortal
  // Ours alone: another may let its reader change what our own page and record are for.
  const configuration = async (): Promise<string> => {
    if (known !== null) return known
    const all = await configurations.list({ limit: 100, active: true }, READER_CALL_OPTIONS)
    const own = all.data.find(isOurPortal) ?? (await configurations.create(OUR_PORTAL, READER_CALL_OPTIONS))
    known = own.id
    return known
  }
  return {
    openPortal: ({ customerId, returnUrl, language }) =>
      answered(async () => {
        const wanted = {
          ...{ customer: customerId, return_url: returnUrl, locale: language },
          configuration: await configuration(),
        }
        const session = await sessions.create(wanted, READER_CALL_OPTIONS).catch(nullWhereMissing)
        return session?.url ?? null
      }),
    findInvoicePageUrl: (invoiceId) =>
      answered(async () => {
        const invoice = await client.invoices.retrieve(invoiceId, {}, READER_CALL_OPTIONS)
        return invoice.status === 'open' ? (invoice.hosted_invoice_url ?? null) : null
      }),
  }
}

const nullWhereMissing = (error: unknown): null => {
  if (isMissing(error)) return null
  throw error
}
