import express, { type Request, type Response, Router } from 'express'
import { newId } from '../builders/ids.ts'
import { API_VERSION } from '../life/events.ts'
import type { World } from '../life/world.ts'
import type { Answer } from '../state.ts'
import { checkoutEndpoints } from './checkout-endpoints.ts'
import type { Endpoint } from './endpoint.ts'
import { expanded } from './expanding.ts'
import { objectEndpoints } from './object-endpoints.ts'
import { parseForm, parseParameters } from './parameters.ts'
import { readingEndpoints } from './reading-endpoints.ts'
import { StripeFailure } from './stripe-error.ts'
import { webhookEndpoints } from './webhook-endpoints.ts'

const ENDPOINTS: readonly Endpoint[] = [
  ...checkoutEndpoints,
  ...objectEndpoints,
  ...readingEndpoints,
  ...webhookEndpoints,
]

type Needs = {
  world: World
  /** Called after something may have happened: events are to be sent. */
  afterwards: () => void
}

/** Stripe's API over HTTP: keys, idempotency, parameters, errors and request ids as Stripe does them. */
export const apiRoutes = ({ world, afterwards }: Needs): Router => {
  const router = Router()
  router.use(express.text({ type: () => true, limit: '1mb' }))
  for (const each of ENDPOINTS) {
    const method = each.method === 'GET' ? 'get' : each.method === 'POST' ? 'post' : 'delete'
    router[method](each.path, (request, response) => {
      answer(world, each, request, response)
      afterwards()
    })
  }
  router.use((request, response) => {
    const message = `Unrecognized request URL (${request.method}: ${request.path}). The sandbox may not speak this part of Stripe's API yet.`
    send(response, new StripeFailure(404, { type: 'invalid_request_error', message }))
  })
  return router
}

const send = (response: Response, { status, body }: { status: number; body: unknown }): void => {
  response
    .status(status)
    .set({ 'request-id': newId('req', 14), 'stripe-version': API_VERSION })
    .json(body)
}

const answer = (world: World, called: Endpoint, request: Request, response: Response): void => {
  try {
    authorise(request)
    const text = typeof request.body === 'string' ? request.body : ''
    const query = request.originalUrl.split('?')[1] ?? ''
    const form = parseForm(called.method === 'POST' || text !== '' ? text : query)
    const key = called.method === 'POST' ? request.get('idempotency-key') : undefined
    const perform = () => performCall(world, called, String(request.params['id'] ?? ''), form)
    if (key === undefined)
      return send(
        response,
        world.state.commit(() => answerOf(perform)),
      )
    response.set('idempotency-key', key)
    const fingerprint = `${called.method} ${request.path} ${text}`
    const kept = world.state.get('idempotent', key)
    if (kept && kept.fingerprint !== fingerprint) throw keyReused(key)
    if (kept) {
      response.set('idempotent-replayed', 'true')
      return send(response, kept)
    }
    send(
      response,
      world.state.commit(() => remembered(world, key, fingerprint, perform)),
    )
  } catch (error) {
    if (error instanceof StripeFailure) return send(response, error)
    throw error
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

const performCall = (
  world: World,
  called: Endpoint,
  id: string,
  form: Record<string, unknown>,
): Omit<Answer, 'fingerprint'> => {
  const parameters = parseParameters(called.parameters, form) as { expand?: string[] }
  const body = called.answer(world, { parameters: parameters as never, id })
  return { status: 200, body: expanded(world.state, body, parameters.expand ?? []) }
}

// A declined card is an answer like any other: what it left behind is kept.
const answerOf = (perform: () => Omit<Answer, 'fingerprint'>): Omit<Answer, 'fingerprint'> => {
  try {
    return perform()
  } catch (error) {
    if (error instanceof StripeFailure && error.status === 402) return { status: 402, body: error.body }
    throw error
  }
}

// The answer is kept with what it did, in one line of the journal.
const remembered = (
  world: World,
  key: string,
  fingerprint: string,
  perform: () => Omit<Answer, 'fingerprint'>,
) => {
  const result = answerOf(perform)
  world.state.put('idempotent', key, { fingerprint, ...result })
  return result
}

const keyReused = (key: string): StripeFailure =>
  new StripeFailure(400, {
    type: 'idempotency_error',
    message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
  })
