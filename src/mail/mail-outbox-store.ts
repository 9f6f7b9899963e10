import { randomUUID } from 'node:crypto'
import type { Language } from '../messages/messages.ts'
import type { Queryable } from '../platform/database/database.ts'
import { storableJson } from '../platform/database/storable-text.ts'

/** A customer's address, the address typed into a sign-in form, or the new address of an address change. */
export type Recipient = { customerId: string } | { signInRequest: string } | { addressChange: string }

/** Amounts, dates and ids of a mail, never an address. Instants are ISO text. */
export type MailFacts = Record<string, string | number | boolean | null>

export type NewMail = {
  /** The reason for the mail. A cause makes at most one mail. */
  cause: string
  kind: string
  to: Recipient
  language: Language
  facts: MailFacts
  /** The mail is useless after this instant and is not sent. */
  until: Date
  /** The mail is not sent before. Absent: at once. */
  dueAt?: Date
}

/** Queues a mail in the transaction that causes it. Returns false if it was queued before. */
export const enqueueMail = async (
  transaction: Queryable,
  { cause, kind, to, language, facts, until, dueAt }: NewMail,
  now: Date,
): Promise<boolean> => {
  const rows = await transaction.query(
    `insert into mails (id, cause, kind, customer_id, sign_in_request, address_change, language, facts, created_at, due_at, until)
     values ($1, $2, $3, $4, $5, $6, $7, $8::text::jsonb, $9, $11, $10) on conflict (cause) do nothing returning 1`,
    [
      randomUUID(),
      cause,
      kind,
      'customerId' in to ? to.customerId : null,
      'signInRequest' in to ? to.signInRequest : null,
      'addressChange' in to ? to.addressChange : null,
      language,
      storableJson(facts),
      now,
      until,
      dueAt ?? now,
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

/** The failure of a dropped mail whose content is no longer true. */
export const STALE = 'no longer true'

/** Drops queued mails that are no longer true. */
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

/** Forgets a mail that was dropped as stale, so that its cause can be queued again. */
export const dropStale = async (database: Queryable, cause: string): Promise<void> => {
  await database.query(`delete from mails where cause = $1 and state = 'dropped' and last_failure = $2`, [
    cause,
    STALE,
  ])
}

/** Makes a customer's mails due now, and sign-in mails whose address was unknown when they were first tried. */
export const expediteMails = async (database: Queryable, customerId: string, now: Date): Promise<void> => {
  await database.query(
    `update mails set due_at = $2
     where (customer_id = $1 or (sign_in_request is not null and attempts > 0))
       and state = 'waiting' and due_at > $2`,
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

/** A mail that takes longer counts as interrupted. Uses real time, whatever the sandbox's clock says. */
const INTERRUPTED_AT = `now() + interval '5 minutes'`

/**
 * The first attempts of sign-in mails have a lane of their own, in which an unknown address does what a known
 * one does. All other mails, and further attempts, are in the other.
 */
export type MailLane = 'sign-in' | 'other'

const IN_LANE: Readonly<Record<MailLane, string>> = {
  'sign-in': '(sign_in_request is null) = false and attempts = 0',
  other: '(sign_in_request is null or attempts > 0)',
}

/**
 * Leases the most overdue mail of a lane, sign-in mails first. The lease is committed before sending. After a
 * crash nobody knows whether the mail was delivered, so it is not sent again.
 */
export const leaseMail = async (database: Queryable, lane: MailLane, now: Date): Promise<DueMail | null> => {
  const [row] = await database.query<DueMail>(
    `update mails set state = 'sending', attempts = attempts + 1, due_at = ${INTERRUPTED_AT} where id =
       (select id from mails where state = 'waiting' and due_at <= $1 and ${IN_LANE[lane]}
         order by sign_in_request is null, due_at limit 1 for update skip locked)
     returning id, cause, kind, customer_id as "customerId", sign_in_request as "signInRequest",
       address_change as "addressChange", language, facts, until, attempts`,
    [now],
  )
  return row ?? null
}

/** The result of an attempt to send. */
export type MailOutcome =
  | { what: 'sent' }
  /** Nothing was accepted. The mail is sent again later. */
  | { what: 'retry'; because: string; at: Date }
  /** The server refuses this recipient or text for good. */
  | { what: 'refused'; because: string }
  /** The mail may have been delivered. It is not sent again. */
  | { what: 'unsure'; because: string }
  | { what: 'dropped'; because: string }

export const recordMailOutcome = async (
  database: Queryable,
  { id, outcome, now }: { id: string; outcome: MailOutcome; now: Date },
): Promise<void> => {
  const isRetry = outcome.what === 'retry'
  await database.query(
    `update mails set state = $2, last_failure = $3, due_at = coalesce($4::timestamptz, due_at), settled_at = $5
     where id = $1 and state = 'sending'`,
    [
      id,
      isRetry ? 'waiting' : outcome.what,
      outcome.what === 'sent' ? null : outcome.because,
      isRetry ? outcome.at : null,
      isRetry ? null : now,
    ],
  )
}

export type MailFigures = {
  /** The last failures of mails that have waited since before `late`. */
  late: string[]
  /** The number of mails refused or interrupted since `recent`. */
  lost: number
}

export const findMailFigures = async (
  database: Queryable,
  { late, recent }: { late: Date; recent: Date },
): Promise<MailFigures> => {
  const [row] = await database.query<MailFigures>(
    `select coalesce((select jsonb_agg(coalesce(last_failure, 'not tried yet') order by created_at) from mails
       where state = 'waiting' and created_at < $1 and due_at < until), '[]') as late,
       (select count(*) from mails where state in ('refused', 'unsure') and settled_at > $2) as lost`,
    [late, recent],
  )
  return row ?? { late: [], lost: 0 }
}
