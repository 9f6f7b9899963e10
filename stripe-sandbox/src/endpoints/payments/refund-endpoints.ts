import type { Stripe } from 'stripe'
import { z } from 'zod'
import { idOf } from '../../objects/references.ts'
import type { Charge, Refund } from '../../objects/stripe-objects.ts'
import { disputeOf } from '../../payments/dispute-charge.ts'
import { refundCharge } from '../../payments/refund-charge.ts'
import type { Context } from '../../state/context.ts'
import { type Endpoint, endpoint } from '../core/endpoint.ts'
import { findReferenced } from '../core/find-object.ts'
import { expand, integer, metadata, schemaFor, text } from '../core/parameters.ts'
import { invalidRequest } from '../core/stripe-error.ts'
import { listByChargeEndpoint, metadataEndpoint } from './common-endpoints.ts'

const refundParameters = schemaFor<Stripe.RefundCreateParams>()(
  z.strictObject({
    charge: text.exactOptional(),
    payment_intent: text.exactOptional(),
    amount: integer.exactOptional(),
    reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).exactOptional(),
    metadata: metadata.exactOptional(),
    expand,
  }),
)

const findCharge = (context: Context, parameters: z.infer<typeof refundParameters>): Charge => {
  if (parameters.charge !== undefined)
    return findReferenced(context, 'charge', { id: parameters.charge, param: 'charge' })
  const intent = findReferenced(context, 'payment_intent', {
    id: parameters.payment_intent ?? '',
    param: 'payment_intent',
  })
  return findReferenced(context, 'charge', { id: idOf(intent.latest_charge) ?? '', param: 'payment_intent' })
}

const createRefund = (
  context: Context,
  { parameters }: { parameters: z.infer<typeof refundParameters> },
): Refund => {
  const charge = findCharge(context, parameters)
  const left = charge.amount - charge.amount_refunded
  const amount = parameters.amount ?? left
  if (charge.status !== 'succeeded') throw invalidRequest('This charge has not been captured or has failed.')
  if (charge.disputed && !isRefundable(context, charge))
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
  return refundCharge(context, charge, {
    amount,
    reason: parameters.reason ?? null,
    metadata: parameters.metadata ?? {},
  })
}

/** A charge with an inquiry, or with a dispute that was won, can be refunded. */
const isRefundable = (context: Context, charge: Charge): boolean =>
  /^(warning_|won$)/.test(disputeOf(context, charge.id)?.status ?? '')

export const refundEndpoints: Endpoint[] = [
  endpoint({ method: 'POST', path: '/v1/refunds', parameters: refundParameters, handle: createRefund }),
  metadataEndpoint('refund', '/v1/refunds', ['refund.updated', 'charge.refund.updated']),
  listByChargeEndpoint('refund', '/v1/refunds'),
]
