import { newId } from '../objects/new-id.ts'
import type { InvoiceItem, Price } from '../objects/stripe-objects.ts'

type NewItem = {
  created: number
  customer: string
  currency: string
  amount: number
  quantity: number
  price: Price | null
  description: string | null
  subscription: string | null
  invoice: string | null
  proration: boolean
  period: { start: number; end: number }
  metadata: Record<string, string>
}

/** Something to stand on a coming invoice. */
export const buildInvoiceItem = (wanted: NewItem): InvoiceItem => ({
  id: newId('ii'),
  object: 'invoiceitem',
  amount: wanted.amount,
  currency: wanted.currency,
  customer: wanted.customer,
  customer_account: null,
  date: wanted.created,
  description: wanted.description,
  discountable: !wanted.proration,
  discounts: [],
  invoice: wanted.invoice,
  livemode: false,
  metadata: wanted.metadata,
  parent: wanted.subscription
    ? { subscription_details: { subscription: wanted.subscription }, type: 'subscription_details' }
    : null,
  period: wanted.period,
  pricing: wanted.price && {
    price_details: {
      price: wanted.price.id,
      product: typeof wanted.price.product === 'string' ? wanted.price.product : wanted.price.product.id,
    },
    type: 'price_details',
    unit_amount_decimal: String(wanted.price.unit_amount ?? wanted.amount),
  },
  proration: wanted.proration,
  quantity: wanted.quantity,
  quantity_decimal: String(wanted.quantity),
  tax_rates: [],
  test_clock: null,
})
