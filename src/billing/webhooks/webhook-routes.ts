import { createHash } from 'node:crypto'
import express, { type Request, type Response, Router } from 'express'
import { errorFields, type Log } from '../../platform/log.ts'
import { Refusal } from '../../web/refusal.ts'
import { answerErrorsAsJson, route } from '../../web/route.ts'
import type { BillingCounts } from '../model/metrics-port.ts'
import type { WebhookEvent } from '../stripe/shapes/stripe-event.ts'
import type { Verified } from '../stripe/verify-webhook.ts'

type Needs = {
  verify: (body: Buffer, signature: string | undefined, realNow: Date) => Verified
  /** False for an event already stored. Rejects when nothing was stored. */
  store: (event: WebhookEvent, bodyHash: Uint8Array) => Promise<boolean>
  wake: () => void
  /** The version that we were written for. Another does no harm, and is counted. */
  apiVersion: string
  count: Pick<BillingCounts, 'webhook' | 'oldVersion'>
  log: Log
}

/** Mounted before everything else: the signature covers the very bytes that arrived. */
export const webhookRoutes = (needs: Needs): Router => {
  const router = Router()
  // Express matches the trailing slash as well; a redirect would count as a failure with Stripe.
  route(router, '/stripe/webhooks', {
    before: [answerErrorsAsJson, express.raw({ type: () => true, limit: '1mb' })],
    post: (request, response) => receive(needs, request, response),
  })
  return router
}

const receive = async (
  { verify, store, wake, apiVersion, count, log }: Needs,
  request: Request,
  response: Response,
): Promise<void> => {
  const body: unknown = request.body
  const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0)
  const verified = verify(bytes, request.get('stripe-signature'), new Date())
  if (!verified.ok) {
    count.webhook(verified.because)
    log.warn('webhook refused', { component: 'webhooks', reason: verified.because })
    throw new Refusal('malformed')
  }
  if (verified.event.apiVersion !== apiVersion) count.oldVersion()
  try {
    const isNew = await store(verified.event, createHash('sha256').update(bytes).digest())
    count.webhook(isNew ? 'stored' : 'duplicate')
  } catch (error) {
    count.webhook('not-stored')
    log.error('webhook not stored', {
      component: 'webhooks',
      eventType: verified.event.type,
      ...errorFields(error),
    })
    throw new Refusal('unavailable', {}, { cause: error })
  }
  // Most can wait for what comes with it, and is found due then.
  if (verified.event.maxDelayMs === 0) wake()
  response.json({ received: true })
}
