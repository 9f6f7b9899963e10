/** Stripe's own test numbers, and how a charge on each ends. https://docs.stripe.com/testing */
export type Card = { number: string; brand: string; decline: Decline | null }

export type Decline = { code: string; declineCode: string; message: string }

const declined = (declineCode: string, message: string, code = 'card_declined'): Decline => ({
  code,
  declineCode,
  message,
})

const CARDS: readonly Card[] = [
  { number: '4242424242424242', brand: 'visa', decline: null },
  { number: '5555555555554444', brand: 'mastercard', decline: null },
  { number: '378282246310005', brand: 'amex', decline: null },
  {
    number: '4000000000000002',
    brand: 'visa',
    decline: declined('generic_decline', 'Your card was declined.'),
  },
  {
    number: '4000000000009995',
    brand: 'visa',
    decline: declined('insufficient_funds', 'Your card has insufficient funds.'),
  },
  {
    number: '4000000000000069',
    brand: 'visa',
    decline: declined('expired_card', 'Your card has expired.', 'expired_card'),
  },
]

/** Stripe's names for cards that programs use in place of a number. */
const TOKENS: Record<string, string> = {
  pm_card_visa: '4242424242424242',
  pm_card_mastercard: '5555555555554444',
  pm_card_amex: '378282246310005',
  pm_card_visa_chargeDeclined: '4000000000000002',
  pm_card_chargeDeclined: '4000000000000002',
  pm_card_visa_chargeDeclinedInsufficientFunds: '4000000000009995',
  pm_card_chargeDeclinedExpiredCard: '4000000000000069',
}

export const cardByNumber = (number: string): Card | undefined => CARDS.find((card) => card.number === number)

export const cardByToken = (token: string): Card | undefined => cardByNumber(TOKENS[token] ?? '')
