import type { Stripe } from 'stripe'
import type { Language } from '../../../messages/messages.ts'
import type { StripeAnswer } from '../shapes/stripe-answer.ts'
import { type CallForReader, READER_CALL_OPTIONS } from '../shapes/stripe-answer.ts'
import { isMissing } from '../shapes/stripe-errors.ts'
import { stripeLocale } from '../shapes/stripe-locale.ts'
import { isOurPortal, OUR_PORTAL } from './setup-gateway.ts'

export type PortalRequest = { customerId: string; returnUrl: string; language: Language }

export type PortalGateway = {
  /**
   * Returns the address of Stripe's page for the customer's cards and invoices, valid for some minutes. Null
   * if the customer was deleted. Called while a reader waits.
   */
  openPortal: (request: PortalRequest) => Promise<StripeAnswer<string | null>>
  /**
   * Returns the address of Stripe's page for an open invoice, where the supporter pays or confirms. Null if
   * there is none. Called while a reader waits.
   */
  findInvoicePageUrl: (invoiceId: string) => Promise<StripeAnswer<string | null>>
}

export const portalGateway = (client: Stripe, callForReader: CallForReader): PortalGateway => {
  let knownId: string | null = null
  const { configurations, sessions } = client.billingPortal
  // Other configurations may allow changes that belong on our own page.
  const configuration = async (): Promise<string> => {
    if (knownId !== null) return knownId
    const all = await configurations.list({ limit: 100, active: true }, READER_CALL_OPTIONS)
    const own = all.data.find(isOurPortal) ?? (await configurations.create(OUR_PORTAL, READER_CALL_OPTIONS))
    knownId = own.id
    return knownId
  }
  return {
    openPortal: ({ customerId, returnUrl, language }) =>
      callForReader('portal_sessions.create', async () => {
        const parameters = {
          customer: customerId,
          return_url: returnUrl,
          locale: stripeLocale(language),
          configuration: await configuration(),
        }
        const session = await sessions.create(parameters, READER_CALL_OPTIONS).catch(nullIfMissing)
        return session?.url ?? null
      }),
    findInvoicePageUrl: (invoiceId) =>
      callForReader('invoices.retrieve', async () => {
        const invoice = await client.invoices.retrieve(invoiceId, {}, READER_CALL_OPTIONS)
        return invoice.status === 'open' ? (invoice.hosted_invoice_url ?? null) : null
      }),
  }
}

const nullIfMissing = (error: unknown): null => {
  if (isMissing(error)) return null
  throw error
}
