-- =======================
-- billing: new properties
-- =======================

alter table movements add column cadence text not null default 'monthly' check (cadence in ('monthly', 'yearly', 'other'));
comment on column movements.cadence is 'Cadence of the contribution that changed, by the period that was paid last.';

alter table ledger_entries add column available_at timestamptz;
alter table ledger_entries add column cadence text check (cadence in ('once', 'monthly', 'yearly', 'other'));
comment on column ledger_entries.available_at is 'Time when Stripe lets the net amount be paid out. Null: recorded before it was kept.';
comment on column ledger_entries.cadence is 'once: a one-time contribution. Else the period of the invoice that was paid. Null: recorded before it was kept.';

alter table stripe_invoices add column first_failed_at timestamptz;
alter table stripe_invoices add column first_failure_reason text;
comment on column stripe_invoices.first_failed_at is 'Time of the first charge of it that failed. Null: none failed.';
comment on column stripe_invoices.first_failure_reason is 'Why that charge failed.';

update stripe_invoices i set first_failed_at = f.created_at, first_failure_reason = f.failure_reason
from (
  select distinct on (p.invoice_id) p.invoice_id, c.created_at, c.failure_reason
  from stripe_invoice_payments p join stripe_charges c on c.payment_intent_id = p.payment_intent_id and c.status = 'failed'
  order by p.invoice_id, c.created_at
) as f where i.id = f.invoice_id;

-- Several triggers, because an invoice may be recorded before or after its charge.
create function note_first_failures() returns trigger language plpgsql as $$
begin
  update stripe_invoices i set first_failed_at = f.created_at, first_failure_reason = f.failure_reason
  from (
    select distinct on (p.invoice_id) p.invoice_id, c.created_at, c.failure_reason
    from changed n join stripe_invoice_payments p on p.payment_intent_id = n.payment_intent_id
    join stripe_charges c on c.payment_intent_id = p.payment_intent_id and c.status = 'failed'
    order by p.invoice_id, c.created_at
  ) as f
  where i.id = f.invoice_id and (i.first_failed_at is null or i.first_failed_at > f.created_at);
  return null;
end $$;
create trigger charges_added after insert on stripe_charges
  referencing new table as changed for each statement execute function note_first_failures();
create trigger charges_changed after update on stripe_charges
  referencing new table as changed for each statement execute function note_first_failures();
create trigger invoice_payments_added after insert on stripe_invoice_payments
  referencing new table as changed for each statement execute function note_first_failures();
create index if not exists stripe_charges_failed_by_payment on stripe_charges (payment_intent_id) where status = 'failed';
-- Few rows need staff. Without these indexes each overview would read whole tables.
create index stripe_subscriptions_past_due on stripe_subscriptions (status)
  where status in ('past_due', 'unpaid') and ended_at is null;
create index subscription_actions_rejected on subscription_actions (created_at)
  where kind = 'cancel' and final_failure is not null and withdrawn_at is null;

-- ===============================
-- supporters: cases for the staff
-- ===============================

create index customer_addresses_bounced on customer_addresses (bounced_at) where bounced_at is not null;
create index customer_addresses_disowned on customer_addresses (disowned_at)
  where disowned_at is not null and disown_settled_at is null;

-- ================
-- reports: rollups
-- ================
-- Triggers append every change of movements, ledger entries and subscriptions to the tables of deltas, in the same
-- transaction. A job moves deltas into the rollups. Reports read both, so no figure waits for the job.

create table calendar_days (
  day text primary key check (day ~ '^\d{4}-\d\d-\d\d$'),
  starts_at timestamptz not null unique,
  ends_at timestamptz not null,
  check (ends_at > starts_at)
);
comment on table calendar_days is 'Days of the newsroom as instants. The server computes them from TIME_ZONE; no query names a time zone.';
comment on column calendar_days.day is 'Written as 2026-11-22.';
comment on column calendar_days.ends_at is 'Start of the next day.';

create table calendar_version (
  is_only boolean primary key default true check (is_only),
  version text not null
);
comment on table calendar_version is 'One row: the time zone and the zone data that calendar_days was computed with.';

create function month_of(day text) returns text language sql immutable as $$
  select left(day, 7)
$$;

create function people_change(kind text, in_currency boolean) returns integer language sql immutable as $$
  select case
    when kind in ('new', 'reactivation', 'resume') or (in_currency and kind = 'transfer-in') then 1
    when kind in ('churn', 'pause') or (in_currency and kind = 'transfer-out') then -1
    else 0
  end
$$;

create function day_of(at timestamptz) returns text language sql stable as $$
  select coalesce((select day from calendar_days where starts_at <= at order by starts_at desc limit 1), '2000-01-01')
$$;

create table movement_deltas (
  id bigint generated always as identity primary key,
  occurred_at timestamptz not null,
  first_at timestamptz not null,
  currency text not null,
  cadence text not null,
  first_cadence text not null,
  kind text not null,
  cause text not null,
  movements integer not null,
  annual_change bigint not null
);
comment on table movement_deltas is 'Movements that were added or removed and are not in the rollups yet.';
comment on column movement_deltas.first_at is 'Time of the first movement of the same supporter.';
comment on column movement_deltas.first_cadence is 'Cadence of the first movement of the same supporter.';
comment on column movement_deltas.cause is 'Empty unless the kind is churn.';
comment on column movement_deltas.movements is '1 for an added movement, -1 for a removed one.';
comment on column movement_deltas.annual_change is 'Minor units for a year, negated for a removed movement.';

create table movement_days (
  day text not null,
  currency text not null,
  cadence text not null,
  kind text not null,
  cause text not null,
  movements integer not null,
  annual_change bigint not null,
  primary key (day, currency, cadence, kind, cause)
);
comment on table movement_days is 'Movements by day, for supporters, MRR and their identities.';
comment on column movement_days.cause is 'Empty unless the kind is churn.';
comment on column movement_days.annual_change is 'Minor units for a year.';

create table cohort_changes (
  cohort text not null,
  month text not null,
  currency text not null,
  cadence text not null,
  people integer not null,
  people_in_currency integer not null,
  annual_change bigint not null,
  primary key (cohort, month, currency, cadence)
);
comment on table cohort_changes is 'Changes of cohorts by month. Running sums give how many stay and what they give.';
comment on column cohort_changes.cohort is 'Month of the first movement, 2026-11.';
comment on column cohort_changes.month is 'Month of the change.';
comment on column cohort_changes.cadence is 'Cadence of the first movement.';
comment on column cohort_changes.people is 'Change in active supporters. A change of currency changes nothing.';
comment on column cohort_changes.people_in_currency is 'Change in active supporters of this currency.';
comment on column cohort_changes.annual_change is 'Minor units for a year.';

create table amount_deltas (
  id bigint generated always as identity primary key,
  currency text not null,
  cadence text not null,
  annual_amount bigint not null,
  people integer not null
);
comment on table amount_deltas is 'Supporters whose current amount began or ended, not in amount_counts yet.';
comment on column amount_deltas.annual_amount is 'Minor units for a year.';
comment on column amount_deltas.people is '1 or -1.';

create table amount_counts (
  currency text not null,
  cadence text not null,
  annual_amount bigint not null,
  people integer not null,
  primary key (currency, cadence, annual_amount)
);
comment on table amount_counts is 'How many supporters give which amount now.';
comment on column amount_counts.annual_amount is 'Minor units for a year.';

create table ledger_deltas (
  id bigint generated always as identity primary key,
  occurred_at timestamptz not null,
  available_at timestamptz not null,
  currency text not null,
  cadence text not null,
  kind text not null,
  settled_currency text not null,
  amount bigint not null,
  settled_amount bigint not null,
  fee bigint not null,
  net bigint not null
);
comment on table ledger_deltas is 'Ledger entries that are not in ledger_days yet.';

create table ledger_days (
  basis text not null check (basis in ('occurred', 'available')),
  day text not null,
  currency text not null,
  cadence text not null,
  kind text not null,
  settled_currency text not null,
  entries integer not null,
  amount bigint not null,
  settled_amount bigint not null,
  fee bigint not null,
  net bigint not null,
  primary key (basis, day, currency, cadence, kind, settled_currency)
);
comment on table ledger_days is 'Ledger entries by day.';
comment on column ledger_days.basis is 'occurred: by the time at Stripe. available: by the time of the payout.';
comment on column ledger_days.amount is 'Minor units of currency. Negative if money left us.';
comment on column ledger_days.settled_amount is 'Minor units of settled_currency, as fee and net.';

create table failure_deltas (
  id bigint generated always as identity primary key,
  failed_at timestamptz not null,
  currency text not null,
  cadence text not null,
  reason text not null,
  outcome text not null,
  invoices integer not null,
  amount bigint not null
);
comment on table failure_deltas is 'Failed invoices that began, ended or changed, not in failure_days yet.';
comment on column failure_deltas.invoices is '1 or -1.';

create table failure_days (
  day text not null,
  currency text not null,
  cadence text not null,
  reason text not null,
  outcome text not null,
  invoices integer not null,
  amount bigint not null,
  primary key (day, currency, cadence, reason, outcome)
);
comment on table failure_days is 'Invoices whose first charge failed, by the day of the failure.';
comment on column failure_days.outcome is 'open: Stripe tries again. lost: not paid, and Stripe tries no more. supporter: paid without a retry, by the supporter. retry-2 and so on: paid by that attempt.';
comment on column failure_days.amount is 'Minor units.';

create table schedule_deltas (
  id bigint generated always as identity primary key,
  due_at timestamptz not null,
  currency text not null,
  kind text not null,
  subscriptions integer not null,
  amount bigint not null
);
comment on table schedule_deltas is 'Renewals and cancellations whose date was set or removed, not in schedule_days yet.';
comment on column schedule_deltas.subscriptions is '1 or -1.';

create table schedule_days (
  day text not null,
  currency text not null,
  kind text not null check (kind in ('renewal', 'cancellation')),
  subscriptions integer not null,
  amount bigint not null,
  primary key (day, currency, kind)
);
comment on table schedule_days is 'When live subscriptions renew or will be canceled.';
comment on column schedule_days.amount is 'Minor units of the charges that are due, or that will no longer come.';

-- A statement that changes movements adds or removes the whole history of each supporter. So the first and the last
-- movement are in it.
create function note_movements() returns trigger language plpgsql as $$
declare sign integer := case when tg_op = 'INSERT' then 1 else -1 end;
begin
  insert into movement_deltas (occurred_at, first_at, currency, cadence, first_cadence, kind, cause, movements, annual_change)
  select m.occurred_at, f.occurred_at, m.currency, m.cadence, f.cadence, m.kind, coalesce(m.cause, ''), sign,
    sign * m.annual_change
  from changed m join (
    select distinct on (supporter_id) supporter_id, occurred_at, cadence from changed order by supporter_id, sequence
  ) as f on f.supporter_id = m.supporter_id;
  insert into amount_deltas (currency, cadence, annual_amount, people)
  select currency, cadence, annual_after, sign from (
    select distinct on (supporter_id, currency) currency, cadence, annual_after
    from changed order by supporter_id, currency, sequence desc
  ) as latest where annual_after > 0;
  return null;
end $$;
create trigger movements_added after insert on movements
  referencing new table as changed for each statement execute function note_movements();
create trigger movements_removed after delete on movements
  referencing old table as changed for each statement execute function note_movements();

create function note_ledger_entries() returns trigger language plpgsql as $$
begin
  insert into ledger_deltas (occurred_at, available_at, currency, cadence, kind, settled_currency, amount,
    settled_amount, fee, net)
  select occurred_at, coalesce(available_at, occurred_at), currency, coalesce(cadence, 'once'), kind, settled_currency,
    amount, settled_amount, fee, net
  from changed;
  return null;
end $$;
create trigger ledger_entries_added after insert on ledger_entries
  referencing new table as changed for each statement execute function note_ledger_entries();

create function scheduled_kind(ended_at timestamptz, status text, amount bigint, cancel_at timestamptz,
  period_end timestamptz, is_paused boolean) returns text language sql immutable as $$
  select case
    when ended_at is not null or amount is null or status not in ('active', 'past_due') then null
    when cancel_at is not null then 'cancellation'
    when period_end is not null and not is_paused then 'renewal'
  end
$$;

create function note_new_schedules() returns trigger language plpgsql as $$
begin
  insert into schedule_deltas (due_at, currency, kind, subscriptions, amount)
  select due_at, currency, kind, 1, amount from (
    select coalesce(cancel_at, period_end) as due_at, currency, amount,
      scheduled_kind(ended_at, status, amount, cancel_at, period_end, is_paused) as kind from after_rows
  ) as scheduled where kind is not null;
  return null;
end $$;
create trigger subscriptions_added after insert on stripe_subscriptions
  referencing new table as after_rows for each statement execute function note_new_schedules();

create function note_changed_schedules() returns trigger language plpgsql as $$
begin
  insert into schedule_deltas (due_at, currency, kind, subscriptions, amount)
  with old_ones as (
    select id, coalesce(cancel_at, period_end) as due_at, currency, amount,
      scheduled_kind(ended_at, status, amount, cancel_at, period_end, is_paused) as kind from before_rows
  ), new_ones as (
    select id, coalesce(cancel_at, period_end) as due_at, currency, amount,
      scheduled_kind(ended_at, status, amount, cancel_at, period_end, is_paused) as kind from after_rows
  )
  select due_at, currency, kind, -1, -amount from (table old_ones except table new_ones) as gone where kind is not null
  union all
  select due_at, currency, kind, 1, amount from (table new_ones except table old_ones) as come where kind is not null;
  return null;
end $$;
create trigger subscriptions_changed after update on stripe_subscriptions
  referencing old table as before_rows new table as after_rows
  for each statement execute function note_changed_schedules();

-- Stripe may leave an invoice open after its last attempt. Then it is lost, until somebody pays it.
create function failure_outcome(status text, attempts integer, next_attempt_at timestamptz) returns text
  language sql immutable as $$
  select case
    when status = 'paid' and attempts <= 1 then 'supporter'
    when status = 'paid' then 'retry-' || attempts
    when status in ('void', 'uncollectible') or (status = 'open' and next_attempt_at is null) then 'lost'
    else 'open'
  end
$$;

create function period_cadence(starts_at timestamptz, ends_at timestamptz) returns text language sql immutable as $$
  select case
    when ends_at - starts_at <= interval '45 days' then 'monthly'
    when ends_at - starts_at between interval '300 days' and interval '400 days' then 'yearly'
    else 'other'
  end
$$;

-- What an invoice asks for: a monthly one a twelfth of the amount for a year.
create function invoice_amount(amount_paid bigint, annual_amount bigint, cadence text) returns bigint language sql immutable as $$
  select case
    when amount_paid > 0 then amount_paid
    when cadence = 'monthly' then round(coalesce(annual_amount, 0) / 12.0)::bigint
    else coalesce(annual_amount, 0)
  end
$$;

create view failed_invoices as
  select id, first_failed_at as failed_at, currency, period_cadence(created_at, period_end) as cadence,
    coalesce(first_failure_reason, 'other') as reason, failure_outcome(status, attempts, next_attempt_at) as outcome,
    invoice_amount(amount_paid, annual_amount, period_cadence(created_at, period_end)) as amount
  from stripe_invoices where first_failed_at is not null and subscription_id is not null;
comment on view failed_invoices is 'Invoices of subscriptions whose first charge failed, with what became of them.';

create function note_failures() returns trigger language plpgsql as $$
begin
  insert into failure_deltas (failed_at, currency, cadence, reason, outcome, invoices, amount)
  with old_ones as (
    select id, first_failed_at as failed_at, currency, period_cadence(created_at, period_end) as cadence,
      coalesce(first_failure_reason, 'other') as reason, failure_outcome(status, attempts, next_attempt_at) as outcome,
      invoice_amount(amount_paid, annual_amount, period_cadence(created_at, period_end)) as amount
    from before_rows where first_failed_at is not null and subscription_id is not null
  ), new_ones as (
    select id, first_failed_at as failed_at, currency, period_cadence(created_at, period_end) as cadence,
      coalesce(first_failure_reason, 'other') as reason, failure_outcome(status, attempts, next_attempt_at) as outcome,
      invoice_amount(amount_paid, annual_amount, period_cadence(created_at, period_end)) as amount
    from after_rows where first_failed_at is not null and subscription_id is not null
  )
  select failed_at, currency, cadence, reason, outcome, -1, -amount from (table old_ones except table new_ones) as gone
  union all
  select failed_at, currency, cadence, reason, outcome, 1, amount from (table new_ones except table old_ones) as come;
  return null;
end $$;
-- A new invoice has no failure yet: the triggers above set it afterwards.
create trigger invoices_changed after update on stripe_invoices
  referencing old table as before_rows new table as after_rows for each statement execute function note_failures();

-- What the rollups are made of.
create view movement_history as
  select occurred_at, currency, cadence, kind, coalesce(cause, '') as cause, annual_change,
    first_value(occurred_at) over history as first_at, first_value(cadence) over history as first_cadence
  from movements window history as (partition by supporter_id order by sequence);
comment on view movement_history is 'Movements without their supporter, each with the first of the same supporter.';

create view current_amounts as
  select currency, cadence, annual_after as annual_amount from (
    select distinct on (supporter_id, currency) currency, cadence, annual_after
    from movements order by supporter_id, currency, sequence desc
  ) as latest where annual_after > 0;
comment on view current_amounts is 'What each supporter gives now, by currency. Minor units for a year.';

create view reported_entries as
  select occurred_at, coalesce(available_at, occurred_at) as available_at, currency, coalesce(cadence, 'once') as cadence,
    kind, settled_currency, amount, settled_amount, fee, net
  from ledger_entries;
comment on view reported_entries is 'Ledger entries without their supporter and charge, for reports.';

create view scheduled_charges as
  select due_at, currency, kind, amount from (
    select coalesce(cancel_at, period_end) as due_at, currency, amount,
      scheduled_kind(ended_at, status, amount, cancel_at, period_end, is_paused) as kind from stripe_subscriptions
  ) as scheduled where kind is not null;
comment on view scheduled_charges is 'The next charge, or the scheduled cancellation, of each live subscription.';

-- What reports read: the rollups with the deltas that the job has not moved yet.
create view movement_figures as
  select day, currency, cadence, kind, cause, movements, annual_change from movement_days
  union all
  select day_of(occurred_at), currency, cadence, kind, cause, movements, annual_change from movement_deltas;
comment on view movement_figures is 'Movements by day. Several rows may have one key: add them up.';

create view cohort_figures as
  select cohort, month, currency, cadence, people, people_in_currency, annual_change from cohort_changes
  union all
  select month_of(day_of(first_at)), month_of(day_of(occurred_at)),
    currency, first_cadence, movements * people_change(kind, false), movements * people_change(kind, true), annual_change
  from movement_deltas;
comment on view cohort_figures is 'Changes of cohorts by month. Several rows may have one key: add them up.';

create view amount_figures as
  select currency, cadence, annual_amount, people from amount_counts
  union all
  select currency, cadence, annual_amount, people from amount_deltas;
comment on view amount_figures is 'How many supporters give which amount. Several rows may have one key: add them up.';

create view ledger_figures as
  select basis, day, currency, cadence, kind, settled_currency, entries, amount, settled_amount, fee, net from ledger_days
  union all
  select basis, day_of(case basis when 'occurred' then occurred_at else available_at end), currency, cadence, kind,
    settled_currency, 1, amount, settled_amount, fee, net
  from ledger_deltas cross join (values ('occurred'), ('available')) as bases (basis);
comment on view ledger_figures is 'Ledger entries by day and basis. Several rows may have one key: add them up.';

create view schedule_figures as
  select day, currency, kind, subscriptions, amount from schedule_days
  union all
  select day_of(due_at), currency, kind, subscriptions, amount from schedule_deltas;
comment on view schedule_figures is 'Scheduled charges and cancellations by day. Several rows may have one key: add them up.';

create view failure_figures as
  select day, currency, cadence, reason, outcome, invoices, amount from failure_days
  union all
  select day_of(failed_at), currency, cadence, reason, outcome, invoices, amount from failure_deltas;
comment on view failure_figures is 'Failed invoices by day. Several rows may have one key: add them up.';

create or replace view reported_movements as
  select occurred_at, currency, kind, annual_change, cadence, cause from movements;
