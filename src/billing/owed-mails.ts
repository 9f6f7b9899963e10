import { DAY_MS } from '../platform/clock.ts'
import type { ActionFact, InvoiceFact, SubscriptionFact } from './facts.ts'

export type Gift = {
  chargeId: string
  customerId: string
  checkoutId: string
  amount: number
  at: Date
} & Pick<SubscriptionFact, 'currency'>

/** What a supporter is owed word of. `cause` is one and the same however often the facts are read. */
export type OwedMail = {
  cause: string
  customerId: string
  /** The checkout whose language it is written in; null where we made none. */
  checkoutId: string | null
  until: Date
} & (
  | { kind: 'thanks'; amount: number; currency: string; frequency: 'once' | 'monthly' | 'yearly' }
  | { kind: 'failed'; invoiceId: string; wantsAction: boolean }
  | { kind: 'ended'; because: 'chosen' | 'card-failure' }
  /** A second contribution that was ended, and whose payment is returned. */
  | { kind: 'undone'; amount: number; currency: string }
)

export type MailedFacts = {
  subscriptions: readonly SubscriptionFact[]
  invoices: readonly InvoiceFact[]
  actions: readonly ActionFact[]
  lastGift: Gift | null
}

/** The customer that was heard of; when Stripe last said that a payment of theirs failed, or waits for them. */
export type Heard = { customerId: string; failedAt: Date | null; wantsAction: boolean }

/** Nobody is written to about what is older: catching up after an outage sends no heap of mails. */
export const FRESH_MS = 3 * DAY_MS

/** The mails that the facts of a supporter owe at this moment, those that were written before among them. */
export const owedMails = (facts: MailedFacts, heard: Heard, now: Date): OwedMail[] => {
  const isFresh = (at: Date | null): at is Date => at !== null && now.getTime() - at.getTime() < FRESH_MS
  return [
    ...facts.subscriptions.flatMap((subscription) => [
      ...thanksFor(facts, subscription, isFresh),
      ...endOf(facts, subscription, isFresh),
      ...undoingOf(facts, subscription, isFresh),
    ]),
    ...thanksForGift(facts, isFresh),
    ...(isFresh(heard.failedAt) ? failuresOf(facts, heard, heard.failedAt) : []),
  ]
}

type IsFresh = (at: Date | null) => at is Date

const until = (at: Date): Date => new Date(at.getTime() + FRESH_MS)

const paidOf = ({ invoices }: MailedFacts, id: string): InvoiceFact[] =>
  invoices
    .filter((each) => each.subscriptionId === id && each.paidAt !== null && each.amountPaid > 0)
    .sort((one, other) => one.createdAt.getTime() - other.createdAt.getTime())

// Where we undo a contribution, or end one in favour of another, there is nothing to thank or to part for.
const isOurDoing = ({ actions }: MailedFacts, id: string): boolean =>
  actions.some(
    ({ subscriptionId, kind, cause }) =>
      subscriptionId === id && (kind === 'duplicate' || (kind === 'end' && cause !== 'chosen')),
  )

const thanksFor = (
  facts: MailedFacts,
  { id, customerId, checkoutId, currency }: SubscriptionFact,
  isFresh: IsFresh,
): OwedMail[] => {
  const [first] = paidOf(facts, id)
  // What was taken over from before was thanked for, or not, by others.
  if (!first || checkoutId === null || !isFresh(first.paidAt) || isOurDoing(facts, id)) return []
  const frequency = first.annualAmount === first.amountPaid ? 'yearly' : 'monthly'
  const to = { customerId, checkoutId, until: until(first.paidAt) }
  return [{ ...to, kind: 'thanks', cause: `thanks:${id}`, amount: first.amountPaid, currency, frequency }]
}

const thanksForGift = ({ lastGift }: MailedFacts, isFresh: IsFresh): OwedMail[] => {
  if (!lastGift || !isFresh(lastGift.at)) return []
  const { chargeId, customerId, checkoutId, amount, currency, at } = lastGift
  const to = { customerId, checkoutId, until: until(at) }
  return [{ ...to, kind: 'thanks', cause: `thanks:${chargeId}`, amount, currency, frequency: 'once' }]
}

const endOf = (
  facts: MailedFacts,
  { id, customerId, checkoutId, endedAt, endReason }: SubscriptionFact,
  isFresh: IsFresh,
): OwedMail[] => {
  if (!isFresh(endedAt) || isOurDoing(facts, id) || paidOf(facts, id).length === 0) return []
  if (endReason === 'payment_disputed') return []
  const because = endReason === 'payment_failed' ? 'card-failure' : 'chosen'
  return [{ kind: 'ended', cause: `ended:${id}`, customerId, checkoutId, until: until(endedAt), because }]
}

const undoingOf = (
  facts: MailedFacts,
  { id, customerId, checkoutId, currency, endedAt }: SubscriptionFact,
  isFresh: IsFresh,
): OwedMail[] => {
  const [paid] = paidOf(facts, id)
  const isUndone = facts.actions.some((each) => each.subscriptionId === id && each.kind === 'duplicate')
  if (!isFresh(endedAt) || !isUndone || !paid) return []
  const to = { customerId, checkoutId, until: until(endedAt) }
  return [{ ...to, kind: 'undone', cause: `undone:${id}`, amount: paid.amountPaid, currency }]
}

// One mail for an invoice, not one for each try: its page tells the rest.
const failuresOf = (facts: MailedFacts, { customerId, wantsAction }: Heard, failedAt: Date): OwedMail[] =>
  facts.subscriptions
    .filter((each) => each.customerId === customerId && each.endedAt === null && !isOurDoing(facts, each.id))
    .filter(({ id }) => paidOf(facts, id).length > 0)
    .flatMap(({ id, checkoutId }) =>
      facts.invoices
        .filter((each) => each.subscriptionId === id && each.status === 'open' && each.attempts > 0)
        .map((invoice): OwedMail => {
          const to = { customerId, checkoutId, until: until(failedAt) }
          const cause = `failed:${invoice.id}`
          return { ...to, kind: 'failed', cause, invoiceId: invoice.id, wantsAction }
        }),
    )

/** The causes of mails that are not true any more if they still wait: what failed has been paid, whoever paid it. */
export const takenBack = ({ invoices }: MailedFacts, now: Date): string[] =>
  invoices
    .filter(({ paidAt }) => paidAt !== null && now.getTime() - paidAt.getTime() < FRESH_MS)
    .map(({ id }) => `failed:${id}`)
