import type { Stripe } from 'stripe'
import type { Language } from '../messages/messages.ts'
import { answered, READER_TIMEOUT, type StripeAnswer } from './checkout-gateway.ts'
import { isOwnPortal, OWN_PORTAL } from './setup-gateway.ts'

export type PortalRequest = { customerId: string; returnUrl: string; language: Language }

export type PortalGateway = {
  /** Reader-facing. The address of Stripe's page for one customer's cards and invoices, good for some minutes. */
  openPortal: (request: PortalRequest) => Promise<StripeAnswer<string>>
}

export const portalGateway = (client: Stripe): PortalGateway => {
  let known: string | null = null
  const { configurations, sessions } = client.billingPortal
  // Ours alone: another may let its reader change what our own page and record are for.
  const configuration = async (): Promise<string> => {
    if (known !== null) return known
    const all = await configurations.list({ limit: 100, active: true }, READER_TIMEOUT)
    const own = all.data.find(isOwnPortal) ?? (await configurations.create(OWN_PORTAL, READER_TIMEOUT))
    known = own.id
    return known
  }
  return {
    openPortal: ({ customerId, returnUrl, language }) =>
      answered(async () => {
        const session = await sessions.create(
          {
            ...{ customer: customerId, return_url: returnUrl, locale: language },
            configuration: await configuration(),
          },
          READER_TIMEOUT,
        )
        return session.url
      }),
  }
}
