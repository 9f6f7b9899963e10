import type { Calendar } from '../../platform/calendar.ts'
import { parseLabel } from '../label.ts'
import { type AppealPlace, VARIANT } from './appeal-counts.ts'

/** A completed checkout with a first payment, and the label that it carries. */
export type LabeledPayment = {
  label: string
  completedAt: Date
  cadence: string
  currency: string
  /** In minor units. */
  amount: number
}

/** A payment as it is counted. `reminded`: empty without a reminder. */
export type CountedPayment = AppealPlace & {
  day: string
  reminded: string
  cadence: string
  currency: string
  amount: number
}

/** Returns null for a text that is no label, such as those of older versions. */
export const countedPayment = (
  calendar: Calendar,
  { label: text, completedAt, cadence, currency, amount }: LabeledPayment,
): CountedPayment | null => {
  const label = parseLabel(text)
  if (!label) return null
  const { campaign, form, section, reminded } = label
  const day = calendar.dayAt(completedAt)
  return {
    day,
    campaign,
    variant: VARIANT,
    form,
    section,
    reminded: reminded ?? '',
    cadence,
    currency,
    amount,
  }
}
