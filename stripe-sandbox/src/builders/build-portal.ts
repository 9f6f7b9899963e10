import { newId } from '../objects/new-id.ts'
import type { PortalConfiguration, PortalSession, TestClock } from '../objects/stripe-objects.ts'

type Features = {
  customerUpdate: boolean
  invoiceHistory: boolean
  paymentMethodUpdate: boolean
  subscriptionCancel: boolean
  cancelMode: 'at_period_end' | 'immediately'
}

type NewConfiguration = {
  created: number
  features: Features
  headline: string | null
  privacyUrl: string | null
  termsUrl: string | null
  returnUrl: string | null
  metadata: Record<string, string>
}

export const buildPortalConfiguration = (fields: NewConfiguration): PortalConfiguration => ({
  id: newId('bpc'),
  object: 'billing_portal.configuration',
  active: true,
  application: null,
  business_profile: {
    headline: fields.headline,
    privacy_policy_url: fields.privacyUrl,
    terms_of_service_url: fields.termsUrl,
  },
  created: fields.created,
  default_return_url: fields.returnUrl,
  features: featuresOf(fields.features),
  is_default: false,
  livemode: false,
  login_page: { enabled: false, url: null },
  metadata: fields.metadata,
  name: null,
  updated: fields.created,
})

export const featuresOf = (fields: Features): PortalConfiguration['features'] => ({
  customer_update: {
    allowed_updates: fields.customerUpdate ? ['email'] : [],
    enabled: fields.customerUpdate,
  },
  invoice_history: { enabled: fields.invoiceHistory },
  payment_method_update: { enabled: fields.paymentMethodUpdate, payment_method_configuration: null },
  subscription_cancel: {
    cancellation_reason: { enabled: false, feedback_options: null, options: [] },
    enabled: fields.subscriptionCancel,
    mode: fields.cancelMode,
    proration_behavior: 'none',
  },
  subscription_pause: { duration: { interval_options: [], type: 'indefinite' }, enabled: false },
  subscription_update: {
    billing_cycle_anchor: null,
    default_allowed_updates: [],
    enabled: false,
    proration_behavior: 'none',
    schedule_at_period_end: { conditions: [] },
    trial_update_behavior: 'end_trial',
  },
})

type NewPortalSession = {
  created: number
  origin: string
  customer: string
  configuration: string
  returnUrl: string | null
}

export const buildPortalSession = (fields: NewPortalSession): PortalSession => {
  const id = newId('bps')
  return {
    id,
    object: 'billing_portal.session',
    configuration: fields.configuration,
    created: fields.created,
    customer: fields.customer,
    customer_account: null,
    flow: null,
    livemode: false,
    locale: null,
    on_behalf_of: null,
    return_url: fields.returnUrl,
    url: `${fields.origin}/p/session/${id}`,
  }
}

const TEST_CLOCK_RETENTION_S = 30 * 86_400

export const buildTestClock = (created: number, frozenTime: number, name: string | null): TestClock => ({
  id: newId('clock'),
  object: 'test_helpers.test_clock',
  created,
  deletes_after: created + TEST_CLOCK_RETENTION_S,
  frozen_time: frozenTime,
  livemode: false,
  name,
  status: 'ready',
  status_details: {},
})
