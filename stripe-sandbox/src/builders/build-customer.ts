import { newId } from '../objects/new-id.ts'
import type { Customer, PaymentMethod } from '../objects/stripe-objects.ts'
import type { Card } from '../objects/test-cards.ts'

type NewCustomer = {
  created: number
  email: string | null
  name: string | null
  metadata?: Record<string, string>
}

export const buildCustomer = ({ created, email, name, metadata = {} }: NewCustomer): Customer => {
  const id = newId('cus', 14)
  return {
    id,
    object: 'customer',
    address: null,
    balance: 0,
    created,
    currency: null,
    customer_account: null,
    default_source: null,
    delinquent: false,
    description: null,
    discount: null,
    email,
    invoice_prefix: id.slice(4, 12).toUpperCase(),
    invoice_settings: {
      custom_fields: null,
      default_payment_method: null,
      footer: null,
      rendering_options: null,
    },
    livemode: false,
    metadata,
    name,
    next_invoice_sequence: 1,
    phone: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
  }
}

type NewPaymentMethod = {
  created: number
  customer: string | null
  card: Card
  email: string | null
  name: string | null
}

export const buildPaymentMethod = ({
  created,
  customer,
  card,
  email,
  name,
}: NewPaymentMethod): PaymentMethod => ({
  id: newId('pm'),
  object: 'payment_method',
  allow_redisplay: 'limited',
  billing_details: { address: null, email, name, phone: null, tax_id: null },
  created,
  customer,
  customer_account: null,
  livemode: false,
  metadata: {},
  ...detailsOf(card),
})

/** The public details of a test card or bank account. */
export const detailsOf = (card: Card): Pick<PaymentMethod, 'type' | 'card' | 'sepa_debit'> => {
  const [last4, fingerprint] = [card.number.slice(-4), `Sandbox${card.number.slice(-9)}`]
  if (card.kind === 'sepa_debit') {
    const country = card.number.slice(0, 2)
    const bank = { bank_code: card.number.slice(4, 12), branch_code: '', generated_from: null }
    return { type: 'sepa_debit', sepa_debit: { ...bank, country, fingerprint, last4 } }
  }
  return {
    type: 'card',
    card: {
      brand: card.brand,
      display_brand: card.brand,
      country: 'US',
      funding: 'credit',
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
      exp_month: 12,
      exp_year: 2034,
      fingerprint,
      generated_from: null,
      last4,
      networks: { available: [card.brand], preferred: null },
      regulated_status: 'unregulated',
      three_d_secure_usage: { supported: true },
      wallet: null,
    },
  }
}
