import { DAY_MS } from '../../platform/clock.ts'
import type { ActionFact, InvoiceFact, SubscriptionFact } from '../model/facts.ts'

export type OneTimeContribution = {
  chargeId: string
  customerId: string
  checkoutId: string
  amount: number
  at: Date
} & Pick<SubscriptionFact, 'currency'>

/** What a supporter is owed word of. `cause` is one and the same however often the facts are read. */
export type DueMailRequest = {
  cause: string
  customerId: string
  /** The checkout whose language it is written in; null where we made none. */
  checkoutId: string | null
  until: Date
} & (
  | { kind: 'thanks'; amount: number; currency: string; frequency: 'once' | 'monthly' | 'yearly' }
  | { kind: 'failed'; invoiceId: string; requiresAction: boolean }
  | { kind: 'ended'; because: 'chosen' | 'card-failure' }
  /** A second contribution that was ended, and whose payment is returned. */
  | { kind: 'refunded'; amount: number; currency: string }
)

export type MailedFacts = {
  subscriptions: readonly SubscriptionFact[]
  invoices: readonly InvoiceFact[]
  actions: readonly ActionFact[]
  /** Those given last. */
  gifts: readonly OneTimeContribution[]
}

/** A charge of which Stripe has said that it failed, or waits for its giver. */
export type ReportedFailure = { invoiceId: string; at: Date; requiresAction: boolean }

/** The customer that was heard of. */
export type CustomerReport = { customerId: string; failures: readonly ReportedFailure[] }

/** Nobody is written to about what is older: catching up after an outage sends no heap of mails. */
export const FRESH_MS = 3 * DAY_MS

/** The mails that the facts of a supporter owe at this moment, those that were written before among them. */
export const findDueMails = (facts: MailedFacts, report: CustomerReport, now: Date): DueMailRequest[] => {
  const isFresh = (at: Date | null): at is Date => at !== null && now.getTime() - at.getTime() < FRESH_MS
  return [
    ...facts.subscriptions.flatMap((subscription) => [
      ...thanksFor(facts, subscription, isFresh),
      ...endOf(facts, subscription, isFresh),
      ...undoingOf(facts, subscription, isFresh),
    ]),
    ...facts.gifts.filter(({ at }) => isFresh(at)).map(thanksForGift),
    ...report.failures
      .filter(({ at }) => isFresh(at))
      .flatMap((failure) => failureOf(facts, report, failure)),
  ]
}

type IsFresh = (at: Date | null) => at is Date

const until = (at: Date): Date => new Date(at.getTime() + FRESH_MS)

const paidOf = ({ invoices }: MailedFacts, id: string): InvoiceFact[] =>
  invoices
    .filter((each) => each.subscriptionId === id && each.paidAt !== null && each.amountPaid > 0)
    .sort((one, other) => one.createdAt.getTime() - other.createdAt.getTime())

// Where we undo a contribution, end one in favour of another or after a dispute, there is nothing to part for.
const isOurDoing = ({ actions }: MailedFacts, id: string): boolean =>
  actions.some(
    ({ subscriptionId, kind, cause }) =>
      subscriptionId === id && (kind === 'duplicate' || (kind === 'cancel' && SILENT.has(cause))),
  )

const SILENT: ReadonlySet<ActionFact['cause']> = new Set(['dispute', 'replaced'])

const NEVER_BEGAN: ReadonlySet<string> = new Set(['incomplete', 'incomplete_expired'])

// Agreed to: also where the first charge, a debit say, has failed only since. What was refused at once began nothing.
const hasBegun = (facts: MailedFacts, { id, status }: SubscriptionFact): boolean =>
  !NEVER_BEGAN.has(status) || paidOf(facts, id).length > 0

const isBeingCanceled = ({ actions }: MailedFacts, id: string): boolean =>
  actions.some(
    ({ subscriptionId, kind }) => subscriptionId === id && (kind === 'duplicate' || kind === 'cancel'),
  )

const thanksFor = (
  facts: MailedFacts,
  { id, customerId, checkoutId, currency }: SubscriptionFact,
  isFresh: IsFresh,
): DueMailRequest[] => {
  const [first] = paidOf(facts, id)
  // What was taken over from before was thanked for, or not, by others.
  if (!first || checkoutId === null || !isFresh(first.paidAt) || isOurDoing(facts, id)) return []
  const frequency = first.annualAmount === first.amountPaid ? 'yearly' : 'monthly'
  const to = { customerId, checkoutId, until: until(first.paidAt) }
  return [{ ...to, kind: 'thanks', cause: `thanks:${id}`, amount: first.amountPaid, currency, frequency }]
}

const thanksForGift = ({
  chargeId,
  customerId,
  checkoutId,
  amount,
  currency,
  at,
}: OneTimeContribution): DueMailRequest => {
  const to = { customerId, checkoutId, until: until(at) }
  return { ...to, kind: 'thanks', cause: `thanks:${chargeId}`, amount, currency, frequency: 'once' }
}

const endOf = (facts: MailedFacts, subscription: SubscriptionFact, isFresh: IsFresh): DueMailRequest[] => {
  const { id, customerId, checkoutId, endedAt, cancellationReason } = subscription
  if (!isFresh(endedAt) || isOurDoing(facts, id) || !hasBegun(facts, subscription)) return []
  if (cancellationReason === 'payment_disputed') return []
  const because = cancellationReason === 'payment_failed' ? 'card-failure' : 'chosen'
  return [{ kind: 'ended', cause: `ended:${id}`, customerId, checkoutId, until: until(endedAt), because }]
}

const undoingOf = (
  facts: MailedFacts,
  { id, customerId, checkoutId, currency, endedAt }: SubscriptionFact,
  isFresh: IsFresh,
): DueMailRequest[] => {
  const [paid] = paidOf(facts, id)
  const isUndone = facts.actions.some((each) => each.subscriptionId === id && each.kind === 'duplicate')
  if (!isFresh(endedAt) || !isUndone || !paid) return []
  const to = { customerId, checkoutId, until: until(endedAt) }
  return [{ ...to, kind: 'refunded', cause: `refunded:${id}`, amount: paid.amountPaid, currency }]
}

// One mail for an invoice, not one for each try: its page tells the rest.
const failureOf = (
  facts: MailedFacts,
  { customerId }: CustomerReport,
  { invoiceId, at, requiresAction }: ReportedFailure,
): DueMailRequest[] => {
  const invoice = facts.invoices.find(({ id }) => id === invoiceId)
  const own = facts.subscriptions.find(({ id }) => id === invoice?.subscriptionId)
  if (!invoice || !own || invoice.status !== 'open' || invoice.attempts === 0) return []
  if (own.customerId !== customerId || own.endedAt !== null) return []
  if (isBeingCanceled(facts, own.id) || !hasBegun(facts, own)) return []
  const to = { customerId, checkoutId: own.checkoutId, until: until(at) }
  return [{ ...to, kind: 'failed', cause: `failed:${invoiceId}`, invoiceId, requiresAction }]
}

/** The causes of mails that are not true any more if they still wait: what failed has been paid, whoever paid it. */
export const staleCauses = ({ invoices }: MailedFacts, now: Date): string[] =>
  invoices
    .filter(({ paidAt }) => paidAt !== null && now.getTime() - paidAt.getTime() < FRESH_MS)
    .map(({ id }) => `failed:${id}`)
