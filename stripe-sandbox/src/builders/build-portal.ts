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

export const buildPortalConfiguration = (wanted: NewConfiguration): PortalConfiguration => ({
  id: newId('bpc'),
  object: 'billing_portal.configuration',
  active: true,
  application: null,
  business_profile: {
    headline: wanted.headline,
    privacy_policy_url: wanted.privacyUrl,
    terms_of_service_url: wanted.termsUrl,
  },
  created: wanted.created,
  default_return_url: wanted.returnUrl,
  features: featuresOf(wanted.features),
  is_default: false,
  livemode: false,
  login_page: { enabled: false, url: null },
  metadata: wanted.metadata,
  name: null,
  updated: wanted.created,
})

export const featuresOf = (wanted: Features): PortalConfiguration['features'] => ({
  customer_update: {
    allowed_updates: wanted.customerUpdate ? ['email'] : [],
    enabled: wanted.customerUpdate,
  },
  invoice_history: { enabled: wanted.invoiceHistory },
  payment_method_update: { enabled: wanted.paymentMethodUpdate, payment_method_configuration: null },
  subscription_cancel: {
    cancellation_reason: { enabled: false, feedback_options: null, options: [] },
    enabled: wanted.subscriptionCancel,
    mode: wanted.cancelMode,
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

export const buildPortalSession = (wanted: NewPortalSession): PortalSession => {
  const id = newId('bps')
  return {
    id,
    object: 'billing_portal.session',
    configuration: wanted.configuration,
    created: wanted.created,
    customer: wanted.customer,
    customer_account: null,
    flow: null,
    livemode: false,
    locale: null,
    on_behalf_of: null,
    return_url: wanted.returnUrl,
    url: `${wanted.origin}/p/session/${id}`,
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
