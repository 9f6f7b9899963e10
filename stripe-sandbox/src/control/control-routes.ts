import express, { type Response, Router } from 'express'
import { z } from 'zod'
import { advanceClock } from '../clock/advance-clock.ts'
import type { Followers } from '../clock/clock-followers.ts'
import { type Deliveries, MODES } from '../deliveries/deliveries.ts'
import { putDefaultEndpoint } from '../endpoints/account/webhook-endpoints.ts'
import { type Faults, faultParameters } from '../endpoints/core/faults.ts'
import type { Limits } from '../endpoints/core/rate-limits.ts'
import { AFTER_RETRIES } from '../invoices/dunning.ts'
import type { World } from '../state/context.ts'
import { parse } from './parse-body.ts'
import { happeningRoutes } from './simulation-routes.ts'

export type ControlNeeds = {
  world: World
  deliveries: Deliveries
  followers: Followers
  faults: Faults
  limits: Limits
}

const LONGEST_S = 3_660 * 86_400
const clock = z.strictObject({ advanceSeconds: z.number().int().min(0).max(LONGEST_S) })
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
})

/** What no Stripe offers: time, faults and the state of deliveries, for people and tests that play Stripe. */
export const controlRoutes = (needs: ControlNeeds): Router => {
  const router = Router()
  // Only programs on this machine: a page of another site cannot send JSON here without asking first.
  router.use(express.json({ limit: '16kb' }))
  clockRoutes(router, needs)
  deliveryRoutes(router, needs)
  faultRoutes(router, needs)
  happeningRoutes(router, needs)
  return router
}

const clockRoutes = (router: Router, needs: ControlNeeds): void => {
  const { world, followers } = needs
  router.post('/clock', async (request, response) => {
    await advanceClock(needs, parse(clock, request).advanceSeconds)
    done(world, response)
  })
  router.get('/clock', (_request, response) => done(world, response))
  router.post('/clock/followers', (_request, response) => followers.add(response))
  router.post('/clock/followers/:id', (request, response) => {
    followers.acknowledge(request.params.id, parse(acknowledgement, request).sequence)
    done(world, response)
  })
}

const deliveryRoutes = (router: Router, { world, deliveries }: ControlNeeds): void => {
  router.post('/deliveries', (request, response) => {
    const { mode, times } = parse(deliveryMode, request)
    deliveries.setMode(mode, times ?? null)
    response.json(deliveries.mode())
  })
  router.post('/deliveries/flush', async (_request, response) => {
    await deliveries.flush()
    done(world, response)
  })
  router.get('/deliveries', (_request, response) => {
    response.json(world.state.all('attempt'))
  })
  router.put('/webhook', (request, response) => {
    const wanted = parse(webhook, request)
    world.state.commit(() => putDefaultEndpoint(world, wanted))
    void deliveries.send()
    done(world, response)
  })
  router.post('/webhook/roll', (request, response) => {
    const wanted = parse(z.strictObject({ secret }), request)
    const id = 'we_SandboxDefault'
    const [present] = (world.state.get('secret', id) ?? '').split(',')
    world.state.commit(() => world.state.put('secret', id, [wanted.secret, present].join(',')))
    done(world, response)
  })
}

const faultRoutes = (router: Router, { world, faults, limits }: ControlNeeds): void => {
  router.post('/faults', (request, response) => {
    faults.add(parse(faultParameters, request))
    done(world, response)
  })
  router.delete('/faults', (_request, response) => {
    faults.clear()
    done(world, response)
  })
  router.post('/settings', (request, response) => {
    const { perEndpoint, ...wanted } = parse(settings, request)
    if (perEndpoint !== undefined) limits.set(perEndpoint)
    world.state.commit(() => {
      for (const [name, value] of Object.entries(wanted))
        if (value !== undefined) world.state.put('setting', name, value)
    })
    done(world, response)
  })
  router.get('/calls', (_request, response) => {
    response.json(limits.counts())
  })
  router.delete('/calls', (_request, response) => {
    limits.reset()
    done(world, response)
  })
}

const done = ({ time }: World, response: Response): void => {
  response.json({ now: new Date(time.now()).toISOString(), offsetMs: time.offsetMs() })
}
