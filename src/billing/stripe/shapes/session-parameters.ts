import type { Stripe } from 'stripe'
import type { Money } from '../../../money/money.ts'
import type { PaymentMethods } from '../../../web/page/payment-methods.ts'
import { paymentDescriptor } from './statement-descriptor.ts'
import { stripeLocale } from './stripe-locale.ts'

/** The key of our checkout id in Stripe's metadata. We write no other metadata. */
export const CHECKOUT_KEY = 'mainstay_checkout'

export type SessionRequest = {
  checkoutId: string
  frequency: 'once' | 'monthly' | 'yearly'
  money: Money
  /** The name shown on Stripe's checkout page and on receipts. */
  productName: string
  language: string
  successUrl: string
  cancelUrl: string
  payments: PaymentMethods
}

const INTERVALS = { monthly: 'month', yearly: 'year' } as const

/**
 * Builds the parameters of a checkout session. The metadata of its objects holds our checkout id and nothing
 * else.
 */
export const sessionParameters = (
  request: SessionRequest,
  { product, descriptor }: { product: string; descriptor: string | null },
): Stripe.Checkout.SessionCreateParams => {
  const { frequency, money, checkoutId } = request
  const metadata = { [CHECKOUT_KEY]: checkoutId }
  const price = { currency: money.currency.toLowerCase(), product, unit_amount: money.minor }
  const common = {
    success_url: request.successUrl,
    cancel_url: request.cancelUrl,
    client_reference_id: checkoutId,
    metadata,
    locale: stripeLocale(request.language),
    // The reader chose the currency. Stripe must not convert it.
    adaptive_pricing: { enabled: false },
    // An account with Link would be one more trace of the supporter.
    wallet_options: { link: { display: 'never' as const } },
    ...methodParameters(request.payments),
  }
  if (frequency === 'once') {
    return {
      ...common,
      mode: 'payment',
      submit_type: 'donate',
      customer_creation: 'always',
      line_items: [{ price_data: price, quantity: 1 }],
      payment_intent_data: { metadata, ...paymentDescriptor(request.payments, descriptor) },
    }
  }
  const recurring = { interval: INTERVALS[frequency] }
  return {
    ...common,
    mode: 'subscription',
    line_items: [{ price_data: { ...price, recurring }, quantity: 1 }],
    subscription_data: { metadata },
  }
}

const methodParameters = (payments: PaymentMethods) =>
  'allowed' in payments
    ? { allowed_payment_method_types: [...payments.allowed] }
    : { excluded_payment_method_types: [...payments.excluded] }
