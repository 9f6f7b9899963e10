import type { Currency } from '../../money/currency.ts'
import { parseAmount } from '../../money/money.ts'
import { type CurrencyOffer, FREQUENCIES, type Frequency } from '../../web/page/newsroom.ts'
import type { CampaignSettings } from '../settings/campaign-settings.ts'
import { AMOUNT_PARTS, type AmountPart, amountField } from '../settings/field-names.ts'
import type { Note } from '../settings/mistake.ts'
import type { FormValues } from './form-values.ts'

type Amounts = { minimum: number | null; presets: number[] | null; chosen: number | null }

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

/** An empty part stays the newsroom's, also when newsroom.yaml changes. */
const parseCadence = (values: FormValues, { offer, frequency }: Cadence, note: Note): Amounts | null => {
  const { currency } = offer
  const typed = (part: AmountPart) => values[amountField(currency, frequency, part)] ?? ''
  if (AMOUNT_PARTS.every((part) => typed(part) === '')) return null
  const one = (part: AmountPart): number | null => {
    const parsed = typed(part) === '' ? null : parseAmount(typed(part), currency)
    if (parsed?.ok) return parsed.minor
    if (parsed) note({ field: amountField(currency, frequency, part), because: 'not-amount' })
    return null
  }
  const presets = presetsIn(typed('presets'), currency)
  if (!presets.ok) note({ field: amountField(currency, frequency, 'presets'), because: 'not-amounts' })
  return {
    minimum: one('minimum'),
    presets: presets.ok ? presets.amounts : null,
    // Without amounts nothing can be preselected, and the amounts are the mistake.
    chosen: presets.ok ? one('chosen') : null,
  }
}

type Presets = { ok: true; amounts: number[] | null } | { ok: false }

/**
 * Parses amounts with a comma and a space, a semicolon or a space between them. Refuses `2,5`: it could be two amounts
 * or one.
 */
const presetsIn = (typed: string, currency: Currency): Presets => {
  const parts = typed.split(/\s*[;،]\s*|,\s+|\s+/).filter(Boolean)
  if (parts.length === 0) return { ok: true, amounts: null }
  const parsed = parts.map((part) => (part.includes(',') ? null : parseAmount(part, currency)))
  const amounts = parsed.flatMap((each) => (each?.ok && each.minor > 0 ? [each.minor] : []))
  if (amounts.length < parts.length) return { ok: false }
  return { ok: true, amounts: [...new Set(amounts)].toSorted((one, other) => one - other) }
}
