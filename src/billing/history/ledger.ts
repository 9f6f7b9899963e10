import type { Currency } from '../../money/currency.ts'
import type { ChargeFact, DisputeFact, RefundFact, Settlement } from '../model/facts.ts'

export type EntryKind =
  | 'payment'
  | 'payment-failed'
  | 'refund'
  | 'refund-failed'
  | 'dispute'
  | 'dispute-reinstated'

/** One movement of money. `amount` is the reader's, in minor units, negative for what left the newsroom. */
export type LedgerEntry = {
  kind: EntryKind
  chargeId: string
  occurredAt: Date
  currency: Currency
  amount: number
  settlement: Settlement
}

/** Every movement of money of some charges that Stripe has settled, each dated when it happened at Stripe. */
export const entriesOf = (charges: readonly ChargeFact[]): LedgerEntry[] =>
  charges.flatMap((charge) => [
    ...paymentOf(charge),
    ...charge.refunds.flatMap(refundsOf),
    ...charge.disputes.flatMap(listDisputes),
  ])

const paymentOf = ({
  id,
  currency,
  amount,
  createdAt,
  settlement,
  failureSettlement,
}: ChargeFact): LedgerEntry[] => {
  const entry = { chargeId: id, currency }
  return [
    ...(settlement
      ? [{ ...entry, kind: 'payment' as const, occurredAt: createdAt, amount, settlement }]
      : []),
    ...(failureSettlement
      ? [
          {
            ...entry,
            kind: 'payment-failed' as const,
            occurredAt: failureSettlement.createdAt,
            amount: -amount,
            settlement: failureSettlement,
          },
        ]
      : []),
  ]
}

const refundsOf = (refund: RefundFact): LedgerEntry[] => {
  const { chargeId, currency, amount, settlement, failureSettlement } = refund
  const entry = { chargeId, currency }
  return [
    ...(settlement
      ? [{ ...entry, kind: 'refund' as const, occurredAt: refund.createdAt, amount: -amount, settlement }]
      : []),
    ...(failureSettlement
      ? [
          {
            ...entry,
            kind: 'refund-failed' as const,
            occurredAt: failureSettlement.createdAt,
            amount,
            settlement: failureSettlement,
          },
        ]
      : []),
  ]
}

// Money taken for a dispute is negative in the account; what is given back is not.
const listDisputes = ({ chargeId, currency, amount, settlements }: DisputeFact): LedgerEntry[] =>
  settlements.map((settlement) => ({
    kind: settlement.amount < 0 ? 'dispute' : 'dispute-reinstated',
    chargeId,
    occurredAt: settlement.createdAt,
    currency,
    amount: settlement.amount < 0 ? -amount : amount,
    settlement,
  }))
