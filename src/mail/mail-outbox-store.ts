import { randomUUID } from 'node:crypto'
import type { Language } from '../messages/messages.ts'
import { DAY_MS } from '../platform/clock.ts'
import type { Queryable } from '../platform/database/database.ts'

/** To a customer's address; to the one that a sign-in was asked for with, if it is anybody's; to one that is to be new. */
export type Recipient = { customerId: string } | { signInRequest: string } | { addressChange: string }

/** Amounts, dates and ids that a mail speaks of; never an address. Instants as ISO text. */
export type MailFacts = Record<string, string | number | boolean | null>

export type NewMail = {
  /** What it is about. The same cause makes one mail, however often it is come across. */
  cause: string
  kind: string
  to: Recipient
  language: Language
  facts: MailFacts
  /** Not sent after this: it would be of no use to anybody. */
  until: Date
}

/** Written in the transaction that causes the mail; false where that was written before. */
export const enqueueMail = async (
  transaction: Queryable,
  { cause, kind, to, language, facts, until }: NewMail,
  now: Date,
): Promise<boolean> => {
  const rows = await transaction.query(
    `insert into mails (id, cause, kind, customer_id, sign_in_request, address_change, language, facts, created_at, due_at, until)
     values ($1, $2, $3, $4, $5, $6, $7, $8::text::jsonb, $9, $9, $10) on conflict (cause) do nothing returning 1`,
    [
      ...[randomUUID(), cause, kind, 'customerId' in to ? to.customerId : null],
      ...['signInRequest' in to ? to.signInRequest : null, 'addressChange' in to ? to.addressChange : null],
      ...[language, JSON.stringify(facts), now, until],
    ],
  )
  return rows.length > 0
}

/** Returns the state of each mail with one of these causes, by cause. Causes without a mail are absent. */
export const findMailStates = async (
  transaction: Queryable,
  causes: readonly string[],
): Promise<Map<string, string>> => {
  if (causes.length === 0) return new Map()
  const rows = await transaction.query<{ cause: string; state: string }>(
    'select cause, state from mails where cause = any($1::text[])',
    [causes],
  )
  return new Map(rows.map(({ cause, state }) => [cause, state]))
}

/** Why a mail was dropped that says what is not so. */
export const STALE = 'no longer true'

/** What still waits is not true any more. */
export const withdrawMails = async (
  transaction: Queryable,
  causes: readonly string[],
  now: Date,
): Promise<void> => {
  await transaction.query(
    `update mails set state = 'dropped', last_failure = $3, settled_at = $2
     where cause = any($1::text[]) and state = 'waiting'`,
    [causes, now, STALE],
  )
}

/** What was dropped because it was not true then can be written anew. */
export const dropStale = async (database: Queryable, cause: string): Promise<void> => {
  await database.query(`delete from mails where cause = $1 and state = 'dropped' and last_failure = $2`, [
    cause,
    STALE,
  ])
}

/** What waits for this customer's address is due at once, and so is what was asked for under an address nobody knew. */
export const expediteMails = async (database: Queryable, customerId: string, now: Date): Promise<void> => {
  await database.query(
    `update mails set due_at = $2 where (customer_id = $1 or sign_in_request is not null) and state = 'waiting' and due_at > $2`,
    [customerId, now],
  )
}

export type DueMail = {
  id: string
  cause: string
  kind: string
  customerId: string | null
  signInRequest: string | null
  addressChange: string | null
  language: Language
  facts: MailFacts
  until: Date
  attempts: number
}

/** A mail that has been under way for longer than this was cut off. In real time, whatever the sandbox's clock does. */
const CUT_OFF = `now() + interval '5 minutes'`

/**
 * Takes the mail that is most overdue, one that somebody waits for to sign in before all others. That it is under way is committed before a word of it is sent: whoever finds it
 * so after a crash cannot know whether it was delivered, and does not send it again.
 */
export const takeMail = async (database: Queryable, now: Date): Promise<DueMail | null> => {
  const [row] = await database.query<DueMail>(
    `update mails set state = 'sending', attempts = attempts + 1, due_at = ${CUT_OFF} where id =
       (select id from mails where state = 'waiting' and due_at <= $1
         order by sign_in_request is null, due_at limit 1 for update skip locked)
     returning id, cause, kind, customer_id as "customerId", sign_in_request as "signInRequest",
       address_change as "addressChange", language, facts, until, attempts`,
    [now],
  )
  return row ?? null
}

/** Those that a crash cut off are over, and shown. Resolves to how many. */
export const settleCutOff = async (database: Queryable, now: Date): Promise<number> => {
  const rows = await database.query(
    `update mails set state = 'unsure', last_failure = 'cut off while it was sent', settled_at = $1
     where state = 'sending' and due_at <= now() returning 1`,
    [now],
  )
  return rows.length
}

/** What became of a try. */
export type MailOutcome =
  | { what: 'sent' }
  /** Nothing of it was taken: to be tried again. */
  | { what: 'again'; because: string; at: Date }
  /** Its recipient or its text is refused for good. */
  | { what: 'refused'; because: string }
  /** It may have been delivered. It is not sent again. */
  | { what: 'unsure'; because: string }
  | { what: 'dropped'; because: string }

export const settleMail = async (
  database: Queryable,
  id: string,
  outcome: MailOutcome,
  now: Date,
): Promise<void> => {
  const isAgain = outcome.what === 'again'
  await database.query(
    `update mails set state = $2, last_failure = $3, due_at = coalesce($4::timestamptz, due_at), settled_at = $5
     where id = $1 and state = 'sending'`,
    [
      id,
      isAgain ? 'waiting' : outcome.what,
      outcome.what === 'sent' ? null : outcome.because,
      isAgain ? outcome.at : null,
      isAgain ? null : now,
    ],
  )
}

export type MailFigures = {
  /** Why each that has waited since before `late` is not sent yet. */
  late: string[]
  /** What was refused, or may have been cut off, since `recent`. */
  lost: number
}

export const figuresOfMail = async (
  database: Queryable,
  { late, recent }: { late: Date; recent: Date },
): Promise<MailFigures> => {
  const [row] = await database.query<MailFigures>(
    `select coalesce((select jsonb_agg(coalesce(last_failure, 'it was not tried') order by created_at) from mails
       where state = 'waiting' and created_at < $1 and due_at < until), '[]') as late,
       (select count(*) from mails where state in ('refused', 'unsure') and settled_at > $2) as lost`,
    [late, recent],
  )
  return row ?? { late: [], lost: 0 }
}

const KEPT_DAYS = 90

/** A cause must be known for as long as it can come again; after that nothing of a mail is kept. */
export const deleteOldMails = async (database: Queryable, now: Date): Promise<void> => {
  await database.query('delete from mails where settled_at < $1', [
    new Date(now.getTime() - KEPT_DAYS * DAY_MS),
  ])
}
