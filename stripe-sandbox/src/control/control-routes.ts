import express, { type Response, Router } from 'express'
import { z } from 'zod'
import { advanceClock } from '../clock/advance-clock.ts'
import type { Followers } from '../clock/clock-followers.ts'
import type { Deliveries } from '../deliveries/deliveries.ts'
import { MODES } from '../deliveries/delivery-mode.ts'
import { putDefaultEndpoint } from '../endpoints/account/webhook-endpoints.ts'
import { type Faults, faultParameters } from '../endpoints/core/faults.ts'
import { statementText } from '../endpoints/core/parameters.ts'
import type { Limits } from '../endpoints/core/rate-limits.ts'
import { AFTER_RETRIES } from '../invoices/dunning.ts'
import type { Context } from '../state/context.ts'
import { linksRequest, putLinks } from './links.ts'
import { parseBody } from './parse-body.ts'
import { requireSameSite } from './require-same-site.ts'
import { simulationRoutes } from './simulation-routes.ts'

export type ControlNeeds = {
  context: Context
  deliveries: Deliveries
  followers: Followers
  faults: Faults
  limits: Limits
}

export const MAX_ADVANCE_S = 3_660 * 86_400
const clock = z.strictObject({ advanceSeconds: z.number().int().min(0).max(MAX_ADVANCE_S) })
const deliveryMode = z.strictObject({
  mode: z.enum(MODES),
  times: z.number().int().min(1).max(1000).optional(),
})
const secret = z.string().startsWith('whsec_')
const webhook = z.strictObject({ url: z.url(), secret, apiVersion: z.string().optional() })
const acknowledgement = z.strictObject({ sequence: z.number().int() })
const settings = z.strictObject({
  afterRetries: z.enum(AFTER_RETRIES).optional(),
  onDispute: z.enum(['nothing', 'cancel']).optional(),
  perEndpoint: z.number().int().min(0).max(10_000).optional(),
  statementDescriptor: statementText.optional(),
})

/** Control routes that Stripe does not have: the clock, deliveries, faults and settings. */
export const controlRoutes = (needs: ControlNeeds): Router => {
  const router = Router()
  // A page of another site can send a request without a body. JSON it could not send without a CORS preflight.
  router.use((request, response, next) =>
    request.method === 'GET' ? next() : requireSameSite(request, response, next),
  )
  router.use(express.json({ limit: '16kb' }))
  clockRoutes(router, needs)
  deliveryRoutes(router, needs)
  faultRoutes(router, needs)
  simulationRoutes(router, needs)
  return router
}

const clockRoutes = (router: Router, needs: ControlNeeds): void => {
  const { context, followers } = needs
  router.post('/clock', async (request, response) => {
    await advanceClock(needs, parseBody(clock, request).advanceSeconds)
    sendTime(context, response)
  })
  router.get('/clock', (_request, response) => sendTime(context, response))
  router.post('/clock/followers', (_request, response) => followers.add(response))
  router.post('/clock/followers/:id', (request, response) => {
    followers.acknowledge(request.params.id, parseBody(acknowledgement, request).sequence)
    sendTime(context, response)
  })
}

const deliveryRoutes = (router: Router, { context, deliveries }: ControlNeeds): void => {
  router.post('/deliveries', (request, response) => {
    const { mode, times } = parseBody(deliveryMode, request)
    deliveries.setMode(mode, times ?? null)
    response.json(deliveries.mode())
  })
  router.post('/deliveries/flush', async (_request, response) => {
    await deliveries.flush()
    sendTime(context, response)
  })
  router.get('/deliveries', (_request, response) => {
    response.json(context.state.all('attempt'))
  })
  router.put('/webhook', (request, response) => {
    const endpoint = parseBody(webhook, request)
    context.state.commit(() => putDefaultEndpoint(context, endpoint))
    void deliveries.send()
    sendTime(context, response)
  })
  router.put('/links', (request, response) => {
    putLinks(context.state, parseBody(linksRequest, request).links)
    sendTime(context, response)
  })
  router.post('/webhook/roll', (request, response) => {
    const rolled = parseBody(z.strictObject({ secret }), request)
    const id = 'we_SandboxDefault'
    const [previous] = (context.state.get('secret', id) ?? '').split(',')
    context.state.commit(() => context.state.put('secret', id, [rolled.secret, previous].join(',')))
    sendTime(context, response)
  })
}

const faultRoutes = (router: Router, { context, faults, limits }: ControlNeeds): void => {
  router.post('/faults', (request, response) => {
    faults.add(parseBody(faultParameters, request))
    sendTime(context, response)
  })
  router.delete('/faults', (_request, response) => {
    faults.clear()
    sendTime(context, response)
  })
  router.post('/settings', (request, response) => {
    const { perEndpoint, ...changes } = parseBody(settings, request)
    if (perEndpoint !== undefined) limits.set(perEndpoint)
    context.state.commit(() => {
      for (const [name, value] of Object.entries(changes))
        if (value !== undefined) context.state.put('setting', name, value)
    })
    sendTime(context, response)
  })
  router.get('/calls', (_request, response) => {
    response.json(limits.counts())
  })
  router.delete('/calls', (_request, response) => {
    limits.reset()
    sendTime(context, response)
  })
}

const sendTime = ({ clock }: Context, response: Response): void => {
  response.json({ now: new Date(clock.now()).toISOString(), offsetMs: clock.offsetMs() })
}
