import type { Stripe } from 'stripe'
import type { Pace } from '../../../platform/pace.ts'
import { PRODUCTS } from '../../model/products.ts'
import { paged } from '../read/account-gateway.ts'
import { API_VERSION } from '../shapes/api-version.ts'
import { isMissing } from '../shapes/stripe-errors.ts'
import { WATCHED_EVENTS } from '../shapes/watched-events.ts'

/** What `connect-stripe` finds or makes in an account. */
export type SetupStep = {
  what: 'endpoint' | 'product' | 'portal'
  id: string | null
  /** `differs`: it is there, but not as it should be. */
  state: 'right' | 'missing' | 'differs'
  /** The version an endpoint speaks where it is not ours. Stripe cannot change it, and events are hints. */
  otherVersion?: string
}

export type SetupRequest = { webhookUrl: string; productName: string; returnUrl: string; privacyUrl: string }

export type SetupGateway = {
  /** What of our set-up an account has. Changes nothing. */
  inspectAccount: (request: SetupRequest) => Promise<SetupStep[]>
  /** Makes or mends one step; an endpoint's secret is told once, when it is made. */
  repairAccount: (request: SetupRequest, step: SetupStep) => Promise<{ id: string; secret: string | null }>
  /** Subscriptions of the account page by page, for an import to choose from. */
  listSubscriptions: () => AsyncGenerator<Stripe.Subscription[]>
}

/** How we know our own endpoint and portal configuration again. */
const MARK = { mainstay: '1' }
/** Whether a portal configuration is the one we made. */
export const isOurPortal = ({ metadata }: { metadata: Stripe.Metadata | null }): boolean =>
  metadata?.['mainstay'] === '1'

export const setupGateway = (client: Stripe, pace: Pace): SetupGateway => ({
  inspectAccount: async (request) => [
    await inspectEndpoint(client, request),
    ...(await Promise.all(Object.values(PRODUCTS).map((id) => inspectProduct(client, id)))),
    await inspectPortal(client, request),
  ],
  repairAccount: (request, step) => {
    if (step.what === 'endpoint') return mendEndpoint(client, request, step)
    if (step.what === 'product') return mendProduct(client, request, step)
    return mendPortal(client, request, step)
  },
  listSubscriptions: () =>
    paged(pace, 'subscriptions.list', (cursor) =>
      client.subscriptions.list({ status: 'all', limit: 100, ...cursor }),
    ),
})

const inspectEndpoint = async (client: Stripe, { webhookUrl }: SetupRequest): Promise<SetupStep> => {
  const all = await client.webhookEndpoints.list({ limit: 100 })
  const ours = all.data.find((each) => each.url === webhookUrl)
  if (!ours) return { what: 'endpoint', id: null, state: 'missing' }
  const hears = WATCHED_EVENTS.every(
    (type) => ours.enabled_events.includes(type) || ours.enabled_events.includes('*'),
  )
  const isRight = hears && ours.status === 'enabled'
  // Without a version of its own it speaks the account's.
  const otherVersion =
    ours.api_version === API_VERSION ? {} : { otherVersion: ours.api_version ?? 'the account’s' }
  return { what: 'endpoint', id: ours.id, state: isRight ? 'right' : 'differs', ...otherVersion }
}

const inspectProduct = async (client: Stripe, id: string): Promise<SetupStep> => {
  try {
    const product = await client.products.retrieve(id)
    return { what: 'product', id, state: product.active ? 'right' : 'differs' }
  } catch (error) {
    if (isMissing(error)) return { what: 'product', id, state: 'missing' }
    throw error
  }
}

/** Cards and invoices only: amounts, pauses and ends are on our own page, where a reader is not pleaded with. */
const features = (): Stripe.BillingPortal.ConfigurationCreateParams.Features => ({
  payment_method_update: { enabled: true },
  invoice_history: { enabled: true },
  customer_update: { enabled: false },
  subscription_cancel: { enabled: false },
  subscription_update: { enabled: false },
})

/** What makes a portal configuration ours, whatever else of it an operator sets. */
export const OUR_PORTAL = { features: features(), metadata: MARK }

type Enabled = { enabled: boolean }

const inspectPortal = async (client: Stripe, { returnUrl }: SetupRequest): Promise<SetupStep> => {
  const all = await client.billingPortal.configurations.list({ limit: 100, active: true })
  const ours = all.data.find(isOurPortal)
  if (!ours) return { what: 'portal', id: null, state: 'missing' }
  const wanted = Object.entries(features()) as [keyof Stripe.BillingPortal.Configuration.Features, Enabled][]
  const isRight =
    wanted.every(([name, { enabled }]) => ours.features[name].enabled === enabled) &&
    ours.default_return_url === returnUrl
  return { what: 'portal', id: ours.id, state: isRight ? 'right' : 'differs' }
}

const mendEndpoint = async (client: Stripe, { webhookUrl: url }: SetupRequest, { id }: SetupStep) => {
  const enabled_events = [...WATCHED_EVENTS]
  if (id === null) {
    const made = await client.webhookEndpoints.create({
      ...{ url, enabled_events, api_version: API_VERSION, metadata: MARK },
      description: 'Mainstay: the record of contributions',
    })
    return { id: made.id, secret: made.secret ?? null }
  }
  await client.webhookEndpoints.update(id, { enabled_events, disabled: false })
  return { id, secret: null }
}

const mendProduct = async (client: Stripe, { productName }: SetupRequest, { id, state }: SetupStep) => {
  const product = id ?? ''
  if (state === 'missing') await client.products.create({ id: product, name: productName })
  else await client.products.update(product, { active: true })
  return { id: product, secret: null }
}

const mendPortal = async (client: Stripe, request: SetupRequest, { id }: SetupStep) => {
  const wanted = {
    ...OUR_PORTAL,
    default_return_url: request.returnUrl,
    business_profile: { privacy_policy_url: request.privacyUrl },
  }
  const { configurations } = client.billingPortal
  const made = id === null ? await configurations.create(wanted) : await configurations.update(id, wanted)
  return { id: made.id, secret: null }
}
