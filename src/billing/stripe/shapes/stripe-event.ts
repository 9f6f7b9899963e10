import { z } from 'zod'
import { CHECKOUT_KEY } from './session-parameters.ts'
import { maxDelayFor } from './watched-events.ts'

/** The part of an event that we store: the object it is about, never its body. */
export type WebhookEvent = {
  id: string
  type: string
  objectId: string
  /**
   * The object to fetch: a customer (cus_), session (cs_) or payment (pi_). Null if the event does not carry
   * one.
   */
  syncKey: string | null
  /** The invoice or charge to look up the customer by, for events that carry no customer. */
  relatedId: string | null
  /** True if the object carries a checkout of ours. */
  hasOurMetadata: boolean
  /** The longest delay before the object is fetched. Related events usually arrive meanwhile. */
  maxDelayMs: number
  createdAt: Date
  apiVersion: string | null
  livemode: boolean
}

// Postgres cannot store NUL characters or arbitrary dates.
const text = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[^\0]*$/)
const reference = z.union([text, z.looseObject({ id: text })]).nullish()
const metadata = z.record(z.string(), z.unknown()).nullish()

const eventObject = z.looseObject({
  id: text.optional(),
  object: z.string().optional(),
  customer: reference,
  charge: reference,
  invoice: reference,
  payment_intent: reference,
  metadata,
  parent: z.looseObject({ subscription_details: z.looseObject({ metadata }).nullish() }).nullish(),
  // Older API versions put the invoice's metadata here.
  subscription_details: z.looseObject({ metadata }).nullish(),
})

const snapshotEvent = z.looseObject({
  id: text,
  object: z.literal('event'),
  type: text,
  created: z.number().int().min(0).max(9_999_999_999),
  api_version: text.nullish(),
  livemode: z.boolean(),
  account: z.never().optional(),
  data: z.looseObject({
    object: eventObject,
    previous_attributes: z.record(z.string(), z.unknown()).nullish(),
  }),
})

/** Parses a snapshot event of our own account. Returns null for any other signed body. */
export const parseEvent = (body: string): WebhookEvent | null => webhookEventOf(parseJson(body))

export const webhookEventOf = (json: unknown): WebhookEvent | null => {
  const parsed = snapshotEvent.safeParse(json)
  if (!parsed.success) return null
  const { id, type, created, livemode, api_version: apiVersion, data } = parsed.data
  const { object } = data
  return {
    id,
    type,
    livemode,
    createdAt: new Date(created * 1000),
    apiVersion: apiVersion ?? null,
    objectId: object.id ?? '',
    syncKey: syncKeyOf(object, type),
    relatedId: idOf(object.charge) ?? idOf(object.invoice),
    hasOurMetadata: [
      object.metadata,
      object.parent?.subscription_details?.metadata,
      object.subscription_details?.metadata,
    ].some((each) => each?.[CHECKOUT_KEY] !== undefined),
    maxDelayMs: maxDelayFor(type, Object.keys(data.previous_attributes ?? {})),
  }
}

const parseJson = (body: string): unknown => {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}

type EventObject = z.infer<typeof eventObject>

const idOf = (value: z.infer<typeof reference>): string | null =>
  typeof value === 'string' ? value : (value?.id ?? null)

const syncKeyOf = (object: EventObject, type: string): string | null => {
  if (object.object === 'customer') return object.id ?? null
  const customer = idOf(object.customer)
  if (customer !== null) return customer
  if (object.object === 'checkout.session') return object.id ?? null
  // A payment without a customer matters once it succeeded. Failed attempts are ignored.
  if (object.object === 'charge' && type !== 'charge.failed') return idOf(object.payment_intent)
  return null
}
