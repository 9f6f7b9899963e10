import type { Stripe } from 'stripe'
import type { Pace } from '../../../platform/pace.ts'
import type { SessionFact } from '../../model/facts.ts'
import { sessionOrNull } from '../read/session-gateway.ts'
import { findDescriptorWith } from '../read/statement-gateway.ts'
import { type SessionRequest, sessionParameters } from '../shapes/session-parameters.ts'
import {
  type CallForReader,
  callStripe,
  READER_CALL_OPTIONS,
  type StripeAnswer,
} from '../shapes/stripe-answer.ts'
import { sessionFact } from '../shapes/stripe-facts.ts'
import { ensureProductWith } from './product-gateway.ts'

export type CheckoutGateway = {
  /** Creates a session within a few seconds. The same request returns the same session. */
  createSession: (request: SessionRequest, idempotencyKey: string) => Promise<StripeAnswer<SessionFact>>
  findSession: (id: string) => Promise<StripeAnswer<SessionFact | null>>
  /** Closes an open session. A session that is not open stays unchanged. */
  expireSession: (id: string) => Promise<StripeAnswer<'expired' | 'not-open'>>
}

type Limits = { pace: Pace; callForReader: CallForReader; statementName: string | null }

export const checkoutGateway = (
  client: Stripe,
  { pace, callForReader, statementName }: Limits,
): CheckoutGateway => {
  const findDescriptor = findDescriptorWith(client, statementName, READER_CALL_OPTIONS)
  const ensureProduct = ensureProductWith(client, { options: READER_CALL_OPTIONS, findDescriptor })
  return {
    createSession: (request, idempotencyKey) =>
      callForReader('sessions.create', async () => {
        const product = await ensureProduct(request.frequency, request.productName)
        const descriptor = await findDescriptor()
        const session = await client.checkout.sessions.create(
          sessionParameters(request, { product, descriptor }),
          {
            ...READER_CALL_OPTIONS,
            // Stripe asks the second of two simultaneous requests to retry, and the client does.
            maxNetworkRetries: 3,
            // Stripe rejects a key that is reused with another descriptor.
            idempotencyKey: descriptor === null ? idempotencyKey : `${idempotencyKey}:${descriptor}`,
          },
        )
        return sessionFact(session)
      }),
    findSession: (id) => callForReader('sessions.retrieve', () => sessionOrNull(client, id)),
    expireSession: async (id) => {
      await pace('sessions.expire')
      const answer = await callStripe(() => client.checkout.sessions.expire(id, {}, READER_CALL_OPTIONS))
      if (answer.ok) return { ok: true, value: 'expired' }
      return answer.because === 'rejected' ? { ok: true, value: 'not-open' } : answer
    },
  }
}
