import type { Stripe } from 'stripe'
import { z } from 'zod'
import { buildPortalConfiguration, buildPortalSession, featuresOf } from '../../builders/build-portal.ts'
import type { PortalConfiguration, PortalSession } from '../../objects/stripe-objects.ts'
import type { Context } from '../../state/context.ts'
import { type Endpoint, endpoint } from '../core/endpoint.ts'
import { findObject, findReferenced } from '../core/find-object.ts'
import { listPage } from '../core/list-page.ts'
import { boolean, expand, metadata, noParameters, pagination, schemaFor, text } from '../core/parameters.ts'

const toggle = z.strictObject({ enabled: boolean })
const features = z.strictObject({
  customer_update: z
    .strictObject({
      enabled: boolean,
      allowed_updates: z.array(z.enum(['email', 'name', 'address'])).exactOptional(),
    })
    .exactOptional(),
  invoice_history: toggle.exactOptional(),
  payment_method_update: toggle.exactOptional(),
  subscription_cancel: z
    .strictObject({ enabled: boolean, mode: z.enum(['at_period_end', 'immediately']).exactOptional() })
    .exactOptional(),
  subscription_update: toggle.exactOptional(),
  subscription_pause: toggle.exactOptional(),
})
const profile = z.strictObject({
  headline: text.exactOptional(),
  privacy_policy_url: z.url().exactOptional(),
  terms_of_service_url: z.url().exactOptional(),
})
const shared = {
  business_profile: profile.exactOptional(),
  default_return_url: z.url().exactOptional(),
  metadata: metadata.exactOptional(),
  expand,
}
const createParameters = schemaFor<Stripe.BillingPortal.ConfigurationCreateParams>()(
  z.strictObject({ ...shared, features }),
)
const updateParameters = schemaFor<Stripe.BillingPortal.ConfigurationUpdateParams>()(
  z.strictObject({ ...shared, features: features.exactOptional(), active: boolean.exactOptional() }),
)

const enabledFeatures = (parameters: z.infer<typeof features>) => ({
  customerUpdate: parameters.customer_update?.enabled ?? false,
  invoiceHistory: parameters.invoice_history?.enabled ?? false,
  paymentMethodUpdate: parameters.payment_method_update?.enabled ?? false,
  subscriptionCancel: parameters.subscription_cancel?.enabled ?? false,
  cancelMode: parameters.subscription_cancel?.mode ?? ('at_period_end' as const),
})

const createConfiguration = (
  { state, clock, emit }: Context,
  { parameters }: { parameters: z.infer<typeof createParameters> },
): PortalConfiguration => {
  const configuration = buildPortalConfiguration({
    created: clock.seconds(),
    features: enabledFeatures(parameters.features),
    headline: parameters.business_profile?.headline ?? null,
    privacyUrl: parameters.business_profile?.privacy_policy_url ?? null,
    termsUrl: parameters.business_profile?.terms_of_service_url ?? null,
    returnUrl: parameters.default_return_url ?? null,
    metadata: parameters.metadata ?? {},
  })
  state.put('portal_configuration', configuration.id, configuration)
  emit('billing_portal.configuration.created', configuration)
  return configuration
}

const sessionParameters = schemaFor<Stripe.BillingPortal.SessionCreateParams>()(
  z.strictObject({
    customer: text,
    configuration: text.exactOptional(),
    return_url: z.url().exactOptional(),
    locale: z.enum(['auto', 'en', 'ru']).exactOptional(),
    expand,
  }),
)

const createSession = (
  context: Context,
  { parameters }: { parameters: z.infer<typeof sessionParameters> },
): PortalSession => {
  const { state, clock, emit } = context
  findReferenced(context, 'customer', { id: parameters.customer, param: 'customer' })
  const configuration = parameters.configuration
    ? findReferenced(context, 'portal_configuration', {
        id: parameters.configuration,
        param: 'configuration',
      })
    : defaultConfiguration(context)
  const session = buildPortalSession({
    created: clock.seconds(),
    origin: context.origin(),
    customer: parameters.customer,
    configuration: configuration.id,
    returnUrl: parameters.return_url ?? configuration.default_return_url,
  })
  state.put('portal_session', session.id, session)
  emit('billing_portal.session.created', session)
  return session
}

const defaultConfiguration = (context: Context): PortalConfiguration => {
  const kept = context.state.all('portal_configuration')[0]
  if (kept) return kept
  const all = { enabled: true }
  const everything = { payment_method_update: all, invoice_history: all, subscription_cancel: all }
  return createConfiguration(context, { parameters: { features: everything } })
}

export const portalEndpoints: Endpoint[] = [
  endpoint({
    method: 'POST',
    path: '/v1/billing_portal/configurations',
    parameters: createParameters,
    handle: createConfiguration,
  }),
  endpoint({
    method: 'POST',
    path: '/v1/billing_portal/configurations/:id',
    parameters: updateParameters,
    handle: (context, { id, parameters }) => {
      const before = findObject(context, 'portal_configuration', id)
      const after: PortalConfiguration = {
        ...before,
        active: parameters.active ?? before.active,
        features: parameters.features ? featuresOf(enabledFeatures(parameters.features)) : before.features,
        metadata: { ...before.metadata, ...parameters.metadata },
        updated: context.clock.seconds(),
      }
      context.state.put('portal_configuration', id, after)
      context.emit('billing_portal.configuration.updated', after)
      return after
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/billing_portal/configurations',
    parameters: schemaFor<Stripe.BillingPortal.ConfigurationListParams>()(
      z.strictObject({ ...pagination, active: boolean.exactOptional() }),
    ),
    handle: ({ state }, { parameters: { active, ...paging } }) =>
      listPage(state, 'portal_configuration', {
        paging,
        url: '/v1/billing_portal/configurations',
        keep: (each) => active === undefined || each.active === active,
      }),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/billing_portal/configurations/:id',
    parameters: noParameters,
    handle: (context, { id }) => findObject(context, 'portal_configuration', id),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/billing_portal/sessions',
    parameters: sessionParameters,
    handle: createSession,
  }),
]
