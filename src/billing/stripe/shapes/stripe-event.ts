import { z } from 'zod'
import { CHECKOUT_KEY } from './session-parameters.ts'
import { maxDelayFor } from './watched-events.ts'

/** What the inbox keeps of an event: which object it hints at, never its body. */
export type WebhookEvent = {
  id: string
  type: string
  objectId: string
  /** What is to be fetched because of it: a customer (cus_), session (cs_) or payment (pi_); null when not carried. */
  syncKey: string | null
  /** What its object belongs to, for events that carry no customer: an invoice, a charge. */
  relatedId: string | null
  /** The object carries a checkout of ours. */
  hasOurMetadata: boolean
  /** How long it may wait for what comes with it, in ms. */
  maxDelayMs: number
  createdAt: Date
  apiVersion: string | null
  livemode: boolean
}

// Postgres keeps every character but one, and dates within reason.
const text = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[^\0]*$/)
const reference = z.union([text, z.looseObject({ id: text })]).nullish()
const metadata = z.record(z.string(), z.unknown()).nullish()

const hintedObject = z.looseObject({
  id: text.optional(),
  object: z.string().optional(),
  customer: reference,
  charge: reference,
  invoice: reference,
  payment_intent: reference,
  metadata,
  parent: z.looseObject({ subscription_details: z.looseObject({ metadata }).nullish() }).nullish(),
  // Where the invoices of older versions carry it.
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
    object: hintedObject,
    previous_attributes: z.record(z.string(), z.unknown()).nullish(),
  }),
})

/** Reads the text of a snapshot event of our own account; null for anything else that may be signed. */
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

type Hinted = z.infer<typeof hintedObject>

const idOf = (value: z.infer<typeof reference>): string | null =>
  typeof value === 'string' ? value : (value?.id ?? null)

const syncKeyOf = (object: Hinted, type: string): string | null => {
  if (object.object === 'customer') return object.id ?? null
  const customer = idOf(object.customer)
  if (customer !== null) return customer
  if (object.object === 'checkout.session') return object.id ?? null
  // A payment without a customer is looked at once it has brought money, never for its tries.
  if (object.object === 'charge' && type !== 'charge.failed') return idOf(object.payment_intent)
  return null
}
