import express, { type Request, type Response, Router } from 'express'
import { runNextDue } from '../clock/run-due-work.ts'
import { newId } from '../objects/new-id.ts'
import type { Context } from '../state/context.ts'
import { API_VERSION } from '../state/emit-event.ts'
import { ENDPOINTS } from './all-endpoints.ts'
import type { Faults } from './core/faults.ts'
import { keyInUse } from './core/idempotency.ts'
import type { Limits } from './core/rate-limits.ts'
import { invalidRequest, StripeApiError } from './core/stripe-error.ts'
import { type ApiCall, handleCall } from './handle-call.ts'

type Needs = {
  context: Context
  faults: Faults
  limits: Limits
  /** Called after each call, to send the events that it emitted. */
  sendEvents: () => void
}

/** Stripe's API over HTTP, with its keys, idempotency, rate limits, errors and request ids. */
export const apiRoutes = (needs: Needs): Router => {
  const router = Router()
  const keysInProgress = new Set<string>()
  router.use(express.text({ type: () => true, limit: '1mb' }))
  for (const endpoint of ENDPOINTS) {
    router[METHODS[endpoint.method]](endpoint.path, async (request, response) => {
      const key = endpoint.method === 'POST' ? request.get('idempotency-key') : undefined
      await respond(needs, { endpoint, request, response, idempotencyKey: key }, keysInProgress)
      needs.sendEvents()
    })
  }
  router.use((request, response) => {
    const message = `Unrecognized request URL (${request.method}: ${request.path}). The sandbox may not speak this part of Stripe's API yet.`
    send(response, new StripeApiError(404, { type: 'invalid_request_error', message }))
  })
  return router
}

const METHODS = { GET: 'get', POST: 'post', DELETE: 'delete' } as const

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

const respond = async (needs: Needs, call: ApiCall, keysInProgress: Set<string>): Promise<void> => {
  const { context } = needs
  const { request, response, idempotencyKey: key } = call
  try {
    authorise(request)
    checkRateLimit(needs, call)
    const fault = needs.faults.take(call.endpoint.method, request.path)
    if (fault?.kind === 'limit') throw rateLimited()
    if (fault?.kind === 'error') throw internalError()
    if (fault?.kind === 'refuse') throw invalidRequest('A tester refuses this.', 'refused_by_a_tester')
    if (fault?.kind === 'drop') return void request.socket.destroy()
    if (key !== undefined && keysInProgress.has(key)) throw keyInUse(key)
    if (key !== undefined) keysInProgress.add(key)
    if (fault?.kind === 'slow') await new Promise((resolve) => setTimeout(resolve, fault.ms))
    while (runNextDue(context, context.clock.now())) {}
    const answer = handleCall(context, call)
    if (fault?.kind === 'cut') return void request.socket.destroy()
    send(response, answer)
  } catch (error) {
    if (!(error instanceof StripeApiError)) throw error
    send(response, error)
  } finally {
    if (key !== undefined) keysInProgress.delete(key)
  }
}

const checkRateLimit = ({ limits }: Needs, { endpoint, idempotencyKey }: ApiCall): void => {
  const { method, path } = endpoint
  // The private endpoints that pay a session stand for a payer in a browser, so no limit applies.
  if (path.startsWith('/v1/payment_pages')) return
  if (!limits.allow(`${method} ${path}`, Date.now(), idempotencyKey !== undefined)) throw rateLimited()
}

const authorise = (request: Request): void => {
  const [scheme = '', credentials = ''] = (request.get('authorization') ?? '').split(' ')
  const key =
    scheme.toLowerCase() === 'basic'
      ? Buffer.from(credentials, 'base64').toString().split(':')[0]
      : credentials
  if (/^(sk|rk)_test_\w+$/.test(key ?? '')) return
  const message = 'The sandbox takes any key that begins with sk_test_ or rk_test_.'
  throw new StripeApiError(401, { type: 'invalid_request_error', message })
}

const rateLimited = (): StripeApiError =>
  new StripeApiError(429, {
    type: 'invalid_request_error',
    code: 'rate_limit',
    message: 'Request rate limit exceeded.',
  })

const internalError = (): StripeApiError =>
  new StripeApiError(500, { type: 'api_error', message: 'An unknown error occurred' })
