import type { LabeledPayment } from '../appeal/counting/paid-label.ts'
import type { Language } from '../messages/messages.ts'
import type { Currency } from '../money/currency.ts'
import type { Database, Queryable, Transaction } from '../platform/database/database.ts'
import type { Frequency } from '../web/page/newsroom.ts'
import { closeReplacedCheckouts } from './replaced-checkout-store.ts'

export type CheckoutState = 'created' | 'open' | 'complete' | 'expired'

/** One attempt to start a contribution, with its Stripe session. */
export type Checkout = {
  id: string
  readerHash: Uint8Array
  frequency: Frequency
  currency: Currency
  amount: number
  language: Language
  via: string | null
  state: CheckoutState
  sessionId: string | null
  sessionUrl: string | null
  sessionExpiresAt: Date | null
  supporterId: string | null
  createdAt: Date
  completedAt: Date | null
  /** Another checkout of the same browser replaces it. A job closes its session. */
  isReplaced: boolean
}

export type NewCheckout = Pick<
  Checkout,
  'id' | 'readerHash' | 'frequency' | 'currency' | 'amount' | 'language' | 'via'
> & {
  formDigest: Uint8Array
  /** The hash of the reader in the request's cookie. */
  sentByHash: Uint8Array | null
}

const COLUMNS = `id, reader_hash as "readerHash", frequency, currency, amount, language, via, state, session_id as "sessionId",
  session_url as "sessionUrl", session_expires_at as "sessionExpiresAt", supporter_id as "supporterId", created_at as "createdAt", completed_at as "completedAt",
  replaced_at is not null as "isReplaced"`

/** Inserts the row, or returns the existing one if the same form was sent before, even concurrently. */
export const openCheckout = async (
  database: Database,
  requested: NewCheckout,
  now: Date,
): Promise<Checkout> => {
  const [made] = await database.query<Checkout>(
    `insert into checkouts (id, form_digest, reader_hash, frequency, currency, amount, language, via, created_at, sent_by_hash)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (form_digest) do nothing returning ${COLUMNS}`,
    [
      requested.id,
      requested.formDigest,
      requested.readerHash,
      requested.frequency,
      requested.currency,
      requested.amount,
      requested.language,
      requested.via,
      now,
      requested.sentByHash,
    ],
  )
  if (made) return made
  const [kept] = await database.query<Checkout>(`select ${COLUMNS} from checkouts where form_digest = $1`, [
    requested.formDigest,
  ])
  if (!kept) throw new Error('A checkout vanished between two statements')
  return kept
}

/** Finds an open checkout of this reader for the same contribution, payable at least until `payableUntil`. */
export const findOpenCheckout = async (
  database: Database,
  requested: Pick<NewCheckout, 'readerHash' | 'frequency' | 'currency' | 'amount'>,
  payableUntil: Date,
): Promise<Checkout | null> => {
  const [row] = await database.query<Checkout>(
    `select ${COLUMNS} from checkouts where reader_hash = $1 and state = 'open' and replaced_at is null and frequency = $2 and currency = $3
       and amount = $4 and session_expires_at > $5
     order by created_at desc limit 1`,
    [requested.readerHash, requested.frequency, requested.currency, requested.amount, payableUntil],
  )
  return row ?? null
}

export type OpenSession = { id: string; url: string | null; expiresAt: Date }

/** Resolves to false if the checkout has a session already, such as from a second click. */
export const attachSession = async (
  database: Database,
  checkoutId: string,
  session: OpenSession,
): Promise<boolean> => {
  const rows = await database.query(
    `update checkouts set state = 'open', session_id = $2, session_url = $3, session_expires_at = $4
     where id = $1 and state = 'created' returning id`,
    [checkoutId, session.id, session.url, session.expiresAt],
  )
  return rows.length === 1
}

export const findCheckoutBySession = async (
  database: Database,
  sessionId: string,
): Promise<Checkout | null> => {
  const [row] = await database.query<Checkout>(`select ${COLUMNS} from checkouts where session_id = $1`, [
    sessionId,
  ])
  return row ?? null
}

type OwnCheckout = { id: string; readerHash: string }

/** Finds the label of a reader's checkout that can still be paid. `readerHash` in hex. */
export const findOpenLabel = async (
  database: Database,
  { id, readerHash }: OwnCheckout,
): Promise<string | null> => {
  const [row] = await database.query<{ via: string | null }>(
    `select via from checkouts where id = $1 and reader_hash = $2 and state = 'open'`,
    [id, Buffer.from(readerHash, 'hex')],
  )
  return row?.via ?? null
}

/** Locks the checkouts among these ids, oldest first, so that their reader stays the same during the transaction. */
export const lockCheckouts = (transaction: Transaction, ids: readonly string[]): Promise<Checkout[]> =>
  transaction.query<Checkout>(
    `select ${COLUMNS} from checkouts where id = any($1::uuid[]) order by created_at for update`,
    [ids],
  )

/** Assigns a completed checkout to its supporter. Marks the reader's other recurring checkouts for closing. */
export const completeCheckout = async (
  transaction: Queryable,
  { id, supporterId }: { id: string; supporterId: string },
  now: Date,
): Promise<void> => {
  const [done] = await transaction.query<{ frequency: Frequency }>(
    `update checkouts set state = 'complete', completed_at = $3, supporter_id = $2
     where id = $1 and state in ('open', 'expired') returning frequency`,
    [id, supporterId, now],
  )
  if (done && done.frequency !== 'once') await closeReplacedCheckouts(transaction, { id, which: 'all' }, now)
}

export const expireCheckout = async (transaction: Queryable, id: string): Promise<void> => {
  await transaction.query(`update checkouts set state = 'expired' where id = $1 and state = 'open'`, [id])
}

/** Returns when the supporter last completed a checkout without a successful payment so far. */
export const lastUnpaidCheckoutAt = async (
  transaction: Queryable,
  supporterId: string,
): Promise<Date | null> => {
  const [row] = await transaction.query<{ at: Date | null }>(
    `select max(o.completed_at) as at from checkouts o join checkout_payments p on p.checkout_id = o.id
     where o.supporter_id = $1 and o.state = 'complete' and not p.is_paid`,
    [supporterId],
  )
  return row?.at ?? null
}

/** Takes the labels of checkouts that brought money, at most `limit`. Two processes never take the same one. */
export const takePaidLabels = (transaction: Transaction, limit: number): Promise<LabeledPayment[]> =>
  transaction.query<LabeledPayment>(
    `with paid as (
       select c.id, c.via from checkouts c join checkout_payments p on p.checkout_id = c.id
       where c.via is not null and c.state = 'complete' and p.is_paid
       order by c.completed_at limit $1 for update of c skip locked
     )
     update checkouts c set via = null from paid where c.id = paid.id
     returning paid.via as label, c.completed_at as "completedAt", c.frequency as cadence, c.currency, c.amount`,
    [limit],
  )

/** Drops the labels of checkouts that expired or brought no money since `begunBefore`. */
export const dropUnpaidLabels = async (database: Database, begunBefore: Date): Promise<void> => {
  await database.query(
    `update checkouts set via = null where via is not null and (state = 'expired' or created_at < $1)`,
    [begunBefore],
  )
}
