/** The reason of a failed payment, as far as it helps the supporter. Messages have the key `decline.<reason>`. */
export type DeclineReason = 'funds' | 'expired' | 'details' | 'action' | 'limit' | 'declined' | 'technical'

/** Stripe's codes: https://docs.stripe.com/declines/codes. A code that is not listed means that the bank declined. */
const REASONS: Record<string, DeclineReason> = {
  insufficient_funds: 'funds',
  expired_card: 'expired',
  invalid_expiry_month: 'expired',
  invalid_expiry_year: 'expired',
  incorrect_number: 'details',
  invalid_number: 'details',
  incorrect_cvc: 'details',
  invalid_cvc: 'details',
  incorrect_zip: 'details',
  invalid_account: 'details',
  new_account_information_available: 'details',
  authentication_required: 'action',
  authentication_not_handled: 'action',
  mobile_device_authentication_required: 'action',
  offline_pin_required: 'action',
  card_velocity_exceeded: 'limit',
  withdrawal_count_limit_exceeded: 'limit',
  approve_with_id: 'technical',
  issuer_not_available: 'technical',
  processing_error: 'technical',
  reenter_transaction: 'technical',
  try_again_later: 'technical',
}

/** Returns `declined` for stolen cards and suspected fraud: nobody is told more. */
export const declineReason = (code: string | null): DeclineReason => REASONS[code ?? ''] ?? 'declined'
