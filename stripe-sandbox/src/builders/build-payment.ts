import { newId } from '../objects/new-id.ts'
import type { BalanceTransaction, Charge, PaymentIntent, PaymentMethod } from '../objects/stripe-objects.ts'
import type { Decline } from '../objects/test-cards.ts'
import { cardDescriptor } from './card-descriptor.ts'

type NewIntent = {
  created: number
  amount: number
  currency: string
  customer: string | null
  metadata: Record<string, string>
  description: string | null
  /** The texts for bank statements. A card statement shows the suffix, else the descriptor, after the account's text. */
  statement?: StatementTexts | undefined
}

export type StatementTexts = { descriptor: string | null; suffix: string | null }

export const buildPaymentIntent = (fields: NewIntent): PaymentIntent => {
  const id = newId('pi')
  return {
    id,
    object: 'payment_intent',
    amount: fields.amount,
    allowed_payment_method_types: null,
    amount_capturable: 0,
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: { enabled: true },
    canceled_at: null,
    cancellation_reason: null,
    capture_method: 'automatic_async',
    client_secret: `${id}_secret_${newId('s').slice(2)}`,
    confirmation_method: 'automatic',
    created: fields.created,
    currency: fields.currency,
    customer: fields.customer,
    customer_account: null,
    description: fields.description,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: fields.metadata,
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: ['card'],
    payment_record: null,
    processing: null,
    receipt_email: null,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: fields.statement?.descriptor ?? null,
    statement_descriptor_suffix: fields.statement?.suffix ?? null,
    status: 'requires_payment_method',
    transfer_data: null,
    transfer_group: null,
  }
}

type NewCharge = {
  created: number
  intent: PaymentIntent
  method: PaymentMethod
  status: 'succeeded' | 'pending' | 'failed'
  decline: Decline | null
  /** The text of the account for bank statements. */
  account: string
}

/** Every attempt is a charge, also a declined one. */
export const buildCharge = ({ created, intent, method, status, decline, account }: NewCharge): Charge => {
  const taken = status !== 'failed'
  const id = newId('ch')
  return {
    id,
    object: 'charge',
    amount: intent.amount,
    amount_captured: taken ? intent.amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: method.billing_details,
    calculated_statement_descriptor:
      method.type === 'card'
        ? cardDescriptor(account, intent.statement_descriptor_suffix ?? intent.statement_descriptor)
        : null,
    captured: taken,
    created,
    currency: intent.currency,
    customer: intent.customer as string | null,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: decline?.code ?? null,
    failure_message: decline?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: intent.metadata,
    on_behalf_of: null,
    outcome: outcomeOf(taken, decline),
    paid: taken,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: { type: method.type },
    receipt_email: null,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: intent.statement_descriptor,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status,
    transfer_data: null,
    transfer_group: null,
  }
}

const outcomeOf = (taken: boolean, decline: Decline | null): Charge['outcome'] => ({
  advice_code: null,
  network_advice_code: null,
  network_decline_code: null,
  network_status: taken ? 'approved_by_network' : 'declined_by_network',
  reason: decline?.declineCode ?? null,
  seller_message: taken
    ? 'Payment complete.'
    : 'The bank did not return any further details with this decline.',
  type: taken ? 'authorized' : 'issuer_declined',
})

const SETTLEMENT_CURRENCY = 'usd'
// Minor units of the settlement currency for one minor unit of each currency, near the rates of autumn 2026.
// The rates are fixed so that tests can state the settled amounts.
const RATES: Record<string, number> = { usd: 1, eur: 1.12, gbp: 1.31, chf: 1.2, pln: 0.26, jpy: 0.66 }

type NewTransaction = {
  created: number
  source: string
  currency: string
  /** In the currency of the charge. Negative amounts leave the account. */
  amount: number
  type: BalanceTransaction['type']
  category: string
  fee: (settled: number) => { amount: number; description: string } | null
  description?: string | null
}

/** The amounts of a balance transaction are in the account's currency. */
export const buildBalanceTransaction = (fields: NewTransaction): BalanceTransaction => {
  const { created, currency, source } = fields
  const rate = RATES[currency] ?? 1
  const amount = Math.sign(fields.amount) * Math.round(Math.abs(fields.amount) * rate)
  const fee = fields.fee(amount)
  return {
    id: newId('txn'),
    object: 'balance_transaction',
    amount,
    available_on: created + 2 * 86_400,
    balance_type: 'payments',
    created,
    currency: SETTLEMENT_CURRENCY,
    description: fields.description ?? null,
    exchange_rate: currency === SETTLEMENT_CURRENCY ? null : rate,
    fee: fee?.amount ?? 0,
    fee_details: fee
      ? [{ ...fee, application: null, currency: SETTLEMENT_CURRENCY, type: 'stripe_fee' }]
      : [],
    net: amount - (fee?.amount ?? 0),
    reporting_category: fields.category,
    source,
    status: 'pending',
    type: fields.type,
  }
}

/** Stripe's fee: 2.9 % and 30 cents. */
export const processingFee = (settled: number) => ({
  amount: Math.round(settled * 0.029) + 30,
  description: 'Stripe processing fees',
})
export const disputeFee = () => ({ amount: 1500, description: 'Dispute fee' })
export const noFee = () => null
