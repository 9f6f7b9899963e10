import { enqueueMail, findMailStates, type MailFacts, withdrawMails } from '../../mail/mail-outbox-store.ts'
import type { Language } from '../../messages/messages.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Queryable, Transaction } from '../../platform/database/database.ts'
import type { PendingPause, PendingPlanChange, PendingResume } from '../model/pending-action.ts'
import { firstChargeAfter } from '../model/plan-change.ts'
import {
  type CustomerReport,
  type DueMailRequest,
  FRESH_MS,
  findDueMails,
  type MailedFacts,
  type RetryRule,
  staleCauses,
} from './due-mails.ts'
import { NEXT_CHARGE } from './stale-mail-store.ts'

type Changed = Pick<PendingPlanChange, 'id' | 'subscriptionId' | 'customerId' | 'plan'>

export type MailQueueing = { now: Clock; mailLanguage: Language }

/** Queues the mails due for these facts, in the transaction that records the facts. */
export const queueMails = async (
  transaction: Transaction,
  { now, mailLanguage, rules }: MailQueueing & { rules: RetryRule },
  { facts, report }: { facts: MailedFacts; report: CustomerReport },
): Promise<void> => {
  const due = findDueMails(facts, report, { now: now(), retries: rules.retries })
  const stale = staleCauses(facts, due, now())
  const known = await findMailStates(transaction, [...due.map(({ cause }) => cause), ...stale])
  for (const mail of due) {
    const { cause, kind, customerId, until } = mail
    if (known.has(cause) || !(await hasEmail(transaction, customerId))) continue
    const language = (await languageOf(transaction, mail.checkoutId)) ?? mailLanguage
    const written = {
      cause,
      kind,
      to: { customerId },
      language,
      facts: await mailFactsOf(transaction, mail),
      until,
    }
    await enqueueMail(transaction, written, now())
  }
  const waiting = stale.filter((cause) => known.get(cause) === 'waiting')
  if (waiting.length > 0) await withdrawMails(transaction, waiting, now())
}

// An erased customer, or one without an email address, gets no mails.
const hasEmail = async (transaction: Queryable, customerId: string): Promise<boolean> => {
  const rows = await transaction.query(
    `select 1 from stripe_customers c where c.id = $1 and (c.address_fetch_due_at is not null
       or exists (select 1 from customers_by_address a where a.customer_id = c.id))`,
    [customerId],
  )
  return rows.length > 0
}

const languageOf = async (transaction: Queryable, checkoutId: string | null): Promise<Language | null> => {
  if (checkoutId === null) return null
  const [row] = await transaction.query<{ language: Language }>(
    'select language from known_checkouts where id = $1',
    [checkoutId],
  )
  return row?.language ?? null
}

const mailFactsOf = async (transaction: Queryable, mail: DueMailRequest): Promise<MailFacts> => {
  if (mail.kind === 'ended') return { because: mail.because }
  if (mail.kind === 'refunded') return { amount: mail.amount, currency: mail.currency }
  if (mail.kind === 'thanks')
    return { amount: mail.amount, currency: mail.currency, frequency: mail.frequency }
  const [row] = await transaction.query<{ reason: string | null; nextAt: string | null }>(
    `select to_jsonb(i.next_attempt_at) #>> '{}' as "nextAt", (
       select c.failure_reason from invoice_charges c
       where c.invoice_id = i.id and c.status = 'failed' order by c.created_at desc limit 1) as reason
     from stripe_invoices i where i.id = $1`,
    [mail.invoiceId],
  )
  // Stripe creates no charge for a payment that the supporter must confirm first.
  const reason = row?.reason ?? (mail.requiresAction ? 'action' : null)
  return { reason, nextAt: row?.nextAt ?? null, invoice: mail.invoiceId, isLast: mail.isLast }
}

type NextCharge = {
  currency: string
  /** The next charge. Null while it is unknown, for example during a pause. */
  at: Date | null
  checkoutId: string | null
}

/** Queues the mail that confirms a changed contribution, with the next charge. */
export const queueChangeMail = async (
  transaction: Transaction,
  needs: MailQueueing,
  { id, subscriptionId, customerId, plan }: Changed,
): Promise<void> => {
  const [next] = await transaction.query<NextCharge>(
    `select currency, checkout_id as "checkoutId", ${NEXT_CHARGE} as at from stripe_subscriptions s where id = $1`,
    [subscriptionId],
  )
  if (!next) return
  const { currency, at, checkoutId } = next
  await queueConfirmation(transaction, needs, {
    cause: `changed:${id}`,
    kind: 'changed',
    customerId,
    checkoutId,
    facts: { amount: plan.amount, interval: plan.interval, currency, at: at?.toISOString() ?? null },
  })
}

/** Queues the mail that confirms a pause or its end, with the day of the next charge. */
export const queuePauseMail = async (
  transaction: Transaction,
  needs: MailQueueing,
  action: PendingPause | PendingResume,
): Promise<void> => {
  const { id, kind, subscriptionId, customerId } = action
  const [row] = await transaction.query<{
    periodEnd: Date | null
    anchoredAt: Date | null
    interval: string
    checkoutId: string | null
  }>(
    `select period_end as "periodEnd", anchored_at as "anchoredAt", interval, checkout_id as "checkoutId" from stripe_subscriptions where id = $1`,
    [subscriptionId],
  )
  if (!row?.periodEnd) return
  const { periodEnd } = row
  const at =
    kind === 'pause'
      ? firstChargeAfter({ ...row, periodEnd }, action.resumesAt, row.interval === 'year' ? 12 : 1)
      : periodEnd
  await queueConfirmation(transaction, needs, {
    cause: `${kind}:${id}`,
    kind: kind === 'pause' ? 'paused' : 'resumed',
    customerId,
    checkoutId: row.checkoutId,
    facts: { at: at.toISOString() },
  })
}

type Confirmation = {
  cause: string
  kind: string
  customerId: string
  checkoutId: string | null
  facts: MailFacts
}

const queueConfirmation = async (
  transaction: Transaction,
  { now, mailLanguage }: MailQueueing,
  { cause, kind, customerId, checkoutId, facts }: Confirmation,
): Promise<void> => {
  const language = (await languageOf(transaction, checkoutId)) ?? mailLanguage
  const until = new Date(now().getTime() + FRESH_MS)
  await enqueueMail(transaction, { cause, kind, to: { customerId }, language, facts, until }, now())
}
