import express, { type Request, type Response, Router } from 'express'
import { resolvePayment } from '../checkout/resolve-payment.ts'
import { advanceClock } from '../clock/advance-clock.ts'
import { cancelInDashboard } from '../control/cancel-in-dashboard.ts'
import { type ControlNeeds, MAX_ADVANCE_S } from '../control/control-routes.ts'
import { requireSameSite } from '../control/require-same-site.ts'
import { MODES } from '../deliveries/delivery-mode.ts'
import { findObject } from '../endpoints/core/find-object.ts'
import { pageLanguage } from '../pages/page-language.ts'
import { sendHtml } from '../pages/send-html.ts'
import { DISPUTE_OUTCOMES, simulateDispute } from '../payments/dispute-charge.ts'
import { failRefund, refundCharge } from '../payments/refund-charge.ts'
import type { Context } from '../state/context.ts'
import { deskPage } from './desk-page.tsx'
import { playScenario, SCENARIOS } from './scenarios.ts'

type Needs = Pick<ControlNeeds, 'context' | 'deliveries' | 'followers'>

/** The control desk and its buttons. */
export const deskRoutes = (needs: Needs): Router => {
  const { context, deliveries } = needs
  const router = Router()
  const form = express.urlencoded({ extended: false, limit: '16kb' })
  router.get('/', (request, response) => {
    const { done } = request.query
    const page = deskPage({
      state: context.state,
      now: new Date(context.clock.now()),
      mode: deliveries.mode().mode,
      language: pageLanguage(request, request.query['language']),
      done: [...SCENARIOS, 'impossible' as const].find((each) => each === done) ?? null,
    })
    sendHtml(response.vary('accept-language'), page)
  })
  router.post('/control/scenarios/:scenario', form, requireSameSite, async (request, response) => {
    const scenario = SCENARIOS.find((each) => each === request.params['scenario'])
    const isDone = scenario !== undefined && (await playScenario(needs, scenario))
    backToDesk(request, response, isDone ? scenario : 'impossible')
  })
  router.post('/control/:what', form, requireSameSite, async (request, response) => {
    const body = request.body as Record<string, string>
    if (request.params['what'] === 'clock') await advanceClock(needs, secondsOf(body['advanceSeconds']))
    if (request.params['what'] === 'deliveries')
      deliveries.setMode(MODES.find((mode) => mode === body['mode']) ?? 'normal', null)
    if (request.params['what'] === 'flush') await deliveries.flush()
    backToDesk(request, response)
  })
  router.post('/control/:table/:id/:action', form, requireSameSite, (request, response) => {
    context.state.commit(() => simulate(context, request))
    void deliveries.send()
    backToDesk(request, response)
  })
  return router
}

// A time beyond the calendar would break every page from then on.
const secondsOf = (typed: string | undefined): number =>
  Math.min(Math.max(Math.floor(Number(typed)) || 0, 0), MAX_ADVANCE_S)

const backToDesk = (request: Request, response: Response, done?: string): void => {
  const { language } = request.body as Record<string, unknown>
  const query = new URLSearchParams({
    ...(typeof language === 'string' ? { language } : {}),
    ...(done ? { done } : {}),
  })
  response.redirect(303, query.size > 0 ? `/?${query}` : '/')
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
