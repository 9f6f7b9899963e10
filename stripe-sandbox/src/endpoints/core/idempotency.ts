import type { World } from '../../state/context.ts'
import type { Answer } from '../../state/tables.ts'
import { StripeFailure } from './stripe-error.ts'

type Performed = Omit<Answer, 'fingerprint' | 'at'>

/** Keys are forgotten after a day. https://docs.stripe.com/api/idempotent_requests */
const KEPT_S = 86_400

/** The answer given before under this key, if it was to the same request and not too long ago. */
export const keptAnswer = ({ state, time }: World, key: string, fingerprint: string): Answer | null => {
  const kept = state.get('idempotent', key)
  if (!kept || kept.at < time.seconds() - KEPT_S) return null
  if (kept.fingerprint !== fingerprint) throw keyReused(key)
  return kept
}

/** A declined card is an answer like any other: what it left behind is kept. */
export const answerOf = (perform: () => Performed): Performed => {
  try {
    return perform()
  } catch (error) {
    if (error instanceof StripeFailure && error.status === 402) return { status: 402, body: error.body }
    throw error
  }
}

/**
 * The answer is kept with what it did, in one line of the journal. What failed once it had begun has done nothing, and
 * fails again the same under this key.
 */
export const remembered = (
  world: World,
  key: string,
  fingerprint: string,
  perform: () => Performed,
): Performed => {
  const keep = (result: Performed): Performed => {
    world.state.put('idempotent', key, { fingerprint, at: world.time.seconds(), ...result })
    return result
  }
  try {
    return world.state.commit(() => keep(answerOf(perform)))
  } catch (error) {
    if (!(error instanceof StripeFailure)) throw error
    const { status, body } = error
    return world.state.commit(() => keep({ status, body }))
  }
}

const keyReused = (key: string): StripeFailure =>
  new StripeFailure(400, {
    type: 'idempotency_error',
    message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
  })

export const keyInUse = (key: string): StripeFailure =>
  new StripeFailure(409, {
    type: 'idempotency_error',
    code: 'idempotency_key_in_use',
    message: `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`,
  })
