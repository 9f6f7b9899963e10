import { parseEvent, type WebhookEvent } from './shapes/stripe-event.ts'

export type Verified =
  | { ok: true; event: WebhookEvent }
  | { ok: false; because: 'signature' | 'shape' | 'livemode' }

/** Checks a signature with Stripe's client. Throws unless it was made recently with this secret. */
type CheckSignature = (signed: SignedBody) => void

export type SignedBody = {
  body: string
  header: string
  secret: string
  toleranceS: number
  receivedAtMs: number
}

type Received = {
  body: Buffer
  signature: string | undefined
  realNow: Date
  webhookSecrets: readonly string[]
  livemode: boolean
}

const TOLERANCE_S = 300

/** Accepts a delivery if it is signed, fresh, a snapshot event of our own account, and of our mode. */
export const verifyWebhook = (
  check: CheckSignature,
  { body, signature, realNow, ...rest }: Received,
): Verified => {
  if (signature === undefined) return { ok: false, because: 'signature' }
  const text = body.toString('utf8')
  const isSigned = rest.webhookSecrets.some((secret) => {
    try {
      check({
        body: text,
        header: signature,
        secret,
        toleranceS: TOLERANCE_S,
        receivedAtMs: realNow.getTime(),
      })
      return true
    } catch {
      return false
    }
  })
  // Stripe's client refuses old timestamps but accepts any future one.
  const signedAtS = Number(/(?:^|,)t=(\d+)/.exec(signature)?.[1] ?? Number.NaN)
  const isFresh = Math.abs(realNow.getTime() / 1000 - signedAtS) <= TOLERANCE_S
  if (!isSigned || !isFresh) return { ok: false, because: 'signature' }
  const event = parseEvent(text)
  if (event === null) return { ok: false, because: 'shape' }
  return event.livemode === rest.livemode ? { ok: true, event } : { ok: false, because: 'livemode' }
}
