import type { PaymentMethods } from '../../../web/page/payment-methods.ts'

/** The account's texts for bank statements, set in Stripe's dashboard. `unreadable`: our key may not read them. */
export type AccountStatement = { text: string | null; prefix: string | null } | 'unreadable'

// Statements have capitals, whatever was typed.
const isSame = (text: string, other: string): boolean => text.toUpperCase() === other.toUpperCase()

/**
 * Returns the name to send with charges. Null: the account's own text is that name, and stands alone only if nothing is
 * sent.
 */
export const descriptorToSend = (account: AccountStatement, name: string): string | null =>
  account !== 'unreadable' && account.text !== null && isSame(account.text, name) ? null : name

const LENGTH = 22
const SEPARATOR = '* '
const LONGEST_PREFIX = 10

/** Returns the text of a card statement when the name is sent. Stripe puts the account's short text before it. */
export const cardStatement = (account: Exclude<AccountStatement, 'unreadable'>, name: string): string => {
  const prefix = account.prefix ?? account.text ?? ''
  const room = Math.min(LONGEST_PREFIX, LENGTH - SEPARATOR.length - name.length)
  return `${prefix.slice(0, Math.max(2, room))}${SEPARATOR}${name}`.slice(0, LENGTH)
}

/** The name as a one-time payment carries it. Stripe refuses a whole text where cards are offered. */
export const paymentDescriptor = (payments: PaymentMethods, descriptor: string | null) => {
  if (descriptor === null) return {}
  const offersCards =
    'allowed' in payments ? payments.allowed.includes('card') : !payments.excluded.includes('card')
  return offersCards ? { statement_descriptor_suffix: descriptor } : { statement_descriptor: descriptor }
}
