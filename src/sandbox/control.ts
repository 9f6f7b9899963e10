import express, { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { type Deliveries, MODES } from './deliveries.ts'
import { StripeFailure } from './endpoints/stripe-error.ts'
import { putDefaultEndpoint } from './endpoints/webhook-endpoints.ts'
import type { Followers } from './followers.ts'
import { doNextDue } from './life/due.ts'
import { cancel } from './life/subscribing.ts'
import type { World } from './life/world.ts'

type Needs = { world: World; deliveries: Deliveries; followers: Followers }

const clock = z.strictObject({
  advanceSeconds: z
    .number()
    .int()
    .min(0)
    .max(3_660 * 86_400),
})
const deliveryMode = z.strictObject({
  mode: z.enum(MODES),
  times: z.number().int().min(1).max(1000).optional(),
})
const webhook = z.strictObject({ url: z.url(), secret: z.string().startsWith('whsec_') })
const acknowledgement = z.strictObject({ sequence: z.number().int() })

/** Moves the clock; resolves when all that fell due has happened, every follower has the time, and all was sent once. */
export const advanceClock = async (
  { world, deliveries, followers }: Needs,
  seconds: number,
): Promise<void> => {
  const target = world.time.now() + seconds * 1000
  while (doNextDue(world, target)) {}
  world.time.advance(Math.max(0, target - world.time.now()))
  await followers.tell()
  await deliveries.send()
}

/** What no Stripe offers: time, faults and the state of deliveries, for people and tests that play Stripe. */
export const controlRoutes = (needs: Needs): Router => {
  const { world, deliveries, followers } = needs
  const router = Router()
  // Only programs on this machine: a page of another site cannot send JSON here without asking first.
  router.use(express.json({ limit: '16kb' }))
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
    const { url, secret } = parse(webhook, request)
    world.state.commit(() => putDefaultEndpoint(world, url, secret))
    void deliveries.send()
    done(world, response)
  })
  router.post('/subscriptions/:id/cancel', (request, response) => {
    cancelByHand(world, request.params.id)
    void deliveries.send()
    done(world, response)
  })
  return router
}

/** Ends a subscription as the account's owner does in Stripe's dashboard. */
export const cancelByHand = (world: World, id: string): void => {
  const subscription = world.state.get('subscription', id)
  if (!subscription || subscription.status === 'canceled') {
    throw new StripeFailure(404, {
      type: 'invalid_request_error',
      message: 'There is no such live subscription.',
    })
  }
  const details = {
    comment: null,
    feedback: null,
    feedback_option: null,
    reason: 'cancellation_requested' as const,
  }
  world.state.commit(() => cancel(world, subscription, details))
}

const parse = <Output>(schema: z.ZodType<Output>, request: Request): Output => {
  const parsed = schema.safeParse(request.body)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const message = `${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is wrong'}`.trim()
  throw new StripeFailure(400, { type: 'invalid_request_error', message })
}

const done = ({ time }: World, response: Response): void => {
  response.json({ now: new Date(time.now()).toISOString(), offsetMs: time.offsetMs() })
}
