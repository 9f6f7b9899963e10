import { createHmac } from 'node:crypto'

type Sent = { body?: string; secret: string; at?: number; header?: string; path?: string }

/** Makes a signed snapshot event as Stripe sends it. */
export const eventBody = (changes: Record<string, unknown> = {}): string =>
  JSON.stringify({
    id: 'evt_given',
    object: 'event',
    api_version: '2026-10-28.endive',
    created: 1_795_000_000,
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    type: 'product.created',
    data: { object: { id: 'prod_given', object: 'product' } },
    ...changes,
  })

export const signatureOf = (body: string, secret: string, at: number): string =>
  `t=${at},v1=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')}`

export const sendWebhook = (
  origin: string,
  { body = eventBody(), secret, at, header, path = '/stripe/webhooks' }: Sent,
): Promise<Response> => {
  const seconds = at ?? Math.floor(Date.now() / 1000)
  const signature = header ?? signatureOf(body, secret, seconds)
  return fetch(origin + path, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/json', ...(signature ? { 'stripe-signature': signature } : {}) },
    body,
  })
}
