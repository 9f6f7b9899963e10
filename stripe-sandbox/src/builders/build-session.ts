import { newId } from '../objects/new-id.ts'
import type { Session } from '../objects/stripe-objects.ts'

export type NewSession = {
  created: number
  expiresAt: number
  origin: string
  mode: 'payment' | 'subscription'
  amount: number
  currency: string
  successUrl: string
  cancelUrl: string | null
  clientReferenceId: string | null
  metadata: Record<string, string>
  customer: string | null
  customerCreation: 'always' | 'if_required' | null
  customerEmail: string | null
  locale: Session['locale']
  submitType: Session['submit_type']
  walletOptions: Session['wallet_options']
  allowedMethods: string[] | null
  excludedMethods: string[] | null
}

/** The values that are the same in every new session. */
const INITIAL_FIELDS = {
  adaptive_pricing: { enabled: false },
  after_expiration: null,
  allow_promotion_codes: null,
  automatic_tax: { enabled: false, liability: null, provider: null, status: null },
  billing_address_collection: null,
  client_secret: null,
  collected_information: null,
  consent: null,
  consent_collection: null,
  currency_conversion: null,
  custom_fields: [],
  custom_text: {
    after_submit: null,
    shipping_address: null,
    submit: null,
    terms_of_service_acceptance: null,
  },
  customer_account: null,
  customer_details: null,
  discounts: [],
  integration_identifier: null,
  invoice: null,
  invoice_creation: null,
  livemode: false,
  managed_payments: null,
  origin_context: null,
  payment_intent: null,
  payment_link: null,
  payment_method_configuration_details: null,
  payment_method_options: {},
  payment_status: 'unpaid',
  permissions: null,
  phone_number_collection: { enabled: false },
  recovered_from: null,
  saved_payment_method_options: null,
  setup_intent: null,
  shipping_address_collection: null,
  shipping_cost: null,
  shipping_options: [],
  status: 'open',
  subscription: null,
  total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
  ui_mode: 'hosted_page',
} satisfies Partial<Session>

export const buildSession = (fields: NewSession): Session => {
  const id = newId('cs_test', 58)
  return {
    id,
    object: 'checkout.session',
    ...INITIAL_FIELDS,
    amount_subtotal: fields.amount,
    amount_total: fields.amount,
    cancel_url: fields.cancelUrl,
    client_reference_id: fields.clientReferenceId,
    created: fields.created,
    currency: fields.currency,
    customer: fields.customer,
    customer_creation: fields.customerCreation,
    customer_email: fields.customerEmail,
    expires_at: fields.expiresAt,
    locale: fields.locale,
    metadata: fields.metadata,
    mode: fields.mode,
    payment_method_collection: fields.mode === 'subscription' ? 'always' : 'if_required',
    submit_type: fields.submitType,
    success_url: fields.successUrl,
    url: `${fields.origin}/c/pay/${id}`,
    wallet_options: fields.walletOptions,
    allowed_payment_method_types: fields.allowedMethods,
    excluded_payment_method_types: fields.excludedMethods ?? [],
    payment_method_types: OFFERED_METHODS.filter((method) => isOffered(fields, method)),
  }
}

/** The methods that the sandbox's account has turned on. */
const OFFERED_METHODS = ['card', 'sepa_debit']

const isOffered = ({ allowedMethods, excludedMethods }: NewSession, method: string): boolean =>
  (allowedMethods?.includes(method) ?? true) && !excludedMethods?.includes(method)
