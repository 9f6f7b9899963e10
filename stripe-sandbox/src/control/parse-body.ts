import type { Request } from 'express'
import type { z } from 'zod'
import { StripeApiError } from '../endpoints/core/stripe-error.ts'

export const badRequest = (message: string): StripeApiError =>
  new StripeApiError(400, { type: 'invalid_request_error', message })

export const parseBody = <Output>(schema: z.ZodType<Output>, request: Request): Output => {
  const parsed = schema.safeParse(request.body)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw badRequest(`${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is wrong'}`.trim())
}
