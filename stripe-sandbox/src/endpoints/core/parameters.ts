import qs from 'qs'
import { z } from 'zod'
import { invalidRequest, type StripeApiError } from './stripe-error.ts'

/** Parses a form such as `line_items[0][price_data][currency]=usd` into nested values. */
export const parseForm = (text: string): Record<string, unknown> =>
  qs.parse(text, { depth: 12, arrayLimit: 200, parameterLimit: 2000 }) as Record<string, unknown>

/** Checks at compile time that a schema accepts only parameters in Stripe's types. */
export const schemaFor =
  <Parameters>() =>
  <Schema extends z.ZodType<Parameters>>(schema: Schema): Schema =>
    schema

export const integer = z
  .string()
  .regex(/^-?\d{1,15}$/, 'Invalid integer')
  .transform(Number)
export const boolean = z.enum(['true', 'false']).transform((text) => text === 'true')
export const text = z.string().min(1).max(5000)
/** A text for bank statements, by Stripe's rules. */
export const statementText = z
  .string()
  .max(22)
  .regex(/[A-Za-z]/, 'must contain a letter')
  .regex(/^[^<>\\'"*]*$/, 'contains a character that is not allowed')
export const metadata = z.record(z.string().min(1).max(40), z.string().max(500))
/** Allows an empty string, which unsets the value. */
export const orEmpty = <Schema extends z.ZodType>(schema: Schema) => z.union([z.literal(''), schema])
export const expand = z.array(z.string()).exactOptional()
const line = z.string().exactOptional()
/** Accepted and ignored. */
export const shipping = z.strictObject({
  name: text,
  phone: line,
  address: z.strictObject({
    line1: text,
    line2: line,
    city: line,
    country: line,
    postal_code: line,
    state: line,
  }),
})
export const createdFilter = z
  .union([
    integer,
    z.strictObject({
      gte: integer.exactOptional(),
      gt: integer.exactOptional(),
      lte: integer.exactOptional(),
      lt: integer.exactOptional(),
    }),
  ])
  .exactOptional()

export const pagination = {
  limit: integer.refine((count) => count >= 1 && count <= 100, 'must be between 1 and 100').exactOptional(),
  starting_after: text.exactOptional(),
  ending_before: text.exactOptional(),
  expand,
}

export const noParameters = z.strictObject({ expand })

export const parseParameters = <Output>(
  schema: z.ZodType<Output>,
  given: Record<string, unknown>,
): Output => {
  const parsed = schema.safeParse(given)
  if (parsed.success) return parsed.data
  throw errorOf(parsed.error.issues[0])
}

// Stripe names parameters like `line_items[0][price_data][currency]`.
const nameOf = (path: readonly PropertyKey[]): string =>
  path.map((part, index) => (index === 0 ? String(part) : `[${String(part)}]`)).join('')

const errorOf = (issue: z.core.$ZodIssue | undefined): StripeApiError => {
  const param = nameOf(issue?.path ?? [])
  if (issue?.code === 'unrecognized_keys') {
    const name = nameOf([...issue.path, issue.keys[0] ?? ''])
    return invalidRequest(`Received unknown parameter: ${name}`, 'parameter_unknown', name)
  }
  if (issue?.code === 'invalid_type' && issue.input === undefined) {
    return invalidRequest(`Missing required param: ${param}.`, 'parameter_missing', param)
  }
  return invalidRequest(
    `Invalid ${param || 'request'}: ${issue?.message ?? 'not understood'}`,
    'parameter_invalid',
    param,
  )
}
