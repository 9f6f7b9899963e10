import { z } from 'zod'

/** What the inbox keeps of an event: which object it hints at, never its body. */
export type EventHint = {
  id: string
  type: string
  objectId: string
  /** What is to be fetched because of it: a customer (cus_) or a checkout session (cs_); null when not carried. */
  unit: string | null
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

const snapshotEvent = z.looseObject({
  id: text,
  object: z.literal('event'),
  type: text,
  created: z.number().int().min(0).max(9_999_999_999),
  api_version: text.nullish(),
  livemode: z.boolean(),
  account: z.never().optional(),
  data: z.looseObject({
    object: z.looseObject({ id: text.optional(), object: z.string().optional(), customer: reference }),
  }),
})

/** Reads the text of a snapshot event of our own account; null for anything else that may be signed. */
export const parseEvent = (body: string): EventHint | null => {
  const json = parseJson(body)
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
    unit: unitOf(object),
  }
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

type HintedObject = {
  id?: string | undefined
  object?: string | undefined
  customer?: string | { id: string } | null | undefined
}

const unitOf = ({ id, object, customer }: HintedObject): string | null => {
  if (object === 'customer') return id ?? null
  if (typeof customer === 'string') return customer
  if (customer) return customer.id
  return object === 'checkout.session' ? (id ?? null) : null
}
