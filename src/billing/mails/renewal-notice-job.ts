import { dropStale, enqueueMail } from '../../mail/mail-outbox-store.ts'
import type { Language } from '../../messages/messages.ts'
import { type Clock, DAY_MS, MINUTE_MS } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import { errorFields, type Log } from '../../platform/log.ts'
import { type Repeating, repeat } from '../../platform/repeat.ts'

/** How long before a yearly charge its giver is told. */
const NOTICE_MS = 7 * DAY_MS

/** Looks every minute, as the sandbox's clock may have been moved, for yearly contributions that are charged within a week. */
export const renewalNoticeJob = (needs: {
  database: Database
  now: Clock
  mailLanguage: Language
  log: Log
}): Repeating =>
  repeat({
    pauseMs: MINUTE_MS,
    step: async () => {
      await queueRenewalNotices(needs)
      return false
    },
    onError: (error) =>
      needs.log.error('yearly charges are not announced', { component: 'mail', ...errorFields(error) }),
  })

type Renewing = {
  id: string
  customerId: string
  amount: number
  currency: string
  at: Date
  language: Language | null
}

const RENEWING = `select s.id, s.customer_id as "customerId", s.amount, s.currency, s.period_end as at, k.language
  from stripe_subscriptions s left join checkouts k on k.id = s.checkout_id
  where s.interval = 'year' and s.status in ('active', 'trialing') and s.amount > 0 and s.cancel_at is null and not s.is_paused
    and s.period_end > $1 and s.period_end <= $2
    and not exists (select 1 from subscription_actions a where a.subscription_id = s.id
      and a.kind in ('cancel', 'duplicate') and a.final_failure is null and a.withdrawn_at is null)
    and not exists (select 1 from unconfirmed_changes n where n.subscription_id = s.id)`

/**
 * One word for each charge to come, a week before it and as long as it has not come. While its giver's choice waits it
 * does too; one that was dropped over a choice, a pause or an end that is no more is written anew.
 */
export const queueRenewalNotices = async ({
  database,
  now,
  mailLanguage,
}: {
  database: Database
  now: Clock
  mailLanguage: Language
}): Promise<void> => {
  const at = now()
  const renewing = await database.query<Renewing>(RENEWING, [at, new Date(at.getTime() + NOTICE_MS)])
  for (const { id, customerId, amount, currency, at: chargedAt, language } of renewing) {
    const cause = `renewal:${id}:${chargedAt.toISOString().slice(0, 10)}`
    const facts = { amount, currency, at: chargedAt.toISOString() }
    const to = { customerId }
    await dropStale(database, cause)
    await enqueueMail(
      database,
      { cause, kind: 'renewal', to, language: language ?? mailLanguage, facts, until: chargedAt },
      at,
    )
  }
}
