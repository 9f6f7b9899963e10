import { Stripe } from 'stripe'

/** Stripe's own client, connected to the sandbox at `origin`. */
export const stripeClient = (origin: string, retries = 0): Stripe => {
  const { hostname, port } = new URL(origin)
  return new Stripe('sk_test_given', { host: hostname, port, protocol: 'http', maxNetworkRetries: retries })
}

/** Calls a control route of the sandbox at `origin`. Throws if the sandbox refuses the call. */
export const controlSandbox = async (origin: string, route: string, body: unknown): Promise<unknown> => {
  const response = await fetch(`${origin}/_sandbox/${route}`, {
    method: route === 'webhook' ? 'PUT' : 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`The sandbox answered ${response.status}: ${await response.text()}`)
  return response.json()
}

/** Removes the faults, or the counts of calls, of the sandbox at `origin`. */
export const clearSandbox = async (origin: string, route: 'faults' | 'calls'): Promise<void> => {
  const response = await fetch(`${origin}/_sandbox/${route}`, { method: 'DELETE' })
  if (!response.ok) throw new Error(`The sandbox answered ${response.status}: ${await response.text()}`)
}

/** Pays a checkout session without a browser, as Stripe's command-line client does. */
export const paySession = (origin: string, session: string, method = 'pm_card_visa'): Promise<Response> =>
  fetch(`${origin}/v1/payment_pages/${session}/confirm`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk_test_given' },
    body: new URLSearchParams({ payment_method: method }),
  })
