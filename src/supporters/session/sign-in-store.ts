import { enqueueMail } from '../../mail/mail-outbox-store.ts'
import type { Language } from '../../messages/messages.ts'
import { MINUTE_MS } from '../../platform/clock.ts'
import type { Database, Queryable, Transaction } from '../../platform/database/database.ts'
import { MOVES, moveParameters, type ReaderMove } from '../../readers/reader-hash.ts'
import { markProven } from '../address/address-store.ts'
import { ADDRESS_UNDO_DAYS, MAX_CODE_ATTEMPTS, SIGN_IN_MINUTES } from './sign-in-token.ts'

const IN_TIME = `used_at is null and expires_at > now()`

type SignInRequest = {
  id: string
  addressIndexes: readonly Buffer[]
  language: Language
  isByStaff?: boolean
  isByOwnBrowser?: boolean
  /** The time of its mail. Absent: now. */
  dueAt?: Date
}

/**
 * Records a sign-in request and queues its mail. Does the same for an unknown address.
 * The supporter is looked up when the mail is sent, so that the answer reveals nothing.
 */
export const requestSignIn = (
  database: Database,
  { id, addressIndexes, language, isByStaff = false, isByOwnBrowser = false, dueAt }: SignInRequest,
  now: Date,
): Promise<void> =>
  database.inTransaction(async (transaction) => {
    const sendAt = dueAt ?? now
    await transaction.query(
      `insert into sign_in_requests (id, address_indexes, expires_at, is_by_staff, is_by_own_browser)
       select $1, array_agg(decode(hex, 'hex')), now() + $3 * interval '1 millisecond', $4, $5
       from unnest($2::text[]) as hex`,
      [
        id,
        addressIndexes.map((index) => index.toString('hex')),
        sendAt.getTime() - now.getTime() + SIGN_IN_MINUTES * MINUTE_MS,
        isByStaff,
        isByOwnBrowser,
      ],
    )
    await enqueueMail(
      transaction,
      {
        cause: `sign-in:${id}`,
        kind: 'sign-in',
        to: { signInRequest: id },
        language,
        facts: { request: id, isByStaff },
        dueAt: sendAt,
        until: new Date(sendAt.getTime() + SIGN_IN_MINUTES * MINUTE_MS),
      },
      now,
    )
  })

export type CodeAttempts = {
  /** True if any request was open. */
  isOpen: boolean
  /** The open requests that were mailed. */
  mailed: string[]
}

/**
 * Counts one attempt at the code of each open request.
 * Does the same work for a request that was not mailed, so that timing reveals nothing.
 */
export const countCodeAttempts = async (
  database: Queryable,
  ids: readonly string[],
): Promise<CodeAttempts> => {
  if (ids.length === 0) return { isOpen: false, mailed: [] }
  const rows = await database.query<{ id: string; isMailed: boolean }>(
    `update sign_in_requests set code_attempts = code_attempts + 1 where id = any($1::uuid[]) and ${IN_TIME} and code_attempts < ${MAX_CODE_ATTEMPTS}
     returning id, mailed_at is not null as "isMailed"`,
    [ids],
  )
  return {
    isOpen: rows.length > 0,
    mailed: rows.filter(({ isMailed }) => isMailed).map(({ id }) => id),
  }
}

// A double tap: the browser may discard the first response and keep only the second.
const TAPPED_TWICE = `used_at > now() - interval '10 seconds' and expires_at > now()`

/**
 * Spends a request and resolves to its address index; null if it was used, has expired or belongs to nobody.
 * `isAsker` is true in the browser that asked, which may tap twice.
 */
export const spendRequest = async (
  database: Queryable,
  id: string,
  isAsker: boolean,
): Promise<Buffer | null> => {
  const [row] = await database.query<{ index: Buffer | null }>(
    `with spent as (update sign_in_requests set used_at = coalesce(used_at, now())
       where id = $1 and (${IN_TIME} or ($2 and ${TAPPED_TWICE})) returning address_indexes)
     select a.address_index as index from spent left join customer_addresses a on a.address_index = any(spent.address_indexes)
     limit 1`,
    [id, isAsker],
  )
  if (row?.index) await markProven(database, row.index)
  return row?.index ?? null
}

export type NewSession = {
  tokenHash: Uint8Array
  addressIndex: Uint8Array
  readerHash: Uint8Array
  days: number
}

export const createSupporterSession = async (
  database: Queryable,
  { tokenHash, addressIndex, readerHash, days }: NewSession,
): Promise<void> => {
  await database.query(
    `insert into supporter_sessions (token_hash, address_index, reader_hash, expires_at)
     values ($1, $2, $3, now() + $4 * interval '1 day')`,
    [tokenHash, addressIndex, readerHash, days],
  )
}

/** Returns the address index of a session; null if it has ended. */
export const findSupporterSession = async (
  database: Queryable,
  tokenHash: Uint8Array,
): Promise<Buffer | null> => {
  const [row] = await database.query<{ index: Buffer }>(
    `select address_index as index from supporter_sessions where token_hash = $1 and expires_at > now()`,
    [tokenHash],
  )
  return row?.index ?? null
}

/** Returns the address index of a session and keeps it from ending during the transaction; null if it has ended. */
export const lockSupporterSession = async (
  transaction: Transaction,
  tokenHash: Uint8Array,
): Promise<Buffer | null> => {
  const [row] = await transaction.query<{ index: Buffer }>(
    `select address_index as index from supporter_sessions where token_hash = $1 and expires_at > now() for share`,
    [tokenHash],
  )
  return row?.index ?? null
}

export const endSupporterSession = async (database: Queryable, tokenHash: Uint8Array): Promise<void> => {
  await database.query('delete from supporter_sessions where token_hash = $1', [tokenHash])
}

/** Moves the sessions of readers. */
export const moveSessionReaders = async (
  transaction: Transaction,
  moves: readonly ReaderMove[],
): Promise<void> => {
  await transaction.query(
    `update supporter_sessions set reader_hash = m.to_hash from ${MOVES} where reader_hash = m.from_hash`,
    moveParameters(moves),
  )
}

/** Ends the sessions on every device and drops pending changes of the address. */
export const endAllSessions = async (database: Queryable, addressIndex: Uint8Array): Promise<void> => {
  await database.query(
    `with dropped as (delete from address_changes where from_index = $1 and used_at is null)
     delete from supporter_sessions where address_index = $1`,
    [addressIndex],
  )
}

/** Deletes expired requests, address changes and sessions. */
export const deleteExpiredSignIns = async (database: Queryable): Promise<void> => {
  await database.query('delete from sign_in_requests where expires_at < now()')
  // An expired change is deleted, because its address may belong to somebody who was erased.
  await database.query(`delete from address_changes where expires_at < now()
     and (used_at is null or used_at < now() - interval '${ADDRESS_UNDO_DAYS} days')`)
  await database.query('delete from supporter_sessions where expires_at < now()')
}
