import type { DueMail, MailFacts } from '../../mail/mail-outbox-store.ts'
import type { MailValidity } from '../../mail/send-mail-action.ts'
import type { Queryable } from '../../platform/database/database.ts'
import { storableJson } from '../../platform/database/storable-text.ts'

/** SQL: the next charge of subscription `s`. Null while it is paused or a pause is requested. */
export const NEXT_CHARGE = `case when coalesce((select n.kind = 'pause' from unconfirmed_changes n where n.subscription_id = s.id
  and n.kind <> 'change' order by n.created_at desc, n.id desc limit 1), s.is_paused) then null else s.period_end end`

const IS_CANCELED = `(s.ended_at is not null
  or exists (select 1 from canceling_subscriptions c where c.subscription_id = s.id))`

/** Returns SQL: a later change of these kinds exists, with the given column set. */
const hasLater = (kinds: string, state: string): string => `exists (select 1 from subscription_actions l
  where l.subscription_id = s.id and l.kind in (${kinds}) and l.${state} is not null and l.final_failure is null
    and (l.created_at, l.id) > (a.created_at, a.id))`

const PAUSES = `'pause', 'resume'`
const FROM_ACTION = 'subscription_actions a join stripe_subscriptions s on s.id = a.subscription_id'

type Statement = { from: string; stale: string; unsettled?: string; now?: string }

/**
 * For each kind of mail: the rows behind its cause, when it is stale or unsettled, and the facts that
 * changed.
 */
const STATEMENTS: Readonly<Record<string, Statement>> = {
  thanks: {
    from: 'stripe_subscriptions s where s.id = given.id',
    stale: IS_CANCELED,
    now: `jsonb_build_object('nextAt', case when ${NEXT_CHARGE} > given.now then ${NEXT_CHARGE} end)`,
  },
  failed: {
    from: `stripe_invoices i join stripe_subscriptions s on s.id = i.subscription_id where i.id = given.id`,
    stale: `i.status <> 'open' or ${IS_CANCELED}`,
    unsettled: 'i.next_attempt_at <= given.now',
    // Stripe reports by a separate event that the bank asks for confirmation. It may follow the failure's
    // event.
    now: `jsonb_build_object('nextAt', i.next_attempt_at) || case when given.facts ->> 'reason' is null and exists (
      select 1 from webhook_events e where e.object_id = i.id and e.type = 'invoice.payment_action_required')
      then '{"reason": "action"}'::jsonb else '{}'::jsonb end`,
  },
  renewal: {
    from: 'stripe_subscriptions s where s.id = given.id',
    stale: `${IS_CANCELED} or s.cancel_at is not null or s.is_paused or s.interval <> 'year'
      or s.amount <> (given.facts ->> 'amount')::bigint or s.period_end <> (given.facts ->> 'at')::timestamptz`,
    unsettled: 'exists (select 1 from unconfirmed_changes n where n.subscription_id = s.id)',
  },
  changed: {
    from: `${FROM_ACTION} where a.id = given.id::uuid`,
    stale: `${IS_CANCELED} or ${hasLater(`'change'`, 'done_at')}`,
    unsettled: hasLater(`'change'`, 'due_at'),
    now: `jsonb_build_object('at', case when ${NEXT_CHARGE} > given.now then ${NEXT_CHARGE} end)`,
  },
  paused: {
    from: `${FROM_ACTION} where a.id = given.id::uuid`,
    stale: `${IS_CANCELED} or ${hasLater(PAUSES, 'done_at')} or (given.facts ->> 'at')::timestamptz <= given.now`,
    unsettled: hasLater(PAUSES, 'due_at'),
  },
  resumed: {
    from: `${FROM_ACTION} where a.id = given.id::uuid`,
    stale: `${IS_CANCELED} or ${hasLater(PAUSES, 'done_at')} or s.period_end <= given.now`,
    unsettled: hasLater(PAUSES, 'due_at'),
    now: `jsonb_build_object('at', s.period_end)`,
  },
  refunded: {
    from: `subscription_actions a join stripe_subscriptions s on s.id = a.other_subscription_id
      where a.kind = 'duplicate' and a.subscription_id = given.id`,
    stale: 'false',
    now: `jsonb_build_object('goesOn', not ${IS_CANCELED})`,
  },
  ended: {
    from: 'stripe_subscriptions s where s.id = given.id',
    stale: 'false',
    now: `jsonb_build_object('at', s.ended_at)`,
  },
}

/**
 * SQL: the contribution that a mail names and lets its reader pause or cancel. Null if it has another address than the
 * mail.
 */
const CONTRIBUTION = `(select jsonb_build_object('contribution', v.id, 'planAmount', v.amount, 'planCurrency', v.currency,
    'planInterval', v.interval, 'planIntervalCount', v.interval_count, 'isEnded', v.ended_at is not null or v.is_canceling,
    'canPause', v.interval = 'month' and v.interval_count = 1 and not v.is_paused and v.failing_invoice_id is null)
  from account_subscriptions v where v.id = s.id and (v.customer_id = given.customer
    or exists (select 1 from customers_by_address mine join customers_by_address own on own.address_index = mine.address_index
      where mine.customer_id = given.customer and own.customer_id = v.customer_id)))`

type Row = { isStale: boolean; isUnsettled: boolean; contribution: MailFacts | null; now: MailFacts | null }

/** Checks whether a mail is still valid and updates its facts. It may have waited for hours. */
export const checkMail = async (
  database: Queryable,
  { kind, cause, facts, customerId }: Pick<DueMail, 'kind' | 'cause' | 'facts' | 'customerId'>,
  now: Date,
): Promise<MailValidity> => {
  const statement = STATEMENTS[kind]
  const id = cause.split(':')[1]
  if (!statement || id === undefined) return { is: 'valid', facts }
  const { from, stale, unsettled = 'false', now: changedFacts = 'null::jsonb' } = statement
  const [row] = await database.query<Row>(
    `with given as (select $1::text as id, $2::text::jsonb as facts, $3::timestamptz as now, $4::text as customer)
     select coalesce(${stale}, false) as "isStale", coalesce(${unsettled}, false) as "isUnsettled",
       ${CONTRIBUTION} as contribution, ${changedFacts} as now
     from given, ${from}`,
    [id, storableJson(facts), now, customerId],
  )
  if (row?.isStale) return { is: 'stale' }
  if (row?.isUnsettled) return { is: 'unsettled' }
  return { is: 'valid', facts: { ...facts, ...row?.contribution, ...row?.now } }
}
