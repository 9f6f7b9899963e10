import type { Request, Response } from 'express'
import type { Context } from '../state/context.ts'
import type { Endpoint } from './core/endpoint.ts'
import { expandObject } from './core/expand.ts'
import { type ApiResponse, findStoredResponse, respondOnce, respondOrDecline } from './core/idempotency.ts'
import { parseForm, parseParameters } from './core/parameters.ts'
import { withoutRetiredParameters } from './core/retired-parameters.ts'

export type ApiCall = {
  endpoint: Endpoint
  request: Request
  response: Response
  idempotencyKey: string | undefined
}

/** Does the work of a call once, and returns the response to send. */
export const handleCall = (context: Context, call: ApiCall): ApiResponse => {
  const { endpoint, request, response, idempotencyKey: key } = call
  const text = typeof request.body === 'string' ? request.body : ''
  const parameters = parametersOf(call, text)
  const perform = (): ApiResponse => {
    const id = String(request.params['id'] ?? '')
    const body = endpoint.handle(context, { parameters: parameters as never, id })
    return { status: 200, body: expandObject(context.state, body, parameters.expand ?? []) }
  }
  if (key === undefined) return context.state.commit(() => respondOrDecline(perform))
  response.set('idempotency-key', key)
  const fingerprint = `${endpoint.method} ${request.path} ${text}`
  const stored = findStoredResponse(context, key, fingerprint)
  if (stored) {
    response.set('idempotent-replayed', 'true')
    return stored
  }
  return respondOnce(context, { key, fingerprint }, perform)
}

// Throws before the call begins, so a call with invalid parameters is not stored under its key.
const parametersOf = ({ endpoint, request }: ApiCall, text: string): { expand?: string[] } => {
  const query = request.originalUrl.split('?')[1] ?? ''
  const given = parseForm(endpoint.method === 'POST' || text !== '' ? text : query)
  const form = request.get('stripe-version') === undefined ? withoutRetiredParameters(given) : given
  return parseParameters(endpoint.parameters, form) as { expand?: string[] }
}
