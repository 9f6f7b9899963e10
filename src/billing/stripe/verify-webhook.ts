import { parseEvent, type WebhookEvent } from './shapes/stripe-event.ts'

export type Verified =
  | { ok: true; event: WebhookEvent }
  | { ok: false; because: 'signature' | 'shape' | 'livemode' }

/** The client's own check of a signature: throws unless it was made with this secret, recently. */
type CheckSignature = (
  body: string,
  header: string,
  secret: string,
  toleranceS: number,
  receivedAtMs: number,
) => void

type Received = {
  body: Buffer
  signature: string | undefined
  realNow: Date
  webhookSecrets: readonly string[]
  livemode: boolean
}

const TOLERANCE_S = 300

/** Whether a delivery is Stripe's, fresh, a snapshot event of our own account, and of the mode that we are in. */
export const verifyWebhook = (
  check: CheckSignature,
  { body, signature, realNow, ...rest }: Received,
): Verified => {
  if (signature === undefined) return { ok: false, because: 'signature' }
  const text = body.toString('utf8')
  const signed = rest.webhookSecrets.some((secret) => {
    try {
      check(text, signature, secret, TOLERANCE_S, realNow.getTime())
      return true
    } catch {
      return false
    }
  })
  // The client refuses old timestamps but takes any future one.
  const at = Number(/(?:^|,)t=(\d+)/.exec(signature)?.[1] ?? Number.NaN)
  const fresh = Math.abs(realNow.getTime() / 1000 - at) <= TOLERANCE_S
  if (!signed || !fresh) return { ok: false, because: 'signature' }
  const event = parseEvent(text)
  if (event === null) return { ok: false, because: 'shape' }
  return event.livemode === rest.livemode ? { ok: true, event } : { ok: false, because: 'livemode' }
}
