import type { Response, Router } from 'express'
import { z } from 'zod'
import { resolvePayment } from '../checkout/resolve-payment.ts'
import type { Deliveries } from '../deliveries/deliveries.ts'
import { findObject, findReferenced } from '../endpoints/core/find-object.ts'
import { cardByNumber } from '../objects/test-cards.ts'
import { DISPUTE_OUTCOMES, simulateDispute } from '../payments/dispute-charge.ts'
import { failRefund } from '../payments/refund-charge.ts'
import { updateCard } from '../payments/update-card.ts'
import type { Context } from '../state/context.ts'
import { cancelInDashboard } from './cancel-in-dashboard.ts'
import { badRequest, parseBody } from './parse-body.ts'

const disputeRequest = z.strictObject({
  charge: z.string(),
  outcome: z.enum(DISPUTE_OUTCOMES).default('needs_response'),
})
const newCard = z.strictObject({ number: z.string() })
type Needs = { context: Context; deliveries: Deliveries }

/** Simulates actions of banks, cardholders and the owner of the Stripe account. */
export const simulationRoutes = (router: Router, { context, deliveries }: Needs): void => {
  const simulate = <T>(response: Response, work: () => T): void => {
    const result = context.state.commit(work)
    void deliveries.send()
    response.json(result)
  }
  router.post('/disputes', (request, response) => {
    const { charge, outcome } = parseBody(disputeRequest, request)
    simulate(response, () =>
      simulateDispute(context, findReferenced(context, 'charge', { id: charge, param: 'charge' }), outcome),
    )
  })
  router.post('/refunds/:id/fail', (request, response) =>
    simulate(response, () => {
      const refund = findObject(context, 'refund', request.params.id)
      if (refund.status !== 'succeeded' && refund.status !== 'pending')
        throw badRequest('This refund has ended.')
      return failRefund(context, refund)
    }),
  )
  for (const [action, isApproved] of [
    ['settle', true],
    ['fail', false],
  ] as const) {
    router.post(`/payment_intents/:id/${action}`, (request, response) =>
      simulate(response, () => {
        const intent = findObject(context, 'payment_intent', request.params.id)
        if (!resolvePayment(context, intent, isApproved)) throw badRequest('This payment waits for nothing.')
        return findObject(context, 'payment_intent', intent.id)
      }),
    )
  }
  router.post('/payment_methods/:id/update', (request, response) => {
    const card = cardByNumber(parseBody(newCard, request).number)
    if (card?.kind !== 'card') throw badRequest('The sandbox knows Stripe’s test cards only.')
    simulate(response, () => {
      const method = findObject(context, 'payment_method', request.params.id)
      if (method.type !== 'card') throw badRequest('This is no card.')
      return updateCard(context, method, card)
    })
  })
  router.post('/subscriptions/:id/cancel', (request, response) =>
    simulate(response, () => cancelInDashboard(context, request.params.id)),
  )
}
