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

export const buildInvoiceItem = (fields: NewItem): InvoiceItem => ({
  id: newId('ii'),
  object: 'invoiceitem',
  amount: fields.amount,
  currency: fields.currency,
  customer: fields.customer,
  customer_account: null,
  date: fields.created,
  description: fields.description,
  discountable: !fields.proration,
  discounts: [],
  invoice: fields.invoice,
  livemode: false,
  metadata: fields.metadata,
  parent: fields.subscription
    ? { subscription_details: { subscription: fields.subscription }, type: 'subscription_details' }
    : null,
  period: fields.period,
  pricing: fields.price && {
    price_details: {
      price: fields.price.id,
      product: typeof fields.price.product === 'string' ? fields.price.product : fields.price.product.id,
    },
    type: 'price_details',
    unit_amount_decimal: String(fields.price.unit_amount ?? fields.amount),
  },
  proration: fields.proration,
  quantity: fields.quantity,
  quantity_decimal: String(fields.quantity),
  tax_rates: [],
  test_clock: null,
})
