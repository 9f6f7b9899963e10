import { Stripe } from 'stripe'
import type { Admission, Pace } from '../../platform/pace.ts'
import { type AccountGateway, accountGateway } from './read/account-gateway.ts'
import { type CustomerGateway, customerGateway } from './read/customer-gateway.ts'
import { API_VERSION } from './shapes/api-version.ts'
import { callForReaderWith } from './shapes/stripe-answer.ts'
import { type SignedBody, type Verified, verifyWebhook } from './verify-webhook.ts'
import { type CheckoutGateway, checkoutGateway } from './write/checkout-gateway.ts'
import { type PlanChangeGateway, planChangeGateway } from './write/plan-change-gateway.ts'
import { type PortalGateway, portalGateway } from './write/portal-gateway.ts'
import { type SetupGateway, setupGateway } from './write/setup-gateway.ts'
import { type SubscriptionGateway, subscriptionGateway } from './write/subscription-gateway.ts'

export type StripeGateway = CheckoutGateway &
  CustomerGateway &
  AccountGateway &
  SubscriptionGateway &
  PlanChangeGateway &
  SetupGateway &
  PortalGateway & {
    verify: (body: Buffer, signature: string | undefined, realNow: Date) => Verified
    livemode: boolean
  }

type Options = {
  secretKey: string
  apiBase: URL | null
  webhookSecrets: readonly string[]
  /** Limits background calls. */
  pace: Pace
  /** Limits calls that a reader waits for. */
  admit: Admission
  /** The name that the newsroom promises on bank statements. */
  statementName?: string | null
  onCall?: (endpoint: string, status: number) => void
}

type ClientResponse = { path: string; method: string; status: number }

export const isLive = (secretKey: string): boolean => /^(sk|rk)_live_/.test(secretKey)

/** Creates the only access to Stripe's client. */
export const stripeGateway = ({
  secretKey,
  apiBase,
  webhookSecrets,
  pace,
  admit,
  statementName = null,
  onCall,
}: Options): StripeGateway => {
  const client = new Stripe(secretKey, {
    apiVersion: API_VERSION,
    maxNetworkRetries: 2,
    timeout: 15_000,
    telemetry: false,
    ...(apiBase ? serverOptionsOf(apiBase) : {}),
  })
  client.on('response', ({ path, method, status }: ClientResponse) =>
    onCall?.(`${method} ${endpointOf(path)}`, status),
  )
  const livemode = isLive(secretKey)
  const callForReader = callForReaderWith(admit)
  return {
    ...checkoutGateway(client, { pace, callForReader, statementName }),
    ...customerGateway(client, pace),
    ...accountGateway(client, pace),
    ...subscriptionGateway(client, pace),
    ...planChangeGateway(client, { pace, statementName }),
    ...setupGateway(client, { pace, statementName }),
    ...portalGateway(client, callForReader),
    livemode,
    verify: (body, signature, realNow) =>
      verifyWebhook(signatureCheckOf(client), { body, signature, realNow, webhookSecrets, livemode }),
  }
}

const serverOptionsOf = (base: URL) => ({
  host: base.hostname,
  protocol: base.protocol === 'https:' ? ('https' as const) : ('http' as const),
  ...(base.port ? { port: Number(base.port) } : {}),
})

/** Replaces ids in a path: `/v1/invoices/in_1?limit=3` becomes `/v1/invoices/:id`. */
const endpointOf = (path: string): string =>
  (path.split('?')[0] ?? '').replace(/\/[a-z]+_[A-Za-z0-9_]{4,}/g, (part) =>
    /\d|[A-Z]/.test(part) ? '/:id' : part,
  )

const signatureCheckOf =
  (client: Stripe) =>
  ({ body, header, secret, toleranceS, receivedAtMs }: SignedBody): void => {
    const { signature } = client.webhooks
    if (signature === null) throw new Error('This Stripe client cannot check signatures')
    signature.verifyHeader(body, header, secret, toleranceS, undefined, receivedAtMs)
  }
