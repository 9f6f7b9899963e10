import { isCurrency } from '../../money/currency.ts'
import { toAsciiDigits } from '../../money/digits.ts'
import { parseAmount } from '../../money/money.ts'
import { isDay } from '../../platform/calendar.ts'
import type { CurrencyOffer } from '../../web/page/newsroom.ts'
import type { CampaignSettings } from '../settings/campaign-settings.ts'
import { CAP_PARTS, capField, GOAL_PARTS, goalField } from '../settings/field-names.ts'
import type { Note } from '../settings/mistake.ts'
import type { FormValues } from './form-values.ts'

type Whole = { field: string; from: number; to: number; absent: number | null }

/** Parses a whole number between two others. */
export const parseWhole = (values: FormValues, { field, from, to, absent }: Whole, note: Note): number => {
  const typed = toAsciiDigits(values[field] ?? '').trim()
  if (typed === '' && absent !== null) return absent
  const number = /^\d{1,6}$/.test(typed) ? Number(typed) : Number.NaN
  if (number >= from && number <= to) return number
  note({ field, because: 'whole-number', from, to })
  return absent ?? from
}

/** Returns null if nothing of the caps is filled in. */
export const parseCaps = (values: FormValues, note: Note): CampaignSettings['caps'] => {
  if (CAP_PARTS.every((part) => !values[capField(part)])) return null
  return {
    shows: parseWhole(values, { field: capField('shows'), from: 1, to: 1_000, absent: null }, note),
    days: parseWhole(values, { field: capField('days'), from: 1, to: 365, absent: null }, note),
    daysApart: parseWhole(values, { field: capField('daysApart'), from: 0, to: 365, absent: 0 }, note),
  }
}

/** Returns null if the goal has neither an amount nor a day. The currency is always chosen. */
export const parseGoal = (
  values: FormValues,
  giving: readonly [CurrencyOffer, ...CurrencyOffer[]],
  note: Note,
): CampaignSettings['goal'] => {
  const [currency = '', target = '', since = ''] = GOAL_PARTS.map((part) => values[goalField(part)])
  if (target === '' && since === '') return null
  if (!isDay(since)) note({ field: goalField('since'), because: 'not-day' })
  const known = currency === '' ? giving[0].currency : currency
  if (!isCurrency(known)) {
    note({ field: goalField('currency'), because: 'not-choice' })
    return null
  }
  const parsed = parseAmount(target, known)
  if (!parsed.ok || parsed.minor === 0) {
    note({ field: goalField('target'), because: 'not-amount' })
    return null
  }
  return { currency: known, target: parsed.minor, since }
}
