import type { Stripe } from 'stripe'
import { type Sandbox, startSandbox } from '../../src/server.ts'
import { controlSandbox, paySession, stripeClient } from './client.ts'
import { givenDirectory } from './directory.ts'
import { START_AT } from './start-at.ts'

export type GivenSandbox = {
  sandbox: Sandbox
  stripe: Stripe
  control: (where: string, body: unknown) => Promise<unknown>
  now: () => Promise<Date>
  /** Sandbox time, in seconds. */
  advance: (seconds: number) => Promise<void>
  /** Types of all events so far, oldest first. */
  types: () => Promise<string[]>
  /** A subscription of a new customer, paid at the hosted page. */
  subscribe: (more?: Subscribing) => Promise<Stripe.Subscription>
  stop: () => Promise<void>
}

type Subscribing = {
  amount?: number
  currency?: string
  interval?: 'month' | 'year'
  method?: string
  metadata?: Record<string, string>
}

export const PRODUCT = 'monthly'

type Options = {
  startAt?: Date
  /** The id of the product that `subscribe` sells. */
  product?: string
}

/** A sandbox of its own, driven by Stripe's client. */
export const givenSandbox = async ({
  startAt = START_AT,
  product = PRODUCT,
}: Options = {}): Promise<GivenSandbox> => {
  const directory = await givenDirectory()
  const sandbox = await startSandbox({
    port: 0,
    directory: directory.path,
    perEndpoint: 0,
    startAt,
  })
  const stripe = stripeClient(sandbox.origin)
  await stripe.products.create({ id: product, name: 'Monthly' })
  const control = (where: string, body: unknown) => controlSandbox(sandbox.origin, where, body)
  return {
    sandbox,
    stripe,
    control,
    now: async () => {
      const { now } = (await (await fetch(`${sandbox.origin}/_sandbox/clock`)).json()) as { now: string }
      return new Date(now)
    },
    advance: async (seconds) => void (await control('clock', { advanceSeconds: seconds })),
    types: async () =>
      (await stripe.events.list({ limit: 100 }).autoPagingToArray({ limit: 5000 }))
        .map((event) => event.type)
        .reverse(),
    subscribe: async (more = {}) => {
      const session = await stripe.checkout.sessions.create(sessionFor(product, more))
      const paid = await paySession(sandbox.origin, session.id, more.method)
      if (!paid.ok) throw new Error(`Not paid: ${await paid.text()}`)
      const done = await stripe.checkout.sessions.retrieve(session.id)
      return stripe.subscriptions.retrieve(String(done.subscription))
    },
    stop: async () => {
      await sandbox.stop()
      await directory.remove()
    },
  }
}

const sessionFor = (
  product: string,
  { amount = 500, currency = 'usd', interval = 'month', metadata = {} }: Subscribing,
): Stripe.Checkout.SessionCreateParams => ({
  mode: 'subscription',
  line_items: [
    {
      price_data: { currency, product, unit_amount: amount, recurring: { interval } },
      quantity: 1,
    },
  ],
  success_url: 'http://127.0.0.1/thanks',
  metadata,
  subscription_data: { metadata },
})
