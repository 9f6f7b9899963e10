import type { Card } from '../life/test-cards.ts'
import { newId } from './ids.ts'
import type { Customer, PaymentMethod } from './wire.ts'

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
  card: {
    brand: card.brand,
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
    country: 'US',
    display_brand: card.brand,
    exp_month: 12,
    exp_year: 2034,
    fingerprint: `Sandbox${card.number.slice(-9)}`,
    funding: 'credit',
    generated_from: null,
    last4: card.number.slice(-4),
    networks: { available: [card.brand], preferred: null },
    regulated_status: 'unregulated',
    three_d_secure_usage: { supported: true },
    wallet: null,
  },
  created,
  customer,
  customer_account: null,
  livemode: false,
  metadata: {},
  type: 'card',
})
