import type { Stripe } from 'stripe'
import type { ChargeFact, DisputeFact, RefundFact, Settlement } from '../../model/facts.ts'
import { currencyOf, date, idOf, paymentOf } from './stripe-shapes.ts'

/**
 * Builds the fact of a charge with its refunds and disputes. Settlements are known only where the call
 * expanded them.
 */
export const chargeFact = (
  charge: Stripe.Charge,
  checkoutId: string | null,
  disputes: readonly Stripe.Dispute[],
): ChargeFact => ({
  id: charge.id,
  customerId: idOf(charge.customer),
  // A charge without a customer is synced by its payment intent only. With a customer, its own id may stand
  // in.
  paymentIntentId: paymentOf({
    payment_intent: charge.payment_intent,
    charge: charge.customer ? charge : null,
  }),
  checkoutId,
  status: charge.status,
  currency: currencyOf(charge.currency),
  amount: charge.amount_captured || charge.amount,
  createdAt: date(charge.created),
  failureCode: charge.outcome?.reason ?? charge.failure_code,
  isDisputed: charge.disputed,
  settlement: settlementOf(charge.balance_transaction),
  failureSettlement: settlementOf(charge.failure_balance_transaction),
  refunds: (charge.refunds?.data ?? []).map((refund) => refundFact(refund, charge.id)),
  disputes: disputes.map(disputeFact),
})

const refundFact = (refund: Stripe.Refund, chargeId: string): RefundFact => ({
  id: refund.id,
  chargeId,
  status: refund.status ?? 'pending',
  currency: currencyOf(refund.currency),
  amount: refund.amount,
  reason: refund.reason,
  createdAt: date(refund.created),
  settlement: settlementOf(refund.balance_transaction),
  failureSettlement: settlementOf(refund.failure_balance_transaction),
})

export const disputeFact = (dispute: Stripe.Dispute): DisputeFact => ({
  id: dispute.id,
  chargeId: idOf(dispute.charge) ?? '',
  status: dispute.status,
  reason: dispute.reason,
  currency: currencyOf(dispute.currency),
  amount: dispute.amount,
  createdAt: date(dispute.created),
  settlements: dispute.balance_transactions.map(settlementFact),
})

const settlementOf = (reference: string | Stripe.BalanceTransaction | null | undefined): Settlement | null =>
  reference && typeof reference !== 'string' ? settlementFact(reference) : null

const settlementFact = (settlement: Stripe.BalanceTransaction): Settlement => ({
  id: settlement.id,
  currency: currencyOf(settlement.currency),
  amount: settlement.amount,
  fee: settlement.fee,
  net: settlement.net,
  exchangeRate: settlement.exchange_rate === null ? null : String(settlement.exchange_rate),
  createdAt: date(settlement.created),
  availableAt: date(settlement.available_on),
})
