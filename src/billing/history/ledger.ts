import type { Currency } from '../../money/currency.ts'
import type { ChargeFact, DisputeFact, RefundFact, Settlement } from '../model/facts.ts'

export type EntryKind =
  | 'payment'
  | 'payment-failed'
  | 'refund'
  | 'refund-failed'
  | 'dispute'
  | 'dispute-reinstated'

/** One movement of money. `amount` is in minor units as charged, negative if money left the newsroom. */
export type LedgerEntry = {
  kind: EntryKind
  chargeId: string
  occurredAt: Date
  currency: Currency
  amount: number
  settlement: Settlement
}

/** Returns the settled movements of money of these charges, dated as at Stripe. */
export const ledgerEntriesOf = (charges: readonly ChargeFact[]): LedgerEntry[] =>
  charges.flatMap((charge) => [
    ...paymentEntries(charge),
    ...charge.refunds.flatMap(refundEntries),
    ...charge.disputes.flatMap(disputeEntries),
  ])

const paymentEntries = (charge: ChargeFact): LedgerEntry[] => {
  const { id: chargeId, currency, amount, createdAt, settlement, failureSettlement: failure } = charge
  const entries: LedgerEntry[] = []
  if (settlement)
    entries.push({ kind: 'payment', chargeId, currency, occurredAt: createdAt, amount, settlement })
  if (failure)
    entries.push({
      kind: 'payment-failed',
      chargeId,
      currency,
      occurredAt: failure.createdAt,
      amount: -amount,
      settlement: failure,
    })
  return entries
}

const refundEntries = (refund: RefundFact): LedgerEntry[] => {
  const { chargeId, currency, amount, createdAt, settlement, failureSettlement: failure } = refund
  const entries: LedgerEntry[] = []
  if (settlement)
    entries.push({ kind: 'refund', chargeId, currency, occurredAt: createdAt, amount: -amount, settlement })
  if (failure)
    entries.push({
      kind: 'refund-failed',
      chargeId,
      currency,
      occurredAt: failure.createdAt,
      amount,
      settlement: failure,
    })
  return entries
}

// Stripe's settlement of a dispute is negative when money is taken, positive when it is reinstated.
const disputeEntries = ({ chargeId, currency, amount, settlements }: DisputeFact): LedgerEntry[] =>
  settlements.map((settlement) => ({
    kind: settlement.amount < 0 ? 'dispute' : 'dispute-reinstated',
    chargeId,
    occurredAt: settlement.createdAt,
    currency,
    amount: settlement.amount < 0 ? -amount : amount,
    settlement,
  }))
