import type { Card } from '../life/test-cards.ts'
import { newId } from './ids.ts'
import type { BalanceTransaction, Charge, PaymentIntent, PaymentMethod } from './wire.ts'

type NewIntent = {
  created: number
  amount: number
  currency: string
  customer: string | null
  metadata: Record<string, string>
  description: string | null
}

export const buildPaymentIntent = (wanted: NewIntent): PaymentIntent => {
  const id = newId('pi')
  return {
    id,
    object: 'payment_intent',
    amount: wanted.amount,
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
    created: wanted.created,
    currency: wanted.currency,
    customer: wanted.customer,
    customer_account: null,
    description: wanted.description,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: wanted.metadata,
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
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: 'requires_payment_method',
    transfer_data: null,
    transfer_group: null,
  }
}

type NewCharge = { created: number; intent: PaymentIntent; method: PaymentMethod; card: Card }

/** One try to take the money; a declined one is a charge too. */
export const buildCharge = ({ created, intent, method, card }: NewCharge): Charge => {
  const paid = card.decline === null
  const id = newId('ch')
  return {
    id,
    object: 'charge',
    amount: intent.amount,
    amount_captured: paid ? intent.amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: method.billing_details,
    calculated_statement_descriptor: 'MAINSTAY SANDBOX',
    captured: paid,
    created,
    currency: intent.currency,
    customer: intent.customer as string | null,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: card.decline?.code ?? null,
    failure_message: card.decline?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: intent.metadata,
    on_behalf_of: null,
    outcome: {
      advice_code: null,
      network_advice_code: null,
      network_decline_code: null,
      network_status: paid ? 'approved_by_network' : 'declined_by_network',
      reason: card.decline?.declineCode ?? null,
      seller_message: paid
        ? 'Payment complete.'
        : 'The bank did not return any further details with this decline.',
      type: paid ? 'authorized' : 'issuer_declined',
    },
    paid,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: { type: 'card' },
    receipt_email: null,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: paid ? 'succeeded' : 'failed',
    transfer_data: null,
    transfer_group: null,
  }
}

const SETTLEMENT_CURRENCY = 'usd'
// What the sandbox's bank gives for one minor unit, in minor units of the settlement currency. Fixed, so that
// a test can say what must have been settled; the figures stand near those of the autumn of 2026.
const RATES: Record<string, number> = { usd: 1, eur: 1.12, gbp: 1.31, chf: 1.2, pln: 0.26, jpy: 0.66 }

/** What a charge brings once it is settled: converted, less Stripe's 2.9 % and 30 cents. */
export const buildBalanceTransaction = (charge: Charge, created: number): BalanceTransaction => {
  const rate = RATES[charge.currency] ?? 1
  const amount = Math.round(charge.amount * rate)
  const fee = Math.round(amount * 0.029) + 30
  return {
    id: newId('txn'),
    object: 'balance_transaction',
    amount,
    available_on: created + 2 * 86_400,
    balance_type: 'payments',
    created,
    currency: SETTLEMENT_CURRENCY,
    description: charge.description,
    exchange_rate: charge.currency === SETTLEMENT_CURRENCY ? null : rate,
    fee,
    fee_details: [
      {
        amount: fee,
        application: null,
        currency: SETTLEMENT_CURRENCY,
        description: 'Stripe processing fees',
        type: 'stripe_fee',
      },
    ],
    net: amount - fee,
    reporting_category: 'charge',
    source: charge.id,
    status: 'pending',
    type: 'charge',
  }
}
