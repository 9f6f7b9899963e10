import type { Response, Router } from 'express'
import { z } from 'zod'
import { answerPayment } from '../checkout/answer-payment.ts'
import type { Deliveries } from '../deliveries/deliveries.ts'
import { found } from '../endpoints/core/find-object.ts'
import { cardByNumber } from '../objects/test-cards.ts'
import { DISPUTE_OUTCOMES, dispute } from '../payments/dispute-charge.ts'
import { failRefund } from '../payments/refund-charge.ts'
import { updateCard } from '../payments/update-card.ts'
import type { World } from '../state/context.ts'
import { cancelByHand } from './cancel-in-dashboard.ts'
import { parse, refused } from './parse-body.ts'

const wantedDispute = z.strictObject({
  charge: z.string(),
  outcome: z.enum(DISPUTE_OUTCOMES).default('needs_response'),
})
const newCard = z.strictObject({ number: z.string() })
type Needs = { world: World; deliveries: Deliveries }

/** What happens at Stripe without anybody's call: banks, cardholders, the account's owner. */
export const happeningRoutes = (router: Router, { world, deliveries }: Needs): void => {
  const happen = <T>(response: Response, work: () => T): void => {
    const result = world.state.commit(work)
    void deliveries.send()
    response.json(result)
  }
  router.post('/disputes', (request, response) => {
    const { charge, outcome } = parse(wantedDispute, request)
    happen(response, () => dispute(world, found(world, 'charge', charge, 'charge'), outcome))
  })
  router.post('/refunds/:id/fail', (request, response) =>
    happen(response, () => {
      const refund = found(world, 'refund', request.params.id)
      if (refund.status !== 'succeeded' && refund.status !== 'pending')
        throw refused('This refund has ended.')
      return failRefund(world, refund)
    }),
  )
  for (const [action, isGood] of [
    ['settle', true],
    ['fail', false],
  ] as const) {
    router.post(`/payment_intents/:id/${action}`, (request, response) =>
      happen(response, () => {
        const intent = found(world, 'payment_intent', request.params.id)
        if (!answerPayment(world, intent, isGood)) throw refused('This payment waits for nothing.')
        return found(world, 'payment_intent', intent.id)
      }),
    )
  }
  router.post('/payment_methods/:id/update', (request, response) => {
    const card = cardByNumber(parse(newCard, request).number)
    if (card?.kind !== 'card') throw refused('The sandbox knows Stripe’s test cards only.')
    happen(response, () => {
      const method = found(world, 'payment_method', request.params.id)
      if (method.type !== 'card') throw refused('This is no card.')
      return updateCard(world, method, card)
    })
  })
  router.post('/subscriptions/:id/cancel', (request, response) =>
    happen(response, () => cancelByHand(world, request.params.id)),
  )
}
