import express, { type Request, Router } from 'express'
import { resolvePayment } from '../checkout/resolve-payment.ts'
import { advanceClock } from '../clock/advance-clock.ts'
import { cancelInDashboard } from '../control/cancel-in-dashboard.ts'
import type { ControlNeeds } from '../control/control-routes.ts'
import { MODES } from '../deliveries/delivery-mode.ts'
import { findObject } from '../endpoints/core/find-object.ts'
import { DISPUTE_OUTCOMES, simulateDispute } from '../payments/dispute-charge.ts'
import { failRefund, refundCharge } from '../payments/refund-charge.ts'
import type { Context } from '../state/context.ts'
import { homePage } from './home-page.tsx'
import { requireSameSite, sendHtml } from './send-html.ts'

type Needs = Pick<ControlNeeds, 'context' | 'deliveries' | 'followers'>

/** The start page and its buttons. */
export const homeRoutes = (needs: Needs): Router => {
  const { context, deliveries } = needs
  const router = Router()
  const form = express.urlencoded({ extended: false, limit: '16kb' })
  router.get('/', (_request, response) => {
    sendHtml(
      response,
      homePage({ state: context.state, now: new Date(context.clock.now()), mode: deliveries.mode().mode }),
    )
  })
  router.post('/control/:what', form, requireSameSite, async (request, response) => {
    const body = request.body as Record<string, string>
    if (request.params['what'] === 'clock') await advanceClock(needs, Number(body['advanceSeconds']) || 0)
    if (request.params['what'] === 'deliveries')
      deliveries.setMode(MODES.find((mode) => mode === body['mode']) ?? 'normal', null)
    if (request.params['what'] === 'flush') await deliveries.flush()
    response.redirect(303, '/')
  })
  router.post('/control/:table/:id/:action', form, requireSameSite, (request, response) => {
    context.state.commit(() => simulate(context, request))
    void deliveries.send()
    response.redirect(303, '/')
  })
  return router
}

/** Does the action of a button on the start page. */
const simulate = (context: Context, { params }: Request): void => {
  const [id, action] = [String(params['id']), params['action']]
  if (params['table'] === 'subscriptions' && action === 'cancel') cancelInDashboard(context, id)
  if (params['table'] === 'payment_intents')
    resolvePayment(context, findObject(context, 'payment_intent', id), action === 'settle')
  if (params['table'] === 'refunds' && action === 'fail')
    failRefund(context, findObject(context, 'refund', id))
  if (params['table'] !== 'charges') return
  const charge = findObject(context, 'charge', id)
  const left = charge.amount - charge.amount_refunded
  if (action === 'refund' && left > 0)
    refundCharge(context, charge, { amount: left, reason: null, metadata: {} })
  const outcome = DISPUTE_OUTCOMES.find((each) => each === action)
  if (outcome) simulateDispute(context, charge, outcome)
}
