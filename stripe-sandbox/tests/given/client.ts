import { Stripe } from 'stripe'

/** Stripe's own client, connected to the sandbox at `origin`. */
export const stripeClient = (origin: string, retries = 0): Stripe => {
  const { hostname, port } = new URL(origin)
  return new Stripe('sk_test_given', { host: hostname, port, protocol: 'http', maxNetworkRetries: retries })
}

/** Calls a control route of the sandbox at `origin`. Throws if the sandbox refuses the call. */
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

/** Pays a checkout session without a browser, as Stripe's command-line client does. */
export const paySession = (origin: string, session: string, method = 'pm_card_visa'): Promise<Response> =>
  fetch(`${origin}/v1/payment_pages/${session}/confirm`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk_test_given' },
    body: new URLSearchParams({ payment_method: method }),
  })
