import assert from 'node:assert/strict'
import type { Stripe } from 'stripe'
import { type GivenSandbox, givenSandbox } from './sandbox.ts'

const HOUR_S = 3600

export type GivenAccount = GivenSandbox & {
  /** Types of the events since the last call, oldest first. */
  newEvents: () => Promise<string[]>
  /** Advances the clock until the next renewal is charged. */
  advanceToRenewal: (subscription: Stripe.Subscription) => Promise<void>
  /** Attaches another card and makes it the default of the subscription. */
  changeCard: (subscription: Stripe.Subscription, card: string) => Promise<void>
  reload: (subscription: Stripe.Subscription) => Promise<Stripe.Subscription>
  latestInvoice: (subscription: Stripe.Subscription) => Promise<Stripe.Invoice>
  latestCharge: (subscription: Stripe.Subscription) => Promise<Stripe.Charge>
}

/** A sandbox with helpers for the life of its subscriptions. */
export const givenAccount = async (): Promise<GivenAccount> => {
  const given = await givenSandbox()
  const { stripe } = given
  let newest = (await stripe.events.list({ limit: 1 })).data[0]?.id
  const newEvents = async (): Promise<string[]> => {
    const page = { limit: 100, ...(newest ? { ending_before: newest } : {}) }
    const { data } = await stripe.events.list(page)
    newest = data[0]?.id ?? newest
    return data.map((event) => event.type).reverse()
  }
  const reload = (subscription: Stripe.Subscription) => stripe.subscriptions.retrieve(subscription.id)
  return {
    ...given,
    newEvents,
    reload,
    advanceToRenewal: async (subscription) => {
      const { now } = (await given.control('clock', { advanceSeconds: 0 })) as { now: string }
      const end = subscription.items.data[0]?.current_period_end ?? 0
      await given.advance(end - Math.floor(Date.parse(now) / 1000) + HOUR_S + 60)
    },
    changeCard: async (subscription, card) => {
      const customer = String(subscription.customer)
      const method = await stripe.paymentMethods.attach(card, { customer })
      await stripe.subscriptions.update(subscription.id, { default_payment_method: method.id })
      await newEvents()
    },
    latestInvoice: async (subscription) =>
      stripe.invoices.retrieve(String((await reload(subscription)).latest_invoice)),
    latestCharge: async (subscription) => {
      const [charge] = (await stripe.charges.list({ customer: String(subscription.customer), limit: 1 })).data
      assert.ok(charge)
      return charge
    },
  }
}
