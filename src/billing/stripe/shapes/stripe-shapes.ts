import { type Currency, isCurrency } from '../../../money/currency.ts'
import type { UnsupportedReason } from '../../model/failure-reason.ts'

/** Thrown for a fact that we do not understand. The event is parked: amounts are never guessed. */
export class UnknownShape extends Error {
  override readonly name = 'UnknownShape'

  /** The message is stored. It holds the reason and, in brackets, Stripe's error code. */
  constructor(because: UnsupportedReason, code?: string | null) {
    super(code ? `${because} (${code})` : because)
  }
}

/** Reads an object of Stripe. Throws UnknownShape if it lacks what Stripe's types promise. */
export const readObject = <T>(read: () => T): T => {
  try {
    return read()
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError)
      throw new UnknownShape('unreadable', error.name)
    throw error
  }
}

/**
 * Returns a whole nested list. Throws if Stripe truncated it (after ten items): a sum over it would be wrong.
 */
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
 * Returns the id of what paid an invoice: a payment intent, or the charge itself for payments before 2019. A
 * charge without a payment intent gets the same id, so both match.
 */
export const paymentOf = (paying: {
  payment_intent?: string | { id: string } | null
  charge?: string | { id: string } | null
}): string | null => idOf(paying.payment_intent) ?? idOf(paying.charge)

/** Returns the id of a reference that may be an id or an expanded object. */
export const idOf = (reference: string | { id: string } | null | undefined): string | null =>
  typeof reference === 'string' ? reference : (reference?.id ?? null)
