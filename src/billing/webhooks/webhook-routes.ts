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
  /** Resolves to false if the event was stored before. Rejects if it was not stored. */
  store: (event: WebhookEvent, bodyHash: Uint8Array) => Promise<boolean>
  wakeSync: () => void
  /** Our API version. An event of another version is counted, and does no harm. */
  apiVersion: string
  count: Pick<BillingCounts, 'webhook' | 'oldVersion'>
  log: Log
}

/** Must be mounted before any body parser: the signature covers the raw bytes. */
export const webhookRoutes = (needs: Needs): Router => {
  const router = Router()
  // Express matches the trailing slash as well. Stripe would count a redirect as a failure.
  route(router, '/stripe/webhooks', {
    before: [answerErrorsAsJson, express.raw({ type: () => true, limit: '1mb' })],
    post: (request, response) => receive(needs, request, response),
  })
  return router
}

const receive = async (
  { verify, store, wakeSync, apiVersion, count, log }: Needs,
  request: Request,
  response: Response,
): Promise<void> => {
  const body: unknown = request.body
  const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0)
  const verified = verify(bytes, request.get('stripe-signature'), new Date())
  if (!verified.ok) {
    count.webhook(verified.because)
    log.warn('webhook rejected', { component: 'webhooks', reason: verified.because })
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
  // Most events wait for others of the same customer; the sync job is found due then.
  if (verified.event.maxDelayMs === 0) wakeSync()
  response.json({ received: true })
}
