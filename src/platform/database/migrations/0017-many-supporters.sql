-- Views for many deltas: the day is written out in them, because Postgres cannot inline a function with a query. A call of
-- day_of takes thirty times as long.

create or replace view movement_figures as
  select day, currency, cadence, kind, cause, movements, annual_change from movement_days
  union all
  select coalesce((select c.day from calendar_days c where c.starts_at <= d.occurred_at order by c.starts_at desc limit 1), '2000-01-01'),
    currency, cadence, kind, cause, movements, annual_change
  from movement_deltas d;

create or replace view cohort_figures as
  select cohort, month, currency, cadence, people, people_in_currency, annual_change from cohort_changes
  union all
  select
    month_of(coalesce((select c.day from calendar_days c where c.starts_at <= d.first_at order by c.starts_at desc limit 1), '2000-01-01')),
    month_of(coalesce((select c.day from calendar_days c where c.starts_at <= d.occurred_at order by c.starts_at desc limit 1), '2000-01-01')),
    currency, first_cadence, movements * people_change(kind, false), movements * people_change(kind, true), annual_change
  from movement_deltas d;

create or replace view ledger_figures as
  select basis, day, currency, cadence, kind, settled_currency, entries, amount, settled_amount, fee, net from ledger_days
  union all
  select basis,
    coalesce((select c.day from calendar_days c
      where c.starts_at <= ledger_time(basis, d.occurred_at, d.available_at, d.charged_at)
      order by c.starts_at desc limit 1), '2000-01-01'),
    currency, cadence, kind, settled_currency, 1, amount, settled_amount, fee, net
  from ledger_deltas d cross join (values ('occurred'), ('available'), ('charged')) as bases (basis);

create or replace view schedule_figures as
  select day, currency, kind, subscriptions, amount from schedule_days
  union all
  select coalesce((select c.day from calendar_days c where c.starts_at <= d.due_at order by c.starts_at desc limit 1), '2000-01-01'),
    currency, kind, subscriptions, amount
  from schedule_deltas d;

create or replace view failure_figures as
  select day, currency, cadence, reason, outcome, invoices, amount from failure_days
  union all
  select coalesce((select c.day from calendar_days c where c.starts_at <= d.failed_at order by c.starts_at desc limit 1), '2000-01-01'),
    currency, cadence, reason, outcome, invoices, amount
  from failure_deltas d;

create or replace view attempt_figures as
  select day, currency, cadence, invoices, failed from attempt_days
  union all
  select coalesce((select c.day from calendar_days c where c.starts_at <= d.attempted_at order by c.starts_at desc limit 1), '2000-01-01'),
    currency, cadence, invoices, failed
  from attempt_deltas d;

-- A history that is replaced by another leaves sums of zero. The job deletes them, and finds them here.
create index movement_days_empty on movement_days (day) where movements = 0 and annual_change = 0;
create index cohort_changes_empty on cohort_changes (cohort) where people = 0 and people_in_currency = 0 and annual_change = 0;
create index amount_counts_empty on amount_counts (currency) where people = 0;
create index schedule_days_empty on schedule_days (day) where subscriptions = 0 and amount = 0;
create index attempt_days_empty on attempt_days (day) where invoices = 0 and failed = 0;
create index failure_days_empty on failure_days (day) where invoices = 0 and amount = 0;

-- The supporters report counts why supporters canceled.
create index subscription_actions_chosen on subscription_actions (created_at) include (reason)
  where kind = 'cancel' and cause = 'chosen' and withdrawn_at is null;

-- The latest refunds and disputes are few among all payments.
create index ledger_other_than_payments on ledger_entries (occurred_at) where kind <> 'payment';

-- Reports list all that is past due: few rows, which these indexes hold whole. Whether an invoice is the newest of its
-- subscription is asked of the last one.
create index stripe_invoices_failing on stripe_invoices (subscription_id)
  include (id, created_at, currency, annual_amount, finalized_at, attempts, next_attempt_at)
  where status = 'open' and attempts > 0 and annual_amount > 0 and finalized_at is not null;
create index stripe_subscriptions_due on stripe_subscriptions (id) include (customer_id)
  where status in ('past_due', 'unpaid') and ended_at is null;
drop index stripe_subscriptions_past_due;
create index stripe_invoices_newest on stripe_invoices (subscription_id, created_at, id)
  where annual_amount > 0 and finalized_at is not null;

-- The rows of past_due_subscriptions all at once: it joins two short lists, where that view looks up each subscription.
create view all_past_due as
  with failing as materialized (
    select id, subscription_id, created_at, currency, annual_amount, finalized_at, attempts, next_attempt_at
    from stripe_invoices
    where status = 'open' and attempts > 0 and annual_amount > 0 and finalized_at is not null
  ), due as materialized (
    select id, customer_id from stripe_subscriptions where ended_at is null and status in ('past_due', 'unpaid')
  )
  select i.subscription_id, due.customer_id, i.id as invoice_id, i.currency, i.annual_amount, i.finalized_at as since,
    i.attempts, i.next_attempt_at,
    coalesce((select k.failure_reason from invoice_charges k
              where k.invoice_id = i.id and k.status = 'failed' order by k.created_at desc limit 1), 'action') as reason
  from failing i join due on due.id = i.subscription_id
  where not exists (select 1 from stripe_invoices n where n.subscription_id = i.subscription_id and n.annual_amount > 0
    and n.finalized_at is not null and (n.created_at, n.id) > (i.created_at, i.id));
comment on view all_past_due is 'The rows of past_due_subscriptions, for reports on all of them.';
