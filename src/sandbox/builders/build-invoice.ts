import type { Stripe } from 'stripe'
import { newId } from './ids.ts'
import {
  type Customer,
  type Invoice,
  type InvoicePayment,
  listOf,
  type PaymentIntent,
  type Subscription,
  type Wire,
} from './wire.ts'

type NewInvoice = {
  created: number
  customer: Customer
  subscription: Subscription
  reason: 'subscription_create' | 'subscription_cycle'
  periodStart: number
  periodEnd: number
}

/** A draft for one period of a subscription. */
export const buildInvoice = (wanted: NewInvoice): Invoice => {
  const id = newId('in')
  const { subscription, customer } = wanted
  const lines = subscription.items.data.map((item) => buildLine(id, wanted, item))
  const total = lines.reduce((sum, line) => sum + line.amount, 0)
  return {
    id,
    object: 'invoice',
    account_country: 'US',
    account_name: 'Sandbox newsroom',
    account_tax_ids: null,
    amount_due: total,
    amount_overpaid: 0,
    amount_paid: 0,
    amount_remaining: total,
    amount_shipping: 0,
    application: null,
    attempt_count: 0,
    attempted: false,
    auto_advance: true,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null, provider: null, status: null },
    automatically_finalizes_at: wanted.created + 3600,
    billing_reason: wanted.reason,
    collection_method: 'charge_automatically',
    created: wanted.created,
    currency: subscription.currency,
    custom_fields: null,
    customer: customer.id,
    customer_account: null,
    customer_address: null,
    customer_email: customer.email,
    customer_name: customer.name ?? null,
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
    lines: listOf(lines, `/v1/invoices/${id}/lines`),
    livemode: false,
    metadata: {},
    next_payment_attempt: wanted.created + 3600,
    number: null,
    on_behalf_of: null,
    parent: {
      quote_details: null,
      subscription_details: { metadata: subscription.metadata, subscription: subscription.id },
      type: 'subscription_details',
    },
    payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
    period_end: wanted.created,
    period_start: wanted.reason === 'subscription_create' ? wanted.created : wanted.periodStart,
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
    subtotal: total,
    subtotal_excluding_tax: total,
    test_clock: null,
    total,
    total_discount_amounts: [],
    total_excluding_tax: total,
    total_pretax_credit_amounts: [],
    total_taxes: [],
    webhooks_delivered_at: null,
  }
}

type Item = Subscription['items']['data'][number]

const buildLine = (invoice: string, wanted: NewInvoice, item: Item): Wire<Stripe.InvoiceLineItem> => {
  const quantity = item.quantity ?? 1
  const unit = item.price.unit_amount ?? 0
  const product = typeof item.price.product === 'string' ? item.price.product : item.price.product.id
  return {
    id: newId('il'),
    object: 'line_item',
    amount: unit * quantity,
    currency: wanted.subscription.currency,
    description: wanted.subscription.description,
    discount_amounts: [],
    discountable: true,
    discounts: [],
    invoice,
    livemode: false,
    metadata: wanted.subscription.metadata,
    parent: {
      invoice_item_details: null,
      subscription_item_details: {
        invoice_item: null,
        proration: false,
        proration_details: null,
        subscription: wanted.subscription.id,
        subscription_item: item.id,
      },
      type: 'subscription_item_details',
    },
    period: { end: wanted.periodEnd, start: wanted.periodStart },
    pretax_credit_amounts: [],
    pricing: {
      price_details: { price: item.price.id, product },
      type: 'price_details',
      unit_amount_decimal: String(unit),
    },
    quantity,
    quantity_decimal: String(quantity),
    subscription: wanted.subscription.id,
    subtotal: unit * quantity,
    taxes: [],
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
