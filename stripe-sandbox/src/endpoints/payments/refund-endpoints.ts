import type { Stripe } from 'stripe'
import { z } from 'zod'
import { idOf } from '../../objects/references.ts'
import type { Charge, Refund } from '../../objects/stripe-objects.ts'
import { disputeOf } from '../../payments/dispute-charge.ts'
import { refund } from '../../payments/refund-charge.ts'
import type { World } from '../../state/context.ts'
import { type Endpoint, endpoint } from '../core/endpoint.ts'
import { found } from '../core/find-object.ts'
import { expand, heldTo, integer, metadata, text } from '../core/parameters.ts'
import { invalidRequest } from '../core/stripe-error.ts'
import { listedByCharge, noted } from './shared-endpoints.ts'

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

export const refundEndpoints: Endpoint[] = [
  endpoint({ method: 'POST', path: '/v1/refunds', parameters: refundParameters, answer: createRefund }),
  noted('refund', '/v1/refunds', ['refund.updated', 'charge.refund.updated']),
  listedByCharge('refund', '/v1/refunds'),
]
