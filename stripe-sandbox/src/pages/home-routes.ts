import express, { type Request, Router } from 'express'
import { answerPayment } from '../checkout/answer-payment.ts'
import { advanceClock } from '../clock/advance-clock.ts'
import { cancelByHand } from '../control/cancel-in-dashboard.ts'
import type { ControlNeeds } from '../control/control-routes.ts'
import { MODES } from '../deliveries/deliveries.ts'
import { found } from '../endpoints/core/find-object.ts'
import { DISPUTE_OUTCOMES, dispute } from '../payments/dispute-charge.ts'
import { failRefund, refund } from '../payments/refund-charge.ts'
import type { World } from '../state/context.ts'
import { homePage } from './home-page.tsx'
import { sameSite, sendHtml } from './send-html.ts'

type Needs = Pick<ControlNeeds, 'world' | 'deliveries' | 'followers'>

/** The sandbox's own page, and its buttons. */
export const homeRoutes = (needs: Needs): Router => {
  const { world, deliveries } = needs
  const router = Router()
  const form = express.urlencoded({ extended: false, limit: '16kb' })
  router.get('/', (_request, response) => {
    sendHtml(
      response,
      homePage({ state: world.state, now: new Date(world.time.now()), mode: deliveries.mode().mode }),
    )
  })
  router.post('/control/:what', form, sameSite, async (request, response) => {
    const body = request.body as Record<string, string>
    if (request.params['what'] === 'clock') await advanceClock(needs, Number(body['advanceSeconds']) || 0)
    if (request.params['what'] === 'deliveries')
      deliveries.setMode(MODES.find((mode) => mode === body['mode']) ?? 'normal', null)
    if (request.params['what'] === 'flush') await deliveries.flush()
    response.redirect(303, '/')
  })
  router.post('/control/:table/:id/:action', form, sameSite, (request, response) => {
    world.state.commit(() => happen(world, request))
    void deliveries.send()
    response.redirect(303, '/')
  })
  return router
}

/** What a tester's button makes happen. */
const happen = (world: World, { params }: Request): void => {
  const [id, action] = [String(params['id']), params['action']]
  if (params['table'] === 'subscriptions' && action === 'cancel') cancelByHand(world, id)
  if (params['table'] === 'payment_intents')
    answerPayment(world, found(world, 'payment_intent', id), action === 'settle')
  if (params['table'] === 'refunds' && action === 'fail') failRefund(world, found(world, 'refund', id))
  if (params['table'] !== 'charges') return
  const charge = found(world, 'charge', id)
  const left = charge.amount - charge.amount_refunded
  if (action === 'refund' && left > 0) refund(world, charge, { amount: left, reason: null, metadata: {} })
  const outcome = DISPUTE_OUTCOMES.find((each) => each === action)
  if (outcome) dispute(world, charge, outcome)
}
