import { Stripe } from 'stripe'
import { type Sandbox, startSandbox } from '../../../src/sandbox/server.ts'
import { paySession } from '../people/reader.ts'
import { START_AT } from '../start-at.ts'
import { givenDirectory } from './directories.ts'

export const stripeClient = (origin: string, retries = 0): Stripe => {
  const { hostname, port } = new URL(origin)
  return new Stripe('sk_test_given', { host: hostname, port, protocol: 'http', maxNetworkRetries: retries })
}

/** Tells the sandbox at `origin` to make something happen. */
export const controlSandbox = async (
  origin: string,
  where: string,
  body: unknown,
  method = where === 'webhook' ? 'PUT' : 'POST',
): Promise<unknown> => {
  const response = await fetch(`${origin}/_sandbox/${where}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`The sandbox answered ${response.status}: ${await response.text()}`)
  return response.json()
}

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

/** A sandbox alone at START_AT, driven by Stripe's own client. */
export const givenSandbox = async (): Promise<GivenSandbox> => {
  const directory = await givenDirectory()
  const sandbox = await startSandbox({
    port: 0,
    directory: directory.path,
    perEndpoint: 0,
    startAt: START_AT,
  })
  const stripe = stripeClient(sandbox.origin)
  await stripe.products.create({ id: 'mainstay_monthly', name: 'Monthly' })
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
      const session = await stripe.checkout.sessions.create(sessionFor(more))
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

const sessionFor = ({
  amount = 500,
  currency = 'usd',
  interval = 'month',
  metadata = {},
}: Subscribing): Stripe.Checkout.SessionCreateParams => ({
  mode: 'subscription',
  line_items: [
    {
      price_data: { currency, product: 'mainstay_monthly', unit_amount: amount, recurring: { interval } },
      quantity: 1,
    },
  ],
  success_url: 'http://127.0.0.1/thanks',
  metadata,
  subscription_data: { metadata },
})
