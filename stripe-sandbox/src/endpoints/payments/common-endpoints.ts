import type { Stripe } from 'stripe'
import { z } from 'zod'
import type { Charge, Dispute, Refund } from '../../objects/stripe-objects.ts'
import { type Endpoint, endpoint } from '../core/endpoint.ts'
import { findObject } from '../core/find-object.ts'
import { createdWithin, listPage } from '../core/list-page.ts'
import { createdFilter, expand, metadata, pagination, schemaFor, text } from '../core/parameters.ts'

export const metadataEndpoint = <Name extends 'refund' | 'dispute' | 'charge'>(
  table: Name,
  path: string,
  events: readonly string[],
): Endpoint =>
  endpoint({
    method: 'POST',
    path: `${path}/:id`,
    parameters: z.strictObject({ metadata: metadata.exactOptional(), expand }),
    handle: (context, { id, parameters }) => {
      const before: Refund | Dispute | Charge = findObject(context, table, id)
      const after = { ...before, metadata: { ...before.metadata, ...parameters.metadata } }
      context.state.put(table, id, after as never)
      for (const event of events) context.emit(event, after)
      return after
    },
  })

const listParameters = schemaFor<Stripe.RefundListParams & Stripe.DisputeListParams>()(
  z.strictObject({
    ...pagination,
    created: createdFilter,
    charge: text.exactOptional(),
    payment_intent: text.exactOptional(),
  }),
)

export const listByChargeEndpoint = (table: 'refund' | 'dispute', url: string): Endpoint =>
  endpoint({
    method: 'GET',
    path: url,
    parameters: listParameters,
    handle: ({ state }, { parameters: { created, charge, payment_intent: intent, ...paging } }) =>
      listPage(state, table, {
        paging,
        url,
        keep: (each) =>
          createdWithin(each.created, created) &&
          (charge === undefined || each.charge === charge) &&
          (intent === undefined || each.payment_intent === intent),
      }),
  })
