import { z } from 'zod'
import { integer } from '../core/parameters.ts'

export const INTERVALS = ['day', 'week', 'month', 'year'] as const
export const unitAmount = integer.refine(
  (amount) => amount >= 0 && amount <= 99_999_999,
  'must be from 0 to 99999999',
)
export const currencyCode = z.string().regex(/^[a-zA-Z]{3}$/, 'must be a three-letter currency code')
export const recurring = z.strictObject({
  interval: z.enum(INTERVALS),
  interval_count: integer.exactOptional(),
  usage_type: z.literal('licensed').exactOptional(),
  trial_period_days: integer.exactOptional(),
})
