import { DAY_MS } from '../../platform/clock.ts'
import type { ActionFact, InvoiceFact, SubscriptionFact } from '../model/facts.ts'

export type OneTimeContribution = {
  chargeId: string
  customerId: string
  checkoutId: string
  amount: number
  at: Date
} & Pick<SubscriptionFact, 'currency'>

/** A mail that a supporter should get. `cause` is the same each time the same facts are read. */
export type DueMailRequest = {
  cause: string
  customerId: string
  /** The checkout whose language the mail uses. Null if the contribution did not start at our checkout. */
  checkoutId: string | null
  until: Date
} & (
  | { kind: 'thanks'; amount: number; currency: string; frequency: 'once' | 'monthly' | 'yearly' }
  /** `isLast`: Stripe will try at most once more. */
  | { kind: 'failed'; invoiceId: string; requiresAction: boolean; isLast: boolean }
  | { kind: 'ended'; because: 'chosen' | 'card-failure' }
  /** Sent for a canceled duplicate whose payment is refunded. */
  | { kind: 'refunded'; amount: number; currency: string }
)

export type MailedFacts = {
  subscriptions: readonly SubscriptionFact[]
  invoices: readonly InvoiceFact[]
  actions: readonly ActionFact[]
  /** The latest one-time contributions. */
  gifts: readonly OneTimeContribution[]
}

/** A charge that failed or waits for the supporter's confirmation, according to an event. */
export type ReportedFailure = { invoiceId: string; at: Date; requiresAction: boolean }

/** The synced customer, with the failures that its events reported. */
export type CustomerReport = { customerId: string; failures: readonly ReportedFailure[] }

/** How often Stripe retries a failed charge. */
export type RetryRule = { retries: number }

/** Older facts cause no mails. Otherwise an outage would be followed by a flood of mails. */
export const FRESH_MS = 3 * DAY_MS

/** Returns the mails due for these facts now, including mails already queued. */
export const findDueMails = (
  facts: MailedFacts,
  report: CustomerReport,
  { now, retries }: { now: Date } & RetryRule,
): DueMailRequest[] => {
  const isFresh = (at: Date | null): at is Date => at !== null && now.getTime() - at.getTime() < FRESH_MS
  return [
    ...facts.subscriptions.flatMap((subscription) => [
      ...thanksFor(facts, subscription, isFresh),
      ...cancellationMailOf(facts, subscription, isFresh),
      ...refundMailOf(facts, subscription, isFresh),
    ]),
    ...facts.gifts.filter(({ at }) => isFresh(at)).map(thanksForOneTime),
    ...report.failures
      .filter(({ at }) => isFresh(at))
      .flatMap((failure) => failureMailOf(facts, { report, failure, retries })),
  ]
}

type IsFresh = (at: Date | null) => at is Date

const validUntil = (at: Date): Date => new Date(at.getTime() + FRESH_MS)

const paidInvoicesOf = ({ invoices }: MailedFacts, id: string): InvoiceFact[] =>
  invoices
    .filter((each) => each.subscriptionId === id && each.paidAt !== null && each.amountPaid > 0)
    .sort((one, other) => one.createdAt.getTime() - other.createdAt.getTime())

// A duplicate, a replaced subscription or one under dispute was canceled by us: the supporter gets no
// farewell.
const isCanceledByUs = ({ actions }: MailedFacts, id: string): boolean =>
  actions.some(
    ({ subscriptionId, kind, cause }) =>
      subscriptionId === id && (kind === 'duplicate' || (kind === 'cancel' && SILENT_CAUSES.has(cause))),
  )

const SILENT_CAUSES: ReadonlySet<ActionFact['cause']> = new Set(['dispute', 'replaced'])

const INCOMPLETE_STATUSES: ReadonlySet<string> = new Set(['incomplete', 'incomplete_expired'])

// A debit that failed later counts as begun. A first charge that was rejected at once does not.
const hasBegun = (facts: MailedFacts, { id, status }: SubscriptionFact): boolean =>
  !INCOMPLETE_STATUSES.has(status) || paidInvoicesOf(facts, id).length > 0

const isBeingCanceled = ({ actions }: MailedFacts, id: string): boolean =>
  actions.some(
    ({ subscriptionId, kind }) => subscriptionId === id && (kind === 'duplicate' || kind === 'cancel'),
  )

const thanksFor = (
  facts: MailedFacts,
  { id, customerId, checkoutId, currency }: SubscriptionFact,
  isFresh: IsFresh,
): DueMailRequest[] => {
  const [first] = paidInvoicesOf(facts, id)
  // An imported subscription was thanked for, or not, by its former system.
  if (!first || checkoutId === null || !isFresh(first.paidAt) || isCanceledByUs(facts, id)) return []
  const frequency = first.annualAmount === first.amountPaid ? 'yearly' : 'monthly'
  const to = { customerId, checkoutId, until: validUntil(first.paidAt) }
  return [{ ...to, kind: 'thanks', cause: `thanks:${id}`, amount: first.amountPaid, currency, frequency }]
}

const thanksForOneTime = ({
  chargeId,
  customerId,
  checkoutId,
  amount,
  currency,
  at,
}: OneTimeContribution): DueMailRequest => {
  const to = { customerId, checkoutId, until: validUntil(at) }
  return { ...to, kind: 'thanks', cause: `thanks:${chargeId}`, amount, currency, frequency: 'once' }
}

const cancellationMailOf = (
  facts: MailedFacts,
  subscription: SubscriptionFact,
  isFresh: IsFresh,
): DueMailRequest[] => {
  const { id, customerId, checkoutId, endedAt, cancellationReason } = subscription
  if (!isFresh(endedAt) || isCanceledByUs(facts, id) || !hasBegun(facts, subscription)) return []
  if (cancellationReason === 'payment_disputed') return []
  const because = cancellationReason === 'payment_failed' ? 'card-failure' : 'chosen'
  return [
    { kind: 'ended', cause: `ended:${id}`, customerId, checkoutId, until: validUntil(endedAt), because },
  ]
}

const refundMailOf = (
  facts: MailedFacts,
  { id, customerId, checkoutId, currency, endedAt }: SubscriptionFact,
  isFresh: IsFresh,
): DueMailRequest[] => {
  const [paid] = paidInvoicesOf(facts, id)
  const isDuplicate = facts.actions.some((each) => each.subscriptionId === id && each.kind === 'duplicate')
  if (!isFresh(endedAt) || !isDuplicate || !paid) return []
  const to = { customerId, checkoutId, until: validUntil(endedAt) }
  return [{ ...to, kind: 'refunded', cause: `refunded:${id}`, amount: paid.amountPaid, currency }]
}

type Failure = RetryRule & { report: CustomerReport; failure: ReportedFailure }

// Sends two mails per invoice, not one per retry. The page linked in the mail shows the current state.
const failureMailOf = (
  facts: MailedFacts,
  { report: { customerId }, failure: { invoiceId, at, requiresAction }, retries }: Failure,
): DueMailRequest[] => {
  const invoice = facts.invoices.find(({ id }) => id === invoiceId)
  const own = facts.subscriptions.find(({ id }) => id === invoice?.subscriptionId)
  if (!invoice || !own || invoice.status !== 'open' || invoice.attempts === 0) return []
  if (own.customerId !== customerId || own.endedAt !== null) return []
  if (isBeingCanceled(facts, own.id) || !hasBegun(facts, own)) return []
  const to = { customerId, checkoutId: own.checkoutId, until: validUntil(at) }
  const isLast = isLastRetryNext(invoice, retries)
  const cause = isLast ? lastFailureCause(invoiceId) : firstFailureCause(invoiceId)
  return [{ ...to, kind: 'failed', cause, invoiceId, requiresAction, isLast }]
}

// Stripe plans no retry after the last one, and may be set to fewer than we know.
const isLastRetryNext = ({ attempts, nextAttemptAt }: InvoiceFact, retries: number): boolean =>
  attempts > 1 && (attempts >= retries || nextAttemptAt === null)

const firstFailureCause = (invoiceId: string): string => `failed:${invoiceId}`
const lastFailureCause = (invoiceId: string): string => `failed-last:${invoiceId}`

/**
 * Returns the causes of queued mails that no longer apply: the failed invoice has been paid since, or its last retry is
 * next and has a mail of its own.
 */
export const staleCauses = (
  { invoices }: MailedFacts,
  due: readonly DueMailRequest[],
  now: Date,
): string[] => [
  ...invoices
    .filter(({ paidAt }) => paidAt !== null && now.getTime() - paidAt.getTime() < FRESH_MS)
    .flatMap(({ id }) => [firstFailureCause(id), lastFailureCause(id)]),
  ...due.flatMap((mail) =>
    mail.kind === 'failed' && mail.isLast ? [firstFailureCause(mail.invoiceId)] : [],
  ),
]
