import { newsroomOffer } from '../../appeal/policy/letter-campaign.ts'
import { parseAmount } from '../../money/money.ts'
import { type CurrencyOffer, FREQUENCIES, type Frequency } from '../../web/page/newsroom.ts'
import type { CampaignSettings } from '../settings/campaign-settings.ts'
import { AMOUNT_PARTS, amountField } from '../settings/field-names.ts'
import type { Note } from '../settings/mistake.ts'
import type { FormValues } from './form-values.ts'

type Amounts = { minimum: number; presets: number[]; chosen: number }

/** A cadence with nothing filled in is left to the newsroom. */
export const parseAmounts = (
  values: FormValues,
  giving: readonly CurrencyOffer[],
  note: Note,
): CampaignSettings['amounts'] =>
  Object.fromEntries(
    giving.flatMap((offer) => {
      const cadences = FREQUENCIES.flatMap((frequency) => {
        const amounts = parseCadence(values, { offer, frequency }, note)
        return amounts ? [[frequency, amounts] as const] : []
      })
      return cadences.length > 0 ? [[offer.currency, Object.fromEntries(cadences)]] : []
    }),
  )

type Cadence = { offer: CurrencyOffer; frequency: Frequency }

/** Empty parts beside a filled one are the newsroom's. */
const parseCadence = (values: FormValues, { offer, frequency }: Cadence, note: Note): Amounts | null => {
  const fields = AMOUNT_PARTS.map((part) => amountField(offer.currency, frequency, part))
  const [minimumField = '', presetsField = '', chosenField = ''] = fields
  if (fields.every((field) => !values[field])) return null
  const one = (field: string, absent: number): number => {
    const typed = values[field] ?? ''
    if (typed === '') return absent
    const parsed = parseAmount(typed, offer.currency)
    if (parsed.ok) return parsed.minor
    note({ field, because: 'not-amount' })
    return absent
  }
  const minimum = one(minimumField, offer.minimum)
  const own = offer.presets[frequency].filter((each) => each >= minimum)
  const presets = presetsIn(values[presetsField] ?? '', offer, own)
  if (!presets) note({ field: presetsField, because: 'not-amounts' })
  const offered = presets ?? own
  const usual = newsroomOffer({ ...offer, presets: { ...offer.presets, [frequency]: offered } })
  // Without amounts nothing can be preselected, and the amounts are the mistake.
  if (!presets && values[chosenField]) return { minimum, presets: own, chosen: usual.chosen[frequency] }
  return { minimum, presets: offered, chosen: one(chosenField, usual.chosen[frequency]) }
}

/**
 * Parses amounts with a comma and a space, a semicolon or a space between them. Returns null if one is not an amount:
 * `2,5` could be two amounts or one.
 */
const presetsIn = (typed: string, { currency }: CurrencyOffer, absent: number[]): number[] | null => {
  if (typed.trim() === '') return absent
  const parts = typed.split(/\s*[;،]\s*|,\s+|\s+/).filter(Boolean)
  const parsed = parts.map((part) => (part.includes(',') ? null : parseAmount(part, currency)))
  const amounts = parsed.flatMap((each) => (each?.ok && each.minor > 0 ? [each.minor] : []))
  if (amounts.length < parts.length) return null
  return [...new Set(amounts)].toSorted((one, other) => one - other)
}
