import type { Stripe } from 'stripe'
import { newId } from '../objects/new-id.ts'
import { type Json, listOf, type Price, type Subscription } from '../objects/stripe-objects.ts'
import { planOf } from './build-price.ts'

export type NewItem = { price: Price; quantity: number; metadata?: Record<string, string> }

type NewSubscription = {
  created: number
  customer: string
  currency: string
  items: readonly NewItem[]
  periodEnd: number
  paymentMethod: string | null
  metadata: Record<string, string>
  description: string | null
  status?: Subscription['status']
  trialEnd?: number | null
  collection?: Subscription['collection_method']
}

export const buildSubscription = (fields: NewSubscription): Subscription => {
  const id = newId('sub')
  return {
    id,
    object: 'subscription',
    application: null,
    application_fee_percent: null,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null },
    billing_cycle_anchor: fields.trialEnd ?? fields.created,
    billing_cycle_anchor_config: null,
    billing_mode: { flexible: { proration_discounts: 'included' }, type: 'flexible' },
    billing_schedules: [],
    billing_thresholds: null,
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: null,
    cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
    collection_method: fields.collection ?? 'charge_automatically',
    created: fields.created,
    currency: fields.currency,
    customer: fields.customer,
    customer_account: null,
    days_until_due: null,
    default_payment_method: fields.paymentMethod,
    default_source: null,
    default_tax_rates: [],
    description: fields.description,
    discounts: [],
    ended_at: null,
    invoice_settings: {
      account_tax_ids: null,
      custom_fields: null,
      description: null,
      footer: null,
      issuer: { type: 'self' },
    },
    items: listOf(
      fields.items.map((item) => buildItem(id, fields, item)),
      `/v1/subscription_items?subscription=${id}`,
    ),
    latest_invoice: null,
    livemode: false,
    managed_payments: null,
    metadata: fields.metadata,
    next_pending_invoice_item_invoice: null,
    on_behalf_of: null,
    pause_collection: null,
    payment_settings: {
      payment_method_options: null,
      payment_method_types: null,
      save_default_payment_method: 'off',
    },
    pending_invoice_item_interval: null,
    pending_setup_intent: null,
    pending_update: null,
    schedule: null,
    start_date: fields.created,
    status: fields.status ?? 'active',
    test_clock: null,
    transfer_data: null,
    trial_end: fields.trialEnd ?? null,
    trial_settings: null,
    trial_start: fields.trialEnd ? fields.created : null,
  }
}

type ItemPeriod = { created: number; periodEnd: number }

export const buildItem = (
  subscription: string,
  period: ItemPeriod,
  { price, quantity, metadata = {} }: NewItem,
): Json<Stripe.SubscriptionItem> => ({
  id: newId('si', 14),
  object: 'subscription_item',
  billing_thresholds: null,
  created: period.created,
  current_period_end: period.periodEnd,
  current_period_start: period.created,
  current_trial: null,
  discounts: [],
  metadata,
  plan: planOf(price),
  price,
  quantity,
  subscription,
  tax_rates: [],
})
