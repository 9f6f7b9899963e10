import { createHmac } from 'node:crypto'
import type { State } from '../state/state.ts'
import type { Delivery } from '../state/tables.ts'
import { renderForVersion } from './render-for-version.ts'

const TIMEOUT_MS = 10_000

export const sendDelivery = async (state: State, delivery: Delivery): Promise<number> => {
  const endpoint = state.get('webhook_endpoint', delivery.endpoint)
  const secret = state.get('secret', delivery.endpoint)
  const event = state.get('event', delivery.event)
  // Deliveries to a deleted endpoint end without an attempt.
  if (!endpoint || !secret || !event) return 200
  const body = JSON.stringify(renderForVersion(endpoint.api_version, event), null, 2)
  try {
    const response = await fetch(endpoint.url, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'stripe-signature': signature(body, secret),
      },
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    await response.arrayBuffer()
    return response.status
  } catch {
    return 0
  }
}

/**
 * The timestamp is the machine's time, because receivers refuse one that differs from theirs by minutes.
 * While a secret is rolled, the header has a signature with each secret.
 */
const signature = (body: string, secrets: string): string => {
  const at = Math.floor(Date.now() / 1000)
  const digest = (key: string) => createHmac('sha256', key).update(`${at}.${body}`).digest('hex')
  const signed = secrets.split(',').map((secret) => `v1=${digest(secret)}`)
  return `t=${at},${signed.join(',')},v0=${digest(`test ${secrets}`)}`
}
