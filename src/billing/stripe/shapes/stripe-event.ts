import { createHash } from 'node:crypto'
import { z } from 'zod'
import { isStorable, storableText } from '../../../platform/database/storable-text.ts'
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
  /** Why the event is parked on arrival. Absent: it is processed. */
  parkedReason?: string
}

const text = z.string().min(1)
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
  const syncKey = syncKeyOf(object, type)
  const relatedId = idOf(object.charge) ?? idOf(object.invoice)
  const isReadable = [id, type, object.id, object.object, syncKey, relatedId].every(isReadableText)
  return {
    id: isReadableText(id) ? id : replacementFor(id),
    type: readable(type),
    livemode,
    createdAt: new Date(created * 1000),
    apiVersion: apiVersion ? readable(apiVersion) : null,
    objectId: readable(object.id ?? ''),
    // An unreadable reference fetches nothing. A readable customer is fetched, whatever else is unreadable.
    syncKey: isReadableText(syncKey) ? syncKey : null,
    relatedId: isReadableText(relatedId) ? relatedId : null,
    ...(isReadable || (syncKey !== null && isReadableText(syncKey)) ? {} : { parkedReason: UNREADABLE }),
    hasOurMetadata: [
      object.metadata,
      object.parent?.subscription_details?.metadata,
      object.subscription_details?.metadata,
    ].some((each) => each?.[CHECKOUT_KEY] !== undefined),
    maxDelayMs: maxDelayFor(type, Object.keys(data.previous_attributes ?? {})),
  }
}

const MAX_LENGTH = 255
const UNREADABLE = 'unreadable (text)'

const isReadableText = (value: string | null | undefined): boolean =>
  typeof value !== 'string' || (value.length <= MAX_LENGTH && isStorable(value))

const readable = (value: string): string => storableText(value).slice(0, MAX_LENGTH)

// Two unreadable ids may look the same once they are stored, so each gets its hash.
const replacementFor = (id: string): string =>
  `${storableText(id).slice(0, 64)}#${createHash('sha256').update(id, 'utf16le').digest('hex').slice(0, 32)}`

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
