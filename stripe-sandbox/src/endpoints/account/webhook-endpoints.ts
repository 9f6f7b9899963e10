import type { Stripe } from 'stripe'
import { z } from 'zod'
import { newId } from '../../objects/new-id.ts'
import type { WebhookEndpoint } from '../../objects/stripe-objects.ts'
import type { Context } from '../../state/context.ts'
import { API_VERSION } from '../../state/emit-event.ts'
import { type Endpoint, endpoint } from '../core/endpoint.ts'
import { listPage } from '../core/list-page.ts'
import { boolean, expand, metadata, noParameters, pagination, text } from '../core/parameters.ts'
import { resourceMissing } from '../core/stripe-error.ts'

const address = z.url().max(2048)
const events = z.array(text).min(1)

const createParameters = z.strictObject({
  url: address,
  enabled_events: events,
  api_version: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}(\.[a-z]+)?$/)
    .exactOptional(),
  description: text.exactOptional(),
  metadata: metadata.exactOptional(),
  expand,
})

const updateParameters = z.strictObject({
  url: address.exactOptional(),
  enabled_events: events.exactOptional(),
  disabled: boolean.exactOptional(),
  description: text.exactOptional(),
  metadata: metadata.exactOptional(),
  expand,
})

type NewEndpoint = {
  id: string
  created: number
  url: string
  apiVersion: string | undefined
  enabledEvents: string[]
  description: string | null
  metadata: Record<string, string>
}

const buildWebhookEndpoint = (fields: NewEndpoint): WebhookEndpoint => ({
  id: fields.id,
  object: 'webhook_endpoint',
  api_version: fields.apiVersion ?? API_VERSION,
  application: null,
  created: fields.created,
  description: fields.description,
  enabled_events: fields.enabledEvents,
  livemode: false,
  metadata: fields.metadata,
  status: 'enabled',
  url: fields.url,
})

/** Sets the address and secret of the default endpoint, which `PUT /_sandbox/webhook` controls. */
export const putDefaultEndpoint = (
  { state, clock }: Context,
  { url, secret, apiVersion }: { url: string; secret: string; apiVersion?: string | undefined },
): void => {
  const id = 'we_SandboxDefault'
  const endpoint = buildWebhookEndpoint({
    id,
    created: clock.seconds(),
    url,
    apiVersion,
    enabledEvents: ['*'],
    description: null,
    metadata: {},
  })
  state.put('webhook_endpoint', id, endpoint)
  state.put('secret', id, secret)
}

const findEndpoint = ({ state }: Context, id: string): WebhookEndpoint => {
  const found = state.get('webhook_endpoint', id)
  if (!found) throw resourceMissing('webhook endpoint', id)
  return found
}

export const webhookEndpoints: Endpoint[] = [
  endpoint({
    method: 'POST',
    path: '/v1/webhook_endpoints',
    parameters: createParameters,
    handle: ({ state, clock }, { parameters }) => {
      const id = newId('we')
      const secret = newId('whsec', 32)
      const { url, enabled_events: enabledEvents, description = null, metadata: notes = {} } = parameters
      const endpoint = buildWebhookEndpoint({
        id,
        created: clock.seconds(),
        url,
        apiVersion: parameters.api_version,
        enabledEvents,
        description,
        metadata: notes,
      })
      state.put('webhook_endpoint', id, endpoint)
      state.put('secret', id, secret)
      // Stripe returns the secret in this response only.
      return { ...endpoint, secret } satisfies WebhookEndpoint
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/webhook_endpoints',
    parameters: z.strictObject(pagination),
    handle: ({ state }, { parameters }) =>
      listPage(state, 'webhook_endpoint', {
        paging: parameters,
        url: '/v1/webhook_endpoints',
        keep: () => true,
      }),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/webhook_endpoints/:id',
    parameters: noParameters,
    handle: (context, { id }) => findEndpoint(context, id),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/webhook_endpoints/:id',
    parameters: updateParameters,
    handle: (context, { id, parameters }) => {
      const { disabled, expand: _expand, ...changes } = parameters
      const status = disabled === undefined ? {} : { status: disabled ? 'disabled' : 'enabled' }
      const updated: WebhookEndpoint = { ...findEndpoint(context, id), ...changes, ...status }
      context.state.put('webhook_endpoint', id, updated)
      return updated
    },
  }),
  endpoint({
    method: 'DELETE',
    path: '/v1/webhook_endpoints/:id',
    parameters: noParameters,
    handle: (context, { id }) => {
      findEndpoint(context, id)
      context.state.remove('webhook_endpoint', id)
      context.state.remove('secret', id)
      return { id, object: 'webhook_endpoint', deleted: true } satisfies Stripe.DeletedWebhookEndpoint
    },
  }),
]
