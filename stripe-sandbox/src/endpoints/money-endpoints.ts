import type { Stripe } from 'stripe'
import { z } from 'zod'
import type { Charge, Dispute, Refund } from '../builders/wire.ts'
import { close, disputeOf } from '../life/disputing.ts'
import { refund } from '../life/refunding.ts'
import { idOf, type World } from '../life/world.ts'
import { type Endpoint, endpoint } from './endpoint.ts'
import { found } from './finding.ts'
import { createdWithin, listPage } from './listing.ts'
import { createdFilter, expand, heldTo, integer, metadata, nothing, pageOfList, text } from './parameters.ts'
import { invalidRequest } from './stripe-error.ts'
import { refuseDeleted } from './subscription-endpoints.ts'

const refundParameters = heldTo<Stripe.RefundCreateParams>()(
  z.strictObject({
    charge: text.exactOptional(),
    payment_intent: text.exactOptional(),
    amount: integer.exactOptional(),
    reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).exactOptional(),
    metadata: metadata.exactOptional(),
    expand,
  }),
)

const chargeNamed = (world: World, wanted: z.infer<typeof refundParameters>): Charge => {
  if (wanted.charge !== undefined) return found(world, 'charge', wanted.charge, 'charge')
  const intent = found(world, 'payment_intent', wanted.payment_intent ?? '', 'payment_intent')
  return found(world, 'charge', idOf(intent.latest_charge) ?? '', 'payment_intent')
}

const createRefund = (
  world: World,
  { parameters: wanted }: { parameters: z.infer<typeof refundParameters> },
): Refund => {
  const charge = chargeNamed(world, wanted)
  const left = charge.amount - charge.amount_refunded
  const amount = wanted.amount ?? left
  if (charge.status !== 'succeeded') throw invalidRequest('This charge has not been captured or has failed.')
  if (charge.disputed && !isFree(world, charge))
    throw invalidRequest(
      `Charge ${charge.id} has been charged back; cannot issue a refund.`,
      'charge_disputed',
    )
  if (left === 0)
    throw invalidRequest(`Charge ${charge.id} has already been refunded.`, 'charge_already_refunded')
  if (amount <= 0 || amount > left)
    throw invalidRequest(
      `Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`,
      undefined,
      'amount',
    )
  return refund(world, charge, { amount, reason: wanted.reason ?? null, metadata: wanted.metadata ?? {} })
}

/** What an inquiry asks about, or a dispute that was won gave back, can be returned. */
const isFree = (world: World, charge: Charge): boolean =>
  /^(warning_|won$)/.test(disputeOf(world, charge.id)?.status ?? '')

const noted = <Name extends 'refund' | 'dispute' | 'charge'>(
  table: Name,
  path: string,
  events: readonly string[],
): Endpoint =>
  endpoint({
    method: 'POST',
    path: `${path}/:id`,
    parameters: z.strictObject({ metadata: metadata.exactOptional(), expand }),
    answer: (world, { id, parameters }) => {
      const before: Refund | Dispute | Charge = found(world, table, id)
      const after = { ...before, metadata: { ...before.metadata, ...parameters.metadata } }
      world.state.put(table, id, after as never)
      for (const event of events) world.emit(event, after)
      return after
    },
  })

const byCharge = heldTo<Stripe.RefundListParams & Stripe.DisputeListParams>()(
  z.strictObject({
    ...pageOfList,
    created: createdFilter,
    charge: text.exactOptional(),
    payment_intent: text.exactOptional(),
  }),
)

const listedByCharge = (table: 'refund' | 'dispute', url: string): Endpoint =>
  endpoint({
    method: 'GET',
    path: url,
    parameters: byCharge,
    answer: ({ state }, { parameters: { created, charge, payment_intent: intent, ...paging } }) =>
      listPage(state, table, paging, {
        url,
        keep: (each) =>
          createdWithin(each.created, created) &&
          (charge === undefined || each.charge === charge) &&
          (intent === undefined || each.payment_intent === intent),
      }),
  })

export const moneyEndpoints: Endpoint[] = [
  endpoint({ method: 'POST', path: '/v1/refunds', parameters: refundParameters, answer: createRefund }),
  noted('refund', '/v1/refunds', ['refund.updated', 'charge.refund.updated']),
  noted('dispute', '/v1/disputes', ['charge.dispute.updated']),
  noted('charge', '/v1/charges', ['charge.updated']),
  listedByCharge('refund', '/v1/refunds'),
  endpoint({
    method: 'POST',
    path: '/v1/disputes/:id/close',
    parameters: nothing,
    answer: (world, { id }) => {
      const current = found(world, 'dispute', id)
      if (['won', 'lost', 'warning_closed', 'prevented'].includes(current.status))
        throw invalidRequest('This dispute is already closed')
      return close(world, current, 'lost')
    },
  }),
  listedByCharge('dispute', '/v1/disputes'),
  endpoint({
    method: 'GET',
    path: '/v1/charges',
    parameters: heldTo<Stripe.ChargeListParams>()(
      z.strictObject({
        ...pageOfList,
        created: createdFilter,
        customer: text.exactOptional(),
        payment_intent: text.exactOptional(),
      }),
    ),
    answer: (world, { parameters: { created, customer, payment_intent: intent, ...paging } }) => {
      refuseDeleted(world, customer)
      return listPage(world.state, 'charge', paging, {
        url: '/v1/charges',
        customer,
        keep: (charge) =>
          createdWithin(charge.created, created) &&
          (customer === undefined || idOf(charge.customer) === customer) &&
          (intent === undefined || idOf(charge.payment_intent) === intent),
      })
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/balance_transactions',
    parameters: heldTo<Stripe.BalanceTransactionListParams>()(
      z.strictObject({
        ...pageOfList,
        created: createdFilter,
        source: text.exactOptional(),
        type: text.exactOptional(),
        currency: text.exactOptional(),
      }),
    ),
    answer: ({ state }, { parameters: { created, source, type, currency, ...paging } }) =>
      listPage(state, 'balance_transaction', paging, {
        url: '/v1/balance_transactions',
        keep: (each) =>
          createdWithin(each.created, created) &&
          (source === undefined || each.source === source) &&
          (type === undefined || each.type === type) &&
          (currency === undefined || each.currency === currency),
      }),
  }),
]
