import type { InvoiceFact } from './facts.ts'

type Dates = Pick<InvoiceFact, 'finalizedAt' | 'paidAt' | 'voidedAt'>

/** True if the newest of a subscription's invoices that was due at that time was never paid. */
export const wasPastDue = (invoices: readonly Dates[], at: Date): boolean => {
  const due = invoices
    .filter(({ finalizedAt, voidedAt }) => finalizedAt && finalizedAt <= at && !(voidedAt && voidedAt <= at))
    .sort((one, other) => (one.finalizedAt?.getTime() ?? 0) - (other.finalizedAt?.getTime() ?? 0))
  return due.at(-1)?.paidAt === null
}
