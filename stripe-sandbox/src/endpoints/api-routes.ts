import express, { type Request, type Response, Router } from 'express'
import { doNextDue } from '../clock/run-due-work.ts'
import { newId } from '../objects/new-id.ts'
import type { World } from '../state/context.ts'
import { API_VERSION } from '../state/emit-event.ts'
import { ENDPOINTS } from './all-endpoints.ts'
import { answer } from './answer-call.ts'
import type { Endpoint } from './core/endpoint.ts'
import type { Faults } from './core/faults.ts'
import { keyInUse } from './core/idempotency.ts'
import type { Limits } from './core/rate-limits.ts'
import { invalidRequest, StripeFailure } from './core/stripe-error.ts'

type Needs = {
  world: World
  faults: Faults
  limits: Limits
  /** Called after something may have happened: events are to be sent. */
  afterwards: () => void
}

/** Stripe's API over HTTP: keys, idempotency, parameters, limits, errors and request ids as Stripe does them. */
export const apiRoutes = (needs: Needs): Router => {
  const router = Router()
  const inProgress = new Set<string>()
  router.use(express.text({ type: () => true, limit: '1mb' }))
  for (const each of ENDPOINTS) {
    const method = each.method === 'GET' ? 'get' : each.method === 'POST' ? 'post' : 'delete'
    router[method](each.path, async (request, response) => {
      await serve({ ...needs, inProgress }, each, request, response)
      needs.afterwards()
    })
  }
  router.use((request, response) => {
    const message = `Unrecognized request URL (${request.method}: ${request.path}). The sandbox may not speak this part of Stripe's API yet.`
    send(response, new StripeFailure(404, { type: 'invalid_request_error', message }))
  })
  return router
}

type Serving = Needs & { inProgress: Set<string> }

const send = (response: Response, { status, body }: { status: number; body: unknown }): void => {
  const id = newId('req', 14)
  if (status >= 400) Object.assign((body as { error: object }).error, { request_log_url: `/logs/${id}` })
  response
    .status(status)
    .set({
      'request-id': id,
      'stripe-version': API_VERSION,
      ...(status >= 500 ? { 'stripe-should-retry': 'true' } : {}),
    })
    .json(body)
}

const serve = async (
  serving: Serving,
  called: Endpoint,
  request: Request,
  response: Response,
): Promise<void> => {
  const { faults, limits, inProgress } = serving
  const key = called.method === 'POST' ? request.get('idempotency-key') : undefined
  try {
    authorise(request)
    // The private endpoints that pay a session stand for a person at a page, whom nobody counts.
    const isCounted = !called.path.startsWith('/v1/payment_pages')
    const endpoint = `${called.method} ${called.path}`
    if (isCounted && !limits.take(endpoint, Date.now(), key !== undefined)) throw limited()
    const fault = faults.take(called.method, request.path)
    if (fault?.kind === 'limit') throw limited()
    if (fault?.kind === 'error') throw broken()
    if (fault?.kind === 'refuse') throw invalidRequest('A tester refuses this.', 'refused_by_a_tester')
    if (fault?.kind === 'drop') return void request.socket.destroy()
    if (key !== undefined && inProgress.has(key)) throw keyInUse(key)
    if (key !== undefined) inProgress.add(key)
    if (fault?.kind === 'slow') await new Promise((resolve) => setTimeout(resolve, fault.ms))
    while (doNextDue(serving.world, serving.world.time.now())) {}
    const answered = answer(serving.world, called, request, key, response)
    if (fault?.kind === 'cut') return void request.socket.destroy()
    send(response, answered)
  } catch (error) {
    if (!(error instanceof StripeFailure)) throw error
    send(response, error)
  } finally {
    if (key !== undefined) inProgress.delete(key)
  }
}

const authorise = (request: Request): void => {
  const [scheme = '', credentials = ''] = (request.get('authorization') ?? '').split(' ')
  const key =
    scheme.toLowerCase() === 'basic'
      ? Buffer.from(credentials, 'base64').toString().split(':')[0]
      : credentials
  if (/^(sk|rk)_test_\w+$/.test(key ?? '')) return
  const message = 'The sandbox takes any key that begins with sk_test_ or rk_test_.'
  throw new StripeFailure(401, { type: 'invalid_request_error', message })
}

const limited = (): StripeFailure =>
  new StripeFailure(429, {
    type: 'invalid_request_error',
    code: 'rate_limit',
    message: 'Request rate limit exceeded.',
  })

const broken = (): StripeFailure =>
  new StripeFailure(500, { type: 'api_error', message: 'An unknown error occurred' })
