/** The bank's answer to a charge: `action` asks the cardholder, `pending` is decided days later. */
export type Outcome = 'succeeds' | 'action' | 'pending' | Decline

export type Decline = { code: string; declineCode: string; message: string }

/** One of Stripe's test numbers, and the result of a charge on it. https://docs.stripe.com/testing */
export type Card = {
  number: string
  brand: string
  kind: 'card' | 'sepa_debit'
  /** The cardholder is present. */
  onSession: Outcome
  /** The cardholder is absent, as at a renewal. */
  offSession: Outcome
  /** The result of a pending charge. */
  pendingEnds?: 'succeeded' | 'failed' | 'never'
  disputed?: 'fraudulent' | 'inquiry'
  refunds?: 'fail' | 'pend'
}

const declined = (declineCode: string, message: string, code = 'card_declined'): Decline => ({
  code,
  declineCode,
  message,
})
const GENERIC = declined('generic_decline', 'Your card was declined.')
export const AUTHENTICATION_REQUIRED = declined(
  'authentication_required',
  'Your card was declined. This transaction requires authentication.',
  'authentication_required',
)

const card = (number: string, more: Partial<Card> = {}): Card => ({
  number,
  brand: 'visa',
  kind: 'card',
  onSession: 'succeeds',
  offSession: 'succeeds',
  ...more,
})
const always = (outcome: Outcome): Partial<Card> => ({ onSession: outcome, offSession: outcome })
const iban = (number: string, pendingEnds: 'succeeded' | 'failed' | 'never', more: Partial<Card> = {}) =>
  card(number, { brand: 'sepa_debit', kind: 'sepa_debit', ...always('pending'), pendingEnds, ...more })

const CARDS: readonly Card[] = [
  card('4242424242424242'),
  card('5555555555554444', { brand: 'mastercard' }),
  card('378282246310005', { brand: 'amex' }),
  card('4000002500003155', { onSession: 'action' }),
  card('4000002760003184', always('action')),
  card('4000000000000002', always(GENERIC)),
  card('4000000000009995', always(declined('insufficient_funds', 'Your card has insufficient funds.'))),
  card('4000000000000069', always(declined('expired_card', 'Your card has expired.', 'expired_card'))),
  card(
    '4000000000000127',
    always(declined('incorrect_cvc', 'Your card’s security code is incorrect.', 'incorrect_cvc')),
  ),
  card('4000000000009979', always(declined('stolen_card', 'Your card was declined.'))),
  card('4000000000000341', always(GENERIC)),
  card('4000000000000259', { disputed: 'fraudulent' }),
  card('4000000000002685', { disputed: 'inquiry' }),
  card('4000000000005126', { refunds: 'fail' }),
  card('4000000000007726', { refunds: 'pend' }),
  iban('DE89370400440532013000', 'succeeded'),
  iban('DE62370400440532013001', 'failed'),
  iban('DE35370400440532013002', 'succeeded', { disputed: 'fraudulent' }),
  iban('DE08370400440532013003', 'never'),
  // Stripe's command-line client uses these.
  iban('AT611904300234573201', 'succeeded'),
  iban('AT321904300235473204', 'succeeded'),
  iban('IT60X0542811101000000123456', 'failed'),
]

/** Stripe's names for cards, which programs use instead of numbers. */
const NAMES: Record<string, string> = {
  visa: '4242424242424242',
  mastercard: '5555555555554444',
  amex: '378282246310005',
  authenticationRequiredOnSetup: '4000002500003155',
  authenticationRequired: '4000002760003184',
  threeDSecure2Required: '4000002760003184',
  visa_chargeDeclined: '4000000000000002',
  chargeDeclined: '4000000000000002',
  visa_chargeDeclinedInsufficientFunds: '4000000000009995',
  chargeDeclinedInsufficientFunds: '4000000000009995',
  chargeDeclinedExpiredCard: '4000000000000069',
  visa_chargeDeclinedExpiredCard: '4000000000000069',
  chargeDeclinedIncorrectCvc: '4000000000000127',
  visa_chargeDeclinedStolenCard: '4000000000009979',
  chargeCustomerFail: '4000000000000341',
  visa_chargeCustomerFail: '4000000000000341',
  createDispute: '4000000000000259',
  createDisputeInquiry: '4000000000002685',
  refundFail: '4000000000005126',
  pendingRefund: '4000000000007726',
}

export const cardByNumber = (number: string): Card | undefined => CARDS.find((each) => each.number === number)

/** Finds a card by a name such as `pm_card_visa`, `tok_visa` or `pm_sepa_debit`. */
export const cardByToken = (token: string): Card | undefined => {
  const name = /^(?:pm_card|tok)_(\w+)$/.exec(token)?.[1]
  if (token === 'pm_sepaDebit' || token === 'pm_sepa_debit') return cardByNumber('DE89370400440532013000')
  if (token === 'pm_sepaDebit_fail') return cardByNumber('DE62370400440532013001')
  return cardByNumber(NAMES[name ?? ''] ?? '')
}
