import type { Currency } from '../../money/currency.ts'
import type { AttemptSum, FailureOutcome, FailureSum } from './failure-sums-store.ts'

/** Invoices and their amounts in minor units. */
export type Part = { invoices: number; amounts: ReadonlyMap<Currency, number> }

/** The invoices whose first charge failed, and how they ended. */
export type Recovery = {
  failed: Part
  recovered: Part
  /** Invoices whose first charge came in the period, and those of them whose first charge failed. */
  attempts: { invoices: number; failed: number }
  /** Recovered by people, then by each attempt of Stripe, then those that are open or lost. */
  byOutcome: ReadonlyMap<FailureOutcome, Part>
  /** The most frequent reason first. */
  byReason: ReadonlyMap<string, { failed: Part; recovered: Part }>
}

export const isRecovered = (outcome: FailureOutcome): boolean => outcome !== 'open' && outcome !== 'lost'

/** Adds up the failures and first charges of one currency, or of all. */
export const recoveryOf = (
  failures: readonly FailureSum[],
  attempts: readonly AttemptSum[],
  currency: Currency | null,
): Recovery => {
  const own = failures.filter((row) => currency === null || row.currency === currency)
  const [failed, recovered] = [partOf(own), recoveredOf(own)]
  return {
    failed,
    recovered,
    attempts: attemptsOf(attempts, currency),
    byOutcome: groupByOutcome(own),
    byReason: groupByReason(own),
  }
}

const recoveredOf = (rows: readonly FailureSum[]): Part =>
  partOf(rows.filter(({ outcome }) => isRecovered(outcome)))

const partOf = (rows: readonly FailureSum[]): Part => {
  const amounts = new Map<Currency, number>()
  for (const { currency, amount } of rows) amounts.set(currency, (amounts.get(currency) ?? 0) + amount)
  return { invoices: rows.reduce((total, { invoices }) => total + invoices, 0), amounts }
}

const attemptsOf = (rows: readonly AttemptSum[], currency: Currency | null): Recovery['attempts'] => {
  const own = rows.filter((row) => currency === null || row.currency === currency)
  return {
    invoices: own.reduce((total, { invoices }) => total + invoices, 0),
    failed: own.reduce((total, { failed }) => total + failed, 0),
  }
}

const groupByOutcome = (rows: readonly FailureSum[]): Map<FailureOutcome, Part> => {
  const outcomes = [...new Set(rows.map(({ outcome }) => outcome))].sort((one, other) =>
    orderOf(one).localeCompare(orderOf(other), 'en', { numeric: true }),
  )
  return new Map(outcomes.map((outcome) => [outcome, partOf(rows.filter((row) => row.outcome === outcome))]))
}

const ORDER: Readonly<Record<string, string>> = {
  email: '1 a',
  staff: '1 b',
  supporter: '1 c',
  open: '3',
  lost: '4',
}

const orderOf = (outcome: FailureOutcome): string => ORDER[outcome] ?? `2 ${outcome}`

const groupByReason = (rows: readonly FailureSum[]): Recovery['byReason'] => {
  const reasons = [...new Set(rows.map(({ reason }) => reason))].map((reason) => {
    const own = rows.filter((row) => row.reason === reason)
    return [reason, { failed: partOf(own), recovered: recoveredOf(own) }] as const
  })
  return new Map(reasons.sort(([, one], [, other]) => other.failed.invoices - one.failed.invoices))
}
