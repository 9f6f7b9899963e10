import { type Currency, isCurrency } from '../../../money/currency.ts'
import type { Unknown } from '../../model/failure-reason.ts'

/** A fact that cannot be understood parks the events that brought it: nothing about money is guessed. */
export class UnknownShape extends Error {
  override readonly name = 'UnknownShape'

  /** The message is what is kept: the reason, and in brackets the code of whoever said no. */
  constructor(because: Unknown, code?: string | null) {
    super(code ? `${because} (${code})` : because)
  }
}

/** All of a list that stands inside an object. Stripe brings ten along; with more, sums over them would be guesses. */
export const requireWholeList = <T>(list: { data: T[]; has_more: boolean }): T[] => {
  if (list.has_more) throw new UnknownShape('cut-off')
  return list.data
}

export const currencyOf = (text: string): Currency => {
  const currency = text.toUpperCase()
  if (!isCurrency(currency)) throw new UnknownShape('unknown-currency')
  return currency
}

export const date = (seconds: number): Date => new Date(seconds * 1000)
export const dateOrNull = (seconds: number | null | undefined): Date | null =>
  seconds ? date(seconds) : null

/**
 * What pays an invoice: a payment intent or, before 2019 and without one, the charge itself. A charge without an
 * intent is named so too, that the two are found together.
 */
export const paymentOf = (paying: {
  payment_intent?: string | { id: string } | null
  charge?: string | { id: string } | null
}): string | null => idOf(paying.payment_intent) ?? idOf(paying.charge)

/** The id where Stripe gives an id or, when asked to, the whole object. */
export const idOf = (reference: string | { id: string } | null | undefined): string | null =>
  typeof reference === 'string' ? reference : (reference?.id ?? null)
