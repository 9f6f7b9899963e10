import { newId } from '../objects/new-id.ts'
import type { InvoiceItem, InvoiceLine, Subscription } from '../objects/stripe-objects.ts'

type Item = Subscription['items']['data'][number]

export type Period = {
  subscription: Subscription | null
  currency: string
  periodStart: number
  periodEnd: number
  isFree?: boolean
}

const productOf = ({ price: { product } }: Item): string =>
  typeof product === 'string' ? product : product.id

export const periodLine = (invoice: string, fields: Period, item: Item): InvoiceLine => {
  const quantity = item.quantity ?? 1
  const unit = fields.isFree ? 0 : (item.price.unit_amount ?? 0)
  return {
    ...baseLine(invoice, {
      amount: unit * quantity,
      currency: fields.currency,
      description: fields.subscription?.description ?? null,
      metadata: fields.subscription?.metadata ?? {},
      quantity,
    }),
    parent: {
      invoice_item_details: null,
      subscription_item_details: {
        invoice_item: null,
        proration: false,
        proration_details: null,
        subscription: item.subscription,
        subscription_item: item.id,
      },
      type: 'subscription_item_details',
    },
    period: { end: fields.periodEnd, start: fields.periodStart },
    pricing: {
      price_details: { price: item.price.id, product: productOf(item) },
      type: 'price_details',
      unit_amount_decimal: String(unit),
    },
    subscription: item.subscription,
  }
}

export const itemLine = (invoice: string, item: InvoiceItem): InvoiceLine => {
  const subscription = item.parent?.subscription_details?.subscription ?? null
  return {
    ...baseLine(invoice, { ...item, metadata: item.metadata ?? {} }),
    parent: {
      invoice_item_details: {
        invoice_item: item.id,
        proration: item.proration,
        proration_details: null,
        subscription,
      },
      subscription_item_details: null,
      type: 'invoice_item_details',
    },
    period: item.period,
    pricing: item.pricing && {
      type: 'price_details',
      unit_amount_decimal: item.pricing.unit_amount_decimal,
      ...(item.pricing.price_details
        ? {
            price_details: {
              price: item.pricing.price_details.price,
              product: item.pricing.price_details.product,
            },
          }
        : {}),
    },
    subscription,
  }
}

type LineFields = Pick<InvoiceLine, 'amount' | 'currency' | 'description' | 'metadata'> & { quantity: number }

const baseLine = (invoice: string, line: LineFields) => ({
  id: newId('il'),
  object: 'line_item' as const,
  amount: line.amount,
  currency: line.currency,
  description: line.description,
  discount_amounts: [],
  discountable: true,
  discounts: [],
  invoice,
  livemode: false,
  metadata: line.metadata,
  pretax_credit_amounts: [],
  quantity: line.quantity,
  quantity_decimal: String(line.quantity),
  subtotal: line.amount,
  taxes: [],
})
