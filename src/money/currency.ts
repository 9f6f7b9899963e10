/**
 * Decimal places of Stripe's minor units by currency. An explicit table, because Intl disagrees with Stripe
 * for some. See https://docs.stripe.com/currencies
 */
const EXPONENTS = {
  AED: 2,
  AUD: 2,
  BGN: 2,
  BRL: 2,
  CAD: 2,
  CHF: 2,
  CLP: 0,
  CZK: 2,
  DKK: 2,
  EUR: 2,
  GBP: 2,
  GEL: 2,
  HKD: 2,
  HUF: 2,
  IDR: 2,
  ILS: 2,
  INR: 2,
  ISK: 2,
  JPY: 0,
  KRW: 0,
  KWD: 3,
  KZT: 2,
  MDL: 2,
  MXN: 2,
  MYR: 2,
  NOK: 2,
  NZD: 2,
  PLN: 2,
  RON: 2,
  RSD: 2,
  SEK: 2,
  SGD: 2,
  THB: 2,
  TND: 3,
  TRY: 2,
  UAH: 2,
  USD: 2,
  VND: 0,
  ZAR: 2,
} as const

export type Currency = keyof typeof EXPONENTS

export const isCurrency = (text: string): text is Currency => Object.hasOwn(EXPONENTS, text)

export const exponentOf = (currency: Currency): number => EXPONENTS[currency]
