import type { BillingAttention, PastDueSum } from '../../billing/staff-inbox/attention-store.ts'
import { hoursBehind, type RecordState } from '../explained/record-state.ts'

/** All that may wait for staff. */
export type AttentionFacts = BillingAttention & {
  pastDue: readonly PastDueSum[]
  /** Contributions whose address belongs to somebody else, as its reader says. */
  disowned: number
  /** Supporters whose address does not accept mails. */
  bounced: number
  state: RecordState
}

export const ATTENTION_KINDS = [
  'silent',
  'rejected',
  'parked',
  'disputes',
  'disowned',
  'duplicates',
  'past-due',
  'bounced',
] as const
export type AttentionKind = (typeof ATTENTION_KINDS)[number]

/** Cases of one kind, with the page that settles them. For `silent` the count is hours. */
export type AttentionItem = { kind: AttentionKind; count: number; path: string; section?: string }

/** Lists what needs staff, the most urgent first. Kinds without a case are left out. */
export const attentionItems = (facts: AttentionFacts, now: Date): AttentionItem[] => {
  const counts: Record<AttentionKind, number> = {
    silent: hoursBehind(facts.state, now) ?? 0,
    rejected: facts.rejectedCancellations,
    parked: facts.parked,
    disputes: facts.openDisputes,
    disowned: facts.disowned,
    duplicates: facts.undecidedDuplicates,
    'past-due': facts.pastDue.reduce((total, { subscriptions }) => total + subscriptions, 0),
    bounced: facts.bounced,
  }
  return ATTENTION_KINDS.filter((kind) => counts[kind] > 0).map((kind) => ({
    kind,
    count: counts[kind],
    ...(kind === 'past-due'
      ? { path: '/staff/reports/at-risk' }
      : { path: '/staff/inbox', section: kind === 'silent' ? 'text' : kind }),
  }))
}

/** Counts the cases. That Stripe is silent is one. */
export const countCases = (items: readonly AttentionItem[]): number =>
  items.reduce((total, { kind, count }) => total + (kind === 'silent' ? 1 : count), 0)
