import type { Context } from '../../state/context.ts'
import type { StoredResponse } from '../../state/tables.ts'
import { StripeApiError } from './stripe-error.ts'

export type ApiResponse = Omit<StoredResponse, 'fingerprint' | 'at'>

/** Keys are forgotten after a day. https://docs.stripe.com/api/idempotent_requests */
const KEY_RETENTION_S = 86_400

/** The answer given before under this key, if it was to the same request and not too long ago. */
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

/** A declined card is an answer like any other: what it left behind is kept. */
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
 * The answer is kept with what it did, in one line of the journal. What failed once it had begun has done nothing, and
 * fails again the same under this key.
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
