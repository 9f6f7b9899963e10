import type { Stripe } from 'stripe'
import { z } from 'zod'
import { type Endpoint, endpoint } from '../core/endpoint.ts'
import { createdWithin, listPage } from '../core/list-page.ts'
import { boolean, createdFilter, pagination, schemaFor, text } from '../core/parameters.ts'

/** Stripe lists events of the last 30 days. https://docs.stripe.com/api/events */
const EVENT_RETENTION_S = 30 * 86_400

export const eventEndpoints: Endpoint[] = [
  endpoint({
    method: 'GET',
    path: '/v1/events',
    parameters: schemaFor<Stripe.EventListParams>()(
      z.strictObject({
        ...pagination,
        created: createdFilter,
        type: text.exactOptional(),
        types: z.array(text).max(20).exactOptional(),
        delivery_success: boolean.exactOptional(),
      }),
    ),
    handle: (
      { state, clock },
      { parameters: { created, type, types, delivery_success: isSent, ...paging } },
    ) =>
      listPage(state, 'event', {
        paging,
        url: '/v1/events',
        keep: (event) =>
          event.created >= clock.seconds() - EVENT_RETENTION_S &&
          createdWithin(event.created, created) &&
          (type === undefined || event.type === type) &&
          (types === undefined || types.includes(event.type)) &&
          (isSent === undefined || isSent === (event.pending_webhooks === 0)),
      }),
  }),
]
