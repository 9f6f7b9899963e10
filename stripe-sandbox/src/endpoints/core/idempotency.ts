import type { Context } from '../../state/context.ts'
import type { StoredResponse } from '../../state/tables.ts'
import { StripeApiError } from './stripe-error.ts'

export type ApiResponse = Omit<StoredResponse, 'fingerprint' | 'at'>

/** Stripe keeps idempotency keys for a day. https://docs.stripe.com/api/idempotent_requests */
const KEY_RETENTION_S = 86_400

/** Finds the stored response for this key. Throws if the key was used with another request. */
export const findStoredResponse = (
  { state, clock }: Context,
  key: string,
  fingerprint: string,
): StoredResponse | null => {
  const kept = state.get('idempotent', key)
  if (!kept || kept.at < clock.seconds() - KEY_RETENTION_S) return null
  if (kept.fingerprint !== fingerprint) throw keyReused(key)
  return kept
}

/** Returns a declined card as a response, so that its failed charge is kept. */
export const respondOrDecline = (perform: () => ApiResponse): ApiResponse => {
  try {
    return perform()
  } catch (error) {
    if (error instanceof StripeApiError && error.status === 402) return { status: 402, body: error.body }
    throw error
  }
}

type Keyed = { key: string; fingerprint: string }

/**
 * Stores the response and the changes of the call together.
 * A call that failed has changed nothing. Its error is stored, and repeated for this key.
 */
export const respondOnce = (
  context: Context,
  { key, fingerprint }: Keyed,
  perform: () => ApiResponse,
): ApiResponse => {
  const keep = (result: ApiResponse): ApiResponse => {
    context.state.put('idempotent', key, { fingerprint, at: context.clock.seconds(), ...result })
    return result
  }
  try {
    return context.state.commit(() => keep(respondOrDecline(perform)))
  } catch (error) {
    if (!(error instanceof StripeApiError)) throw error
    const { status, body } = error
    return context.state.commit(() => keep({ status, body }))
  }
}

const keyReused = (key: string): StripeApiError =>
  new StripeApiError(400, {
    type: 'idempotency_error',
    message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
  })

export const keyInUse = (key: string): StripeApiError =>
  new StripeApiError(409, {
    type: 'idempotency_error',
    code: 'idempotency_key_in_use',
    message: `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`,
  })
