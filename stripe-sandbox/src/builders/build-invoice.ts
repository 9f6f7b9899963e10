import { newId } from '../objects/new-id.ts'
import {
  type Customer,
  type Invoice,
  type InvoiceItem,
  type InvoicePayment,
  listOf,
  type PaymentIntent,
  type Subscription,
} from '../objects/stripe-objects.ts'
import { itemLine, periodLine } from './build-invoice-line.ts'

export type NewInvoice = {
  created: number
  customer: Customer
  subscription: Subscription | null
  reason: 'subscription_create' | 'subscription_cycle' | 'subscription_update' | 'manual'
  periodStart: number
  periodEnd: number
  currency: string
  /** Pending invoice items, such as prorations. */
  items: readonly InvoiceItem[]
  /** A period of a trial costs nothing. */
  isFree?: boolean
  autoAdvance?: boolean
  metadata?: Record<string, string>
  collection?: Invoice['collection_method']
}

/** The values that are the same in every new invoice. */
const INITIAL_FIELDS = {
  account_country: 'US',
  account_name: 'Sandbox newsroom',
  account_tax_ids: null,
  amount_overpaid: 0,
  amount_paid: 0,
  amount_shipping: 0,
  application: null,
  attempt_count: 0,
  attempted: false,
  automatic_tax: { disabled_reason: null, enabled: false, liability: null, provider: null, status: null },
  custom_fields: null,
  customer_account: null,
  customer_address: null,
  customer_phone: null,
  customer_shipping: null,
  customer_tax_exempt: 'none',
  customer_tax_ids: [],
  default_payment_method: null,
  default_source: null,
  default_tax_rates: [],
  description: null,
  discounts: [],
  due_date: null,
  effective_at: null,
  ending_balance: null,
  footer: null,
  from_invoice: null,
  hosted_invoice_url: null,
  invoice_pdf: null,
  issuer: { type: 'self' },
  last_finalization_error: null,
  latest_revision: null,
  livemode: false,
  number: null,
  on_behalf_of: null,
  payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
  post_payment_credit_notes_amount: 0,
  pre_payment_credit_notes_amount: 0,
  receipt_number: null,
  rendering: null,
  shipping_cost: null,
  shipping_details: null,
  starting_balance: 0,
  statement_descriptor: null,
  status: 'draft',
  status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
  test_clock: null,
  total_discount_amounts: [],
  total_pretax_credit_amounts: [],
  total_taxes: [],
  webhooks_delivered_at: null,
} satisfies Partial<Invoice>

/** Builds a draft for one period of a subscription, or for invoice items alone. */
export const buildInvoice = (fields: NewInvoice): Invoice => {
  const id = newId('in')
  const { subscription, customer, autoAdvance = true } = fields
  const periods = fields.reason === 'manual' ? [] : (subscription?.items.data ?? [])
  const lines = [
    ...fields.items.map((item) => itemLine(id, item)),
    ...periods.map((item) => periodLine(id, fields, item)),
  ]
  const total = Math.max(
    0,
    lines.reduce((sum, line) => sum + line.amount, 0),
  )
  return {
    id,
    object: 'invoice',
    ...INITIAL_FIELDS,
    amount_due: total,
    amount_remaining: total,
    auto_advance: autoAdvance,
    automatically_finalizes_at: autoAdvance ? fields.created + 3600 : null,
    billing_reason: fields.reason,
    collection_method: fields.collection ?? 'charge_automatically',
    created: fields.created,
    currency: fields.currency,
    customer: customer.id,
    customer_email: customer.email,
    customer_name: customer.name ?? null,
    // Stripe includes the first ten lines. The call that lists the others is not simulated.
    lines: { ...listOf(lines.slice(0, 10), `/v1/invoices/${id}/lines`), has_more: lines.length > 10 },
    metadata: fields.metadata ?? {},
    next_payment_attempt: autoAdvance ? fields.created + 3600 : null,
    parent: subscription && {
      quote_details: null,
      subscription_details: { metadata: subscription.metadata, subscription: subscription.id },
      type: 'subscription_details',
    },
    period_end: fields.created,
    period_start: fields.reason === 'subscription_create' ? fields.created : fields.periodStart,
    subtotal: total,
    subtotal_excluding_tax: total,
    total,
    total_excluding_tax: total,
  }
}

export const buildInvoicePayment = (
  invoice: Invoice,
  intent: PaymentIntent,
  created: number,
): InvoicePayment => ({
  id: newId('inpay'),
  object: 'invoice_payment',
  amount_paid: null,
  amount_requested: invoice.total,
  created,
  currency: invoice.currency,
  invoice: invoice.id,
  is_default: true,
  livemode: false,
  payment: { payment_intent: intent.id, type: 'payment_intent' },
  status: 'open',
  status_transitions: { canceled_at: null, paid_at: null },
})
