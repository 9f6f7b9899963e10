import { newId } from '../objects/new-id.ts'
import type { Event, WebhookEndpoint } from '../objects/stripe-objects.ts'
import type { SandboxClock } from './clock.ts'
import type { State } from './state.ts'

/** The API version of all objects of the sandbox. */
export const API_VERSION = '2026-10-28.endive'

export type Emit = (type: string, object: { id: string }, previous?: Record<string, unknown>) => void

type Needs = { state: State; clock: SandboxClock }

/** Records an event with a copy of the object, and a delivery to each endpoint that listens to it. */
export const eventEmitter =
  ({ state, clock }: Needs): Emit =>
  (type, object, previous) => {
    const endpoints = state.all('webhook_endpoint').filter((endpoint) => listensTo(endpoint, type))
    const event: Event = {
      id: newId('evt'),
      object: 'event',
      api_version: API_VERSION,
      created: clock.seconds(),
      data: {
        object: structuredClone(object) as Record<string, unknown>,
        ...(previous ? { previous_attributes: previous } : {}),
      },
      livemode: false,
      pending_webhooks: endpoints.length,
      request: { id: null, idempotency_key: null },
      type,
    }
    state.put('event', event.id, event)
    for (const endpoint of endpoints) {
      const delivery = {
        event: event.id,
        type,
        endpoint: endpoint.id,
        attempts: 0,
        nextAt: clock.now(),
        held: false,
      }
      const id = newId('del')
      state.put('delivery', id, { id, ...delivery })
    }
  }

const listensTo = (endpoint: WebhookEndpoint, type: string): boolean =>
  endpoint.status === 'enabled' &&
  (endpoint.enabled_events.includes('*') || endpoint.enabled_events.includes(type))
