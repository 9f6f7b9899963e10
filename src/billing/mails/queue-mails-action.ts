import { enqueueMail, type MailFacts, withdrawMails } from '../../mail/mail-outbox-store.ts'
import type { Language } from '../../messages/messages.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Queryable, Transaction } from '../../platform/database/database.ts'
import type { PendingAction } from '../model/pending-action.ts'
import { chargeAfter } from '../model/plan-change.ts'
import {
  type CustomerReport,
  type DueMailRequest,
  FRESH_MS,
  findDueMails,
  type MailedFacts,
  staleCauses,
} from './due-mails.ts'
import { NEXT_CHARGE } from './stale-mail-store.ts'

type Changed = Pick<PendingAction, 'id' | 'subscriptionId' | 'customerId' | 'amount' | 'interval'>

export type MailQueueing = { now: Clock; mailLanguage: Language }

/** Writes down, in the transaction that records them, what these facts owe word of. */
export const queueMails = async (
  { now, mailLanguage }: MailQueueing,
  transaction: Transaction,
  { facts, report }: { facts: MailedFacts; report: CustomerReport },
): Promise<void> => {
  const owed = findDueMails(facts, report, now())
  const stale = staleCauses(facts, now())
  const known = await statesOf(transaction, [...owed.map(({ cause }) => cause), ...stale])
  for (const mail of owed) {
    const { cause, kind, customerId, until } = mail
    if (known.has(cause) || !(await canBeWrittenTo(transaction, customerId))) continue
    const language = (await languageOf(transaction, mail.checkoutId)) ?? mailLanguage
    const written = {
      cause,
      kind,
      to: { customerId },
      language,
      facts: await factsOf(transaction, mail),
      until,
    }
    await enqueueMail(transaction, written, now())
  }
  const waiting = stale.filter((cause) => known.get(cause) === 'waiting')
  if (waiting.length > 0) await withdrawMails(transaction, waiting, now())
}

// Whoever was erased, or never gave an address, is owed no word.
const canBeWrittenTo = async (transaction: Queryable, customerId: string): Promise<boolean> => {
  const rows = await transaction.query(
    `select 1 from stripe_customers c where c.id = $1 and (c.address_fetch_due_at is not null
       or exists (select 1 from customer_addresses a where a.customer_id = c.id))`,
    [customerId],
  )
  return rows.length > 0
}

const statesOf = async (transaction: Queryable, causes: string[]): Promise<Map<string, string>> => {
  if (causes.length === 0) return new Map()
  const rows = await transaction.query<{ cause: string; state: string }>(
    'select cause, state from mails where cause = any($1::text[])',
    [causes],
  )
  return new Map(rows.map(({ cause, state }) => [cause, state]))
}

const languageOf = async (transaction: Queryable, checkoutId: string | null): Promise<Language | null> => {
  if (checkoutId === null) return null
  const [row] = await transaction.query<{ language: Language }>(
    'select language from checkouts where id = $1',
    [checkoutId],
  )
  return row?.language ?? null
}

const factsOf = async (transaction: Queryable, mail: DueMailRequest): Promise<MailFacts> => {
  if (mail.kind === 'ended') return { because: mail.because }
  if (mail.kind === 'refunded') return { amount: mail.amount, currency: mail.currency }
  if (mail.kind === 'thanks')
    return { amount: mail.amount, currency: mail.currency, frequency: mail.frequency }
  const [row] = await transaction.query<{ reason: string | null; nextAt: string | null }>(
    `select to_jsonb(i.next_attempt_at) #>> '{}' as "nextAt", (
       select c.failure_reason from stripe_invoice_payments p
       join stripe_charges c on c.payment_intent_id = p.payment_intent_id
       where p.invoice_id = i.id and c.status = 'failed' order by c.created_at desc limit 1) as reason
     from stripe_invoices i where i.id = $1`,
    [mail.invoiceId],
  )
  // Stripe makes no charge of what it leaves to its giver to confirm.
  const reason = row?.reason ?? (mail.requiresAction ? 'action' : null)
  return { reason, nextAt: row?.nextAt ?? null, invoice: mail.invoiceId }
}

type Next = {
  currency: string
  /** When it is charged next; null where that is not known, as while it is paused. */
  at: Date | null
  checkoutId: string | null
}

/** Word that a change was made: what is charged from the next charge on. */
export const queueChangeMail = async (
  needs: MailQueueing,
  transaction: Transaction,
  { id, subscriptionId, customerId, amount, interval }: Changed,
): Promise<void> => {
  const [next] = await transaction.query<Next>(
    `select currency, checkout_id as "checkoutId", ${NEXT_CHARGE} as at from stripe_subscriptions s where id = $1`,
    [subscriptionId],
  )
  if (!next) return
  const { currency, at, checkoutId } = next
  await writeOf(
    needs,
    transaction,
    { cause: `changed:${id}`, kind: 'changed', customerId, checkoutId },
    { amount, interval, currency, at: at?.toISOString() ?? null },
  )
}

/** Word that nothing is charged for a while, or that it goes on: with the day of the next charge. */
export const queuePauseMail = async (
  needs: MailQueueing,
  transaction: Transaction,
  { id, kind, subscriptionId, customerId, resumesAt }: PendingAction,
): Promise<void> => {
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
  const at = resumesAt
    ? chargeAfter({ ...row, periodEnd }, resumesAt, row.interval === 'year' ? 12 : 1)
    : periodEnd
  const mail = { cause: `${kind}:${id}`, kind: kind === 'pause' ? 'paused' : 'resumed' }
  await writeOf(
    needs,
    transaction,
    { ...mail, customerId, checkoutId: row.checkoutId },
    { at: at.toISOString() },
  )
}

type Written = { cause: string; kind: string; customerId: string; checkoutId: string | null }

const writeOf = async (
  { now, mailLanguage }: MailQueueing,
  transaction: Transaction,
  { cause, kind, customerId, checkoutId }: Written,
  facts: MailFacts,
): Promise<void> => {
  const language = (await languageOf(transaction, checkoutId)) ?? mailLanguage
  const until = new Date(now().getTime() + FRESH_MS)
  await enqueueMail(transaction, { cause, kind, to: { customerId }, language, facts, until }, now())
}
