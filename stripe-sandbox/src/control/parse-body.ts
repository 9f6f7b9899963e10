import type { Request } from 'express'
import type { z } from 'zod'
import { StripeFailure } from '../endpoints/core/stripe-error.ts'

export const refused = (message: string): StripeFailure =>
  new StripeFailure(400, { type: 'invalid_request_error', message })

export const parse = <Output>(schema: z.ZodType<Output>, request: Request): Output => {
  const parsed = schema.safeParse(request.body)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw refused(`${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is wrong'}`.trim())
}
