import { dropStale, enqueueMail } from '../../mail/mail-outbox-store.ts'
import type { Language } from '../../messages/messages.ts'
import { type Clock, DAY_MS, MINUTE_MS } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import { type Repeating, repeat } from '../../platform/jobs/repeat.ts'
import { errorFields, type Log } from '../../platform/log.ts'

/** Supporters get the notice a week before a yearly charge. */
const NOTICE_PERIOD_MS = 7 * DAY_MS

/** Looks every minute for yearly charges within a week, because the sandbox's clock may have been moved. */
export const renewalNoticeJob = (needs: Needs & { log: Log }): Repeating =>
  repeat({
    pauseMs: MINUTE_MS,
    step: async () => {
      await queueRenewalNotices(needs)
      return false
    },
    onError: (error) =>
      needs.log.error('renewal notices could not be queued', { component: 'mail', ...errorFields(error) }),
  })

type Renewal = {
  id: string
  customerId: string
  amount: number
  currency: string
  at: Date
  language: Language | null
}

const UPCOMING_RENEWALS = `select s.id, s.customer_id as "customerId", s.amount, s.currency, s.period_end as at, k.language
  from stripe_subscriptions s left join known_checkouts k on k.id = s.checkout_id
  where s.interval = 'year' and s.status in ('active', 'trialing') and s.amount > 0 and s.cancel_at is null and not s.is_paused
    and not is_demo(s.customer_id)
    and s.period_end > $1 and s.period_end <= $2
    and not exists (select 1 from canceling_subscriptions c where c.subscription_id = s.id)
    and not exists (select 1 from unconfirmed_changes n where n.subscription_id = s.id)`

/**
 * Queues one mail per yearly charge, up to a week before it. Waits while a change is unconfirmed. Queues it
 * again if it was dropped over a change, pause or cancellation that no longer exists.
 */
type Needs = { database: Database; now: Clock; mailLanguage: Language }

export const queueRenewalNotices = async ({ database, now, mailLanguage }: Needs): Promise<void> => {
  const at = now()
  const renewals = await database.query<Renewal>(UPCOMING_RENEWALS, [
    at,
    new Date(at.getTime() + NOTICE_PERIOD_MS),
  ])
  for (const { id, customerId, amount, currency, at: chargedAt, language } of renewals) {
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
