import { type Currency, exponentOf } from '../../money/currency.ts'
import type { SettledRate } from './settled-rate-store.ts'

/** The worth of one unit of a currency in another, in minor units of both. `day` is that of the payment. */
export type Rate = { currency: Currency; minorRate: number; day: string }

export type AddedUp =
  /** `rates` has one for each currency that was converted. */
  | { is: 'total'; minor: number; into: Currency; rates: readonly Rate[] }
  | { is: 'no-rate'; missing: readonly Currency[] }

/** Adds up amounts in minor units. Without a rate of Stripe for one of them nothing is added up. */
export const addUp = (
  amounts: ReadonlyMap<Currency, number>,
  into: Currency,
  settled: readonly SettledRate[],
): AddedUp => {
  const own = [...amounts].filter(([, minor]) => minor !== 0).sort()
  const rates = own.flatMap(([currency]) =>
    currency === into ? [] : (rateInto(currency, into, settled) ?? []),
  )
  const missing = own
    .map(([currency]) => currency)
    .filter((currency) => currency !== into && !rates.some((rate) => rate.currency === currency))
  if (missing.length > 0) return { is: 'no-rate', missing }
  const minor = own.reduce(
    (total, [currency, amount]) =>
      total + amount * (rates.find((rate) => rate.currency === currency)?.minorRate ?? 1),
    0,
  )
  return { is: 'total', minor, into, rates }
}

/** Converts by the rate between the two, in either direction, or by way of the currency that Stripe settles both in. */
const rateInto = (currency: Currency, into: Currency, settled: readonly SettledRate[]): Rate | null => {
  const ways = settled.flatMap((each): Rate[] => {
    if (each.currency === into && each.settledCurrency === currency)
      return [{ currency, minorRate: 1 / minorRateOf(each), day: each.day }]
    if (each.currency !== currency) return []
    if (each.settledCurrency === into) return [{ currency, minorRate: minorRateOf(each), day: each.day }]
    return settled
      .filter((other) => other.currency === into && other.settledCurrency === each.settledCurrency)
      .map((other) => ({
        currency,
        minorRate: minorRateOf(each) / minorRateOf(other),
        day: other.day < each.day ? other.day : each.day,
      }))
  })
  return ways.reduce<Rate | null>((best, way) => (best === null || way.day > best.day ? way : best), null)
}

/** The rate between minor units. The amounts tell whether Stripe's rate is one of minor or of major units. */
const minorRateOf = ({ amount, settledAmount, exchangeRate }: SettledRate): number => {
  const power = Math.round(Math.log10(settledAmount / amount / exchangeRate))
  return Number.isFinite(power) ? exchangeRate * 10 ** power : exchangeRate
}

/** The rate as people write it: `1.12` dollars for a euro, `0.0067` for a yen. */
export const majorRate = ({ currency, minorRate }: Rate, into: Currency): number =>
  minorRate * 10 ** (exponentOf(currency) - exponentOf(into))
