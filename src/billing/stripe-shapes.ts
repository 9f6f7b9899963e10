import { type Currency, isCurrency } from '../money/currency.ts'

/** A fact that cannot be understood parks the events that brought it: nothing about money is guessed. */
export class UnknownShape extends Error {
  override readonly name = 'UnknownShape'
}

export const currencyOf = (text: string): Currency => {
  const currency = text.toUpperCase()
  if (!isCurrency(currency)) throw new UnknownShape('a currency that Mainstay does not know')
  return currency
}

export const date = (seconds: number): Date => new Date(seconds * 1000)
export const dateOrNull = (seconds: number | null | undefined): Date | null =>
  seconds ? date(seconds) : null

/** The id where Stripe gives an id or, when asked to, the whole object. */
export const idOf = (reference: string | { id: string } | null | undefined): string | null =>
  typeof reference === 'string' ? reference : (reference?.id ?? null)
