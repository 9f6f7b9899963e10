import type { Currency } from '../../money/currency.ts'
import { cannotCompute, type Figure, rateOf } from '../explained/figure.ts'
import type { MoneySum } from '../rollups/movement-figures-store.ts'
import { MONEY_PARTS, type MoneyIdentity, type MoneyPart, moneyIdentity } from './money-identity.ts'

/** The identity of one month or day. `name` is `2026-11` or `2026-11-22`. */
export type SpanIdentity = MoneyIdentity & { name: string }

/** Splits the movements of a period into spans. Each begins with what the one before ended with. */
export const spanIdentities = (
  rows: readonly MoneySum[],
  currency: Currency,
  { names, nameOf }: { names: readonly string[]; nameOf: (day: string) => string },
): SpanIdentity[] => {
  const bySpan = new Map<string | null, MoneySum[]>()
  for (const row of rows) {
    const name = row.day === null ? null : nameOf(row.day)
    const span = bySpan.get(name)
    if (span) span.push(row)
    else bySpan.set(name, [row])
  }
  let start = moneyIdentity(bySpan.get(null) ?? [], currency).end
  return names.map((name) => {
    const { parts, end: change } = moneyIdentity(bySpan.get(name) ?? [], currency)
    const identity = { name, start, parts, end: start + change }
    start = identity.end
    return identity
  })
}

export type MrrRates = { gross: Figure; net: Figure; involuntary: Figure }

/** Computes the churn rates of metrics.md. `isBeforeRecord`: the period begins before the first figure. */
export const mrrRates = ({ start, parts }: MoneyIdentity, isBeforeRecord: boolean): MrrRates => {
  const changeBy = (part: MoneyPart): number => parts.get(part) ?? 0
  const churn = churnOf(parts)
  const lost = churn - changeBy('contraction')
  const share = (part: number): Figure =>
    start === 0 && isBeforeRecord ? cannotCompute('before-record') : rateOf({ part, base: start })
  return {
    gross: share(lost),
    net: share(lost - changeBy('expansion') - changeBy('reactivation')),
    involuntary: rateOf({ part: 0 - changeBy('churn-card-failure'), base: churn }),
  }
}

/** Returns the amount lost by churn of any cause, as a positive number. */
export const churnOf = (parts: MoneyIdentity['parts']): number =>
  [...parts].reduce((sum, [part, change]) => (part.startsWith('churn-') ? sum - change : sum), 0)

/** Groups of the plot by month: few enough to tell apart. */
export const monthTotals = ({ parts }: MoneyIdentity) => {
  const changes = [...parts]
  const gains = changes.reduce((sum, [, change]) => sum + Math.max(change, 0), 0)
  const losses = changes.reduce((sum, [, change]) => sum - Math.min(change, 0), 0)
  const fresh = parts.get('new') ?? 0
  const churn = churnOf(parts)
  return { new: fresh, otherGains: gains - fresh, churn, otherLosses: losses - churn }
}

/** The largest gain and the largest loss; null if there is none. */
export const largestParts = ({
  parts,
}: MoneyIdentity): { gain: MoneyPart | null; loss: MoneyPart | null } => {
  const changed = MONEY_PARTS.filter((part) => parts.get(part))
  const byChange = changed.toSorted((one, other) => (parts.get(one) ?? 0) - (parts.get(other) ?? 0))
  const [lowest] = byChange
  const highest = byChange.at(-1)
  return {
    gain: highest !== undefined && (parts.get(highest) ?? 0) > 0 ? highest : null,
    loss: lowest !== undefined && (parts.get(lowest) ?? 0) < 0 ? lowest : null,
  }
}
