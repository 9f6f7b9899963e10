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
      where c.starts_at <= case basis when 'occurred' then d.occurred_at else d.available_at end
      order by c.starts_at desc limit 1), '2000-01-01'),
    currency, cadence, kind, settled_currency, 1, amount, settled_amount, fee, net
  from ledger_deltas d cross join (values ('occurred'), ('available')) as bases (basis);

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

-- A history that is replaced by another leaves sums of zero. The job deletes them, and finds them here.
create index movement_days_empty on movement_days (day) where movements = 0 and annual_change = 0;
create index cohort_changes_empty on cohort_changes (cohort) where people = 0 and people_in_currency = 0 and annual_change = 0;
create index amount_counts_empty on amount_counts (currency) where people = 0;
create index schedule_days_empty on schedule_days (day) where subscriptions = 0 and amount = 0;
create index failure_days_empty on failure_days (day) where invoices = 0 and amount = 0;

-- The supporters report counts why supporters canceled.
create index subscription_actions_chosen on subscription_actions (created_at)
  where kind = 'cancel' and cause = 'chosen' and withdrawn_at is null;
