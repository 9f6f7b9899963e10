import type { Stripe } from 'stripe'

/** Parameters of a session that sells a monthly subscription. */
export const monthlySession = (product: string): Stripe.Checkout.SessionCreateParams => ({
  mode: 'subscription',
  line_items: [
    {
      price_data: { currency: 'usd', product, unit_amount: 500, recurring: { interval: 'month' } },
      quantity: 1,
    },
  ],
  success_url: 'http://127.0.0.1/thanks',
})
