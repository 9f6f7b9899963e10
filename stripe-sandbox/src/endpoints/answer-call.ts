import type { Request, Response } from 'express'
import type { World } from '../state/context.ts'
import type { Answer } from '../state/tables.ts'
import type { Endpoint } from './core/endpoint.ts'
import { expanded } from './core/expand.ts'
import { answerOf, keptAnswer, remembered } from './core/idempotency.ts'
import { parseForm, parseParameters } from './core/parameters.ts'
import { withoutRetired } from './core/retired-parameters.ts'

export const answer = (
  world: World,
  called: Endpoint,
  request: Request,
  key: string | undefined,
  response: Response,
): Omit<Answer, 'fingerprint' | 'at'> => {
  const text = typeof request.body === 'string' ? request.body : ''
  const query = request.originalUrl.split('?')[1] ?? ''
  const given = parseForm(called.method === 'POST' || text !== '' ? text : query)
  const form = request.get('stripe-version') === undefined ? withoutRetired(given) : given
  // What is refused at the door has not begun, and is not remembered.
  const parameters = parseParameters(called.parameters, form) as { expand?: string[] }
  const perform = () => performCall(world, called, String(request.params['id'] ?? ''), parameters)
  if (key === undefined) return world.state.commit(() => answerOf(perform))
  response.set('idempotency-key', key)
  const fingerprint = `${called.method} ${request.path} ${text}`
  const kept = keptAnswer(world, key, fingerprint)
  if (kept) {
    response.set('idempotent-replayed', 'true')
    return kept
  }
  return remembered(world, key, fingerprint, perform)
}

const performCall = (
  world: World,
  called: Endpoint,
  id: string,
  parameters: { expand?: string[] },
): { status: number; body: unknown } => {
  const body = called.answer(world, { parameters: parameters as never, id })
  return { status: 200, body: expanded(world.state, body, parameters.expand ?? []) }
}
