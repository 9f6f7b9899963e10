import type { Stripe } from 'stripe'
import type { Pace } from '../../../platform/pace.ts'
import { listPages } from '../read/account-gateway.ts'
import { API_VERSION } from '../shapes/api-version.ts'
import { WATCHED_EVENTS } from '../shapes/watched-events.ts'
import { inspectProducts, inspectStatement, repairProduct } from './setup-products-gateway.ts'
import type { RepairableStep, SetupStep } from './setup-step.ts'

export type SetupRequest = { webhookUrl: string; productName: string; returnUrl: string; privacyUrl: string }

export type SetupGateway = {
  /** Compares the account with our setup. Changes nothing. */
  inspectAccount: (request: SetupRequest) => Promise<SetupStep[]>
  /** Creates or repairs one step. Stripe shows an endpoint's secret only when it is created. */
  repairAccount: (
    request: SetupRequest,
    step: RepairableStep,
  ) => Promise<{ id: string; secret: string | null }>
  /** Lists all subscriptions of the account page by page, for imports. */
  listSubscriptions: () => AsyncGenerator<Stripe.Subscription[]>
}

/** Marks our own endpoint and portal configuration. */
const OUR_METADATA = { mainstay: '1' }
/** Returns true if we created the portal configuration. */
export const isOurPortal = ({ metadata }: { metadata: Stripe.Metadata | null }): boolean =>
  metadata?.['mainstay'] === '1'

export const setupGateway = (
  client: Stripe,
  { pace, statementName }: { pace: Pace; statementName: string | null },
): SetupGateway => ({
  inspectAccount: async (request) => [
    await inspectEndpoint(client, request),
    ...(await inspectProducts(client, statementName)),
    ...(await inspectStatement(client, statementName)),
    await inspectPortal(client, request),
  ],
  repairAccount: (request, step) => {
    if (step.what === 'endpoint') return repairEndpoint(client, request, step)
    if (step.what === 'product') return repairProduct(client, request, step)
    return repairPortal(client, request, step)
  },
  listSubscriptions: () =>
    listPages(pace, 'subscriptions.list', (cursor) =>
      client.subscriptions.list({ status: 'all', limit: 100, ...cursor }),
    ),
})

const inspectEndpoint = async (client: Stripe, { webhookUrl }: SetupRequest): Promise<SetupStep> => {
  const all = await client.webhookEndpoints.list({ limit: 100 })
  const ours = all.data.find((each) => each.url === webhookUrl)
  if (!ours) return { what: 'endpoint', id: null, state: 'missing' }
  const hasAllTypes = WATCHED_EVENTS.every(
    (type) => ours.enabled_events.includes(type) || ours.enabled_events.includes('*'),
  )
  const isRight = hasAllTypes && ours.status === 'enabled'
  // An endpoint without its own version uses the account's.
  const otherVersion =
    ours.api_version === API_VERSION ? {} : { otherVersion: ours.api_version ?? 'the account’s' }
  return { what: 'endpoint', id: ours.id, state: isRight ? 'right' : 'differs', ...otherVersion }
}

/** Allows cards and invoices only. Amounts, pauses and cancellations belong on our own page. */
const allowedFeatures = (): Stripe.BillingPortal.ConfigurationCreateParams.Features => ({
  payment_method_update: { enabled: true },
  invoice_history: { enabled: true },
  customer_update: { enabled: false },
  subscription_cancel: { enabled: false },
  subscription_update: { enabled: false },
})

/** Identifies our portal configuration. Operators may set its other fields. */
export const OUR_PORTAL = { features: allowedFeatures(), metadata: OUR_METADATA }

type Enabled = { enabled: boolean }

const inspectPortal = async (client: Stripe, { returnUrl }: SetupRequest): Promise<SetupStep> => {
  const all = await client.billingPortal.configurations.list({ limit: 100, active: true })
  const ours = all.data.find(isOurPortal)
  if (!ours) return { what: 'portal', id: null, state: 'missing' }
  const expected = Object.entries(allowedFeatures()) as [
    keyof Stripe.BillingPortal.Configuration.Features,
    Enabled,
  ][]
  const isRight =
    expected.every(([name, { enabled }]) => ours.features[name].enabled === enabled) &&
    ours.default_return_url === returnUrl
  return { what: 'portal', id: ours.id, state: isRight ? 'right' : 'differs' }
}

const repairEndpoint = async (client: Stripe, { webhookUrl: url }: SetupRequest, { id }: SetupStep) => {
  const enabled_events = [...WATCHED_EVENTS]
  if (id === null) {
    const saved = await client.webhookEndpoints.create({
      url,
      enabled_events,
      api_version: API_VERSION,
      metadata: OUR_METADATA,
      description: 'Mainstay: the record of contributions',
    })
    return { id: saved.id, secret: saved.secret ?? null }
  }
  await client.webhookEndpoints.update(id, { enabled_events, disabled: false })
  return { id, secret: null }
}

const repairPortal = async (client: Stripe, request: SetupRequest, { id }: SetupStep) => {
  const expected = {
    ...OUR_PORTAL,
    default_return_url: request.returnUrl,
    business_profile: { privacy_policy_url: request.privacyUrl },
  }
  const { configurations } = client.billingPortal
  const saved =
    id === null ? await configurations.create(expected) : await configurations.update(id, expected)
  return { id: saved.id, secret: null }
}
