import type { Database, Queryable } from '../platform/database/database.ts'

// Forms that were sent at the same time, with the cookie that the browser had before. Later ones have a newer cookie, and
// a copy of the old one must not tell that somebody gives.
const SENT_TOGETHER = (one: string): string => `o.sent_by_hash = ${one}.sent_by_hash
  and o.created_at between ${one}.created_at - interval '1 minute' and ${one}.created_at + interval '1 minute'`

// A reader is renewed with each checkout, so two rows of one browser share a reader, or the reader before.
const FROM_ONE_BROWSER = `(o.reader_hash in (mine.reader_hash, mine.sent_by_hash) or (${SENT_TOGETHER('mine')})
  or exists (select 1 from checkouts p where p.reader_hash = mine.sent_by_hash and ${SENT_TOGETHER('p')}))`

/**
 * Marks a browser's other recurring checkouts for closing, also one whose session is being created.
 * `earlier` keeps the newest of concurrent checkouts open. `all` closes every other one, after a payment.
 */
export const closeReplacedCheckouts = async (
  queryable: Queryable,
  { id, which }: { id: string; which: 'earlier' | 'all' },
  now: Date,
): Promise<void> => {
  await queryable.query(
    `update checkouts o set replaced_at = $2 from checkouts mine
     where mine.id = $1 and ${FROM_ONE_BROWSER} and o.id <> $1 and o.frequency <> 'once'
       and o.state in ('created', 'open') and o.replaced_at is null
       and ($3 = 'all' or (o.created_at, o.id) < (mine.created_at, mine.id))`,
    [id, now, which],
  )
}

/** Finds the sessions to expire at Stripe, oldest first. */
export const findReplacedSessions = (
  database: Database,
  now: Date,
): Promise<{ id: string; sessionId: string }[]> =>
  database.query(
    `select id, session_id as "sessionId" from checkouts
     where replaced_at is not null and state = 'open' and (retry_close_at is null or retry_close_at <= $1)
     order by replaced_at limit 20`,
    [now],
  )

export const postponeClosing = async (database: Queryable, id: string, until: Date): Promise<void> => {
  await database.query('update checkouts set retry_close_at = $2 where id = $1', [id, until])
}

/** Records the outcome. A session that is not open was paid or has expired, and a webhook event will follow. */
export const recordReplacedClosed = async (
  database: Queryable,
  id: string,
  outcome: 'expired' | 'not-open',
): Promise<void> => {
  await database.query(
    outcome === 'expired'
      ? `update checkouts set state = 'expired' where id = $1 and state = 'open'`
      : `update checkouts set replaced_at = null where id = $1 and state = 'open'`,
    [id],
  )
}
