import type { Stripe } from 'stripe'
import type { Pace } from '../../../platform/pace.ts'
import type { SessionFact } from '../../model/facts.ts'
import { type SessionRequest, sessionParameters } from '../shapes/session-parameters.ts'
import { isMissing, isRefusal, isStripeError } from '../shapes/stripe-errors.ts'
import { sessionFact } from '../shapes/stripe-facts.ts'
import { productKeeper } from './product-gateway.ts'

export type StripeAnswer<T> = { ok: true; value: T } | { ok: false; because: 'away' | 'refused' }

export type CheckoutGateway = {
  /** Reader-facing: one try more, a few seconds each. The same request gives the same session. */
  createSession: (request: SessionRequest, idempotencyKey: string) => Promise<StripeAnswer<SessionFact>>
  findSession: (id: string) => Promise<StripeAnswer<SessionFact | null>>
  /** Closes a session that is still open; one that is not stays as it is. */
  expireSession: (id: string) => Promise<StripeAnswer<'expired' | 'not-open'>>
}

/** Somebody waits at the page: a few seconds, one try more. */
export const READER_TIMEOUT = { timeout: 8_000, maxNetworkRetries: 1 }

export const checkoutGateway = (client: Stripe, pace: Pace): CheckoutGateway => {
  const ensureProduct = productKeeper(client, READER_TIMEOUT)
  return {
    createSession: (request, idempotencyKey) =>
      answered(async () => {
        const product = await ensureProduct(request.frequency, request.productName)
        const session = await client.checkout.sessions.create(sessionParameters(request, product), {
          ...READER_TIMEOUT,
          // Of two clicks at once the second is told to come back, and does.
          maxNetworkRetries: 3,
          idempotencyKey,
        })
        return sessionFact(session)
      }),
    findSession: (id) => answered(() => sessionOrNull(client, id)),
    expireSession: async (id) => {
      await pace('sessions.expire')
      const answer = await answered(() => client.checkout.sessions.expire(id, {}, READER_TIMEOUT))
      if (answer.ok) return { ok: true, value: 'expired' }
      return answer.because === 'refused' ? { ok: true, value: 'not-open' } : answer
    },
  }
}

// Away: an answer may come later. Refused: Stripe said no to this very request.
export const answered = async <T>(call: () => Promise<T>): Promise<StripeAnswer<T>> => {
  try {
    return { ok: true, value: await call() }
  } catch (error) {
    if (!isStripeError(error)) throw error
    return { ok: false, because: isRefusal(error) ? 'refused' : 'away' }
  }
}

export const sessionOrNull = async (client: Stripe, id: string): Promise<SessionFact | null> => {
  try {
    return sessionFact(await client.checkout.sessions.retrieve(id, {}, READER_TIMEOUT))
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}
