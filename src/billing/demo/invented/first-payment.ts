import type { Currency } from '../../../money/currency.ts'
import type { DemoSupporter } from './demo-supporter.ts'

/** The payment with which an invented supporter began. */
export type FirstPayment = {
  at: Date
  currency: Currency
  cadence: 'once' | 'monthly' | 'yearly'
  /** Minor units. */
  amount: number
}

/** Finds the first paid charge of a supporter. Null: none was paid. */
export const firstPaymentOf = ({ facts }: Pick<DemoSupporter, 'facts'>): FirstPayment | null => {
  const [first] = facts.charges
    .filter(({ status }) => status === 'succeeded')
    .sort((one, other) => one.createdAt.getTime() - other.createdAt.getTime())
  if (!first) return null
  const { createdAt: at, currency, amount, paymentIntentId } = first
  const invoice = facts.invoices.find(({ paymentIntentIds }) =>
    paymentIntentIds.some((id) => id === paymentIntentId),
  )
  if (!invoice) return { at, currency, amount, cadence: 'once' }
  return { at, currency, amount, cadence: invoice.annualAmount === amount ? 'yearly' : 'monthly' }
}
