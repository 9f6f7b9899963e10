-- ===================================
-- billing: how failed charges ended
-- ===================================

alter table stripe_invoices add column first_attempt_at timestamptz;
alter table stripe_invoices add column failed_charges integer not null default 0;
alter table stripe_invoices add column pay_link_used_at timestamptz;
alter table stripe_invoices add column staff_link_sent_at timestamptz;
comment on column stripe_invoices.first_attempt_at is 'Time of the first charge of it. Null: none yet.';
comment on column stripe_invoices.failed_charges is 'Charges of it that failed.';
comment on column stripe_invoices.pay_link_used_at is 'Last time that the pay link of our email led to Stripe while it was open.';
comment on column stripe_invoices.staff_link_sent_at is 'Last time that staff sent the supporter a sign-in link after a failure, while it was open.';

-- The first charge of any status counts, so an index of failed ones is not enough.
create index stripe_charges_by_payment on stripe_charges (payment_intent_id);
drop index stripe_charges_failed_by_payment;

create view used_pay_links as select id as invoice_id, pay_link_used_at as used_at from stripe_invoices;
comment on view used_pay_links is 'When the pay link of an invoice was used. The supporters folder updates it.';

update stripe_invoices i set first_attempt_at = a.first_attempt_at, failed_charges = a.failed_charges
from (
  select p.invoice_id, min(c.created_at) as first_attempt_at,
    (count(*) filter (where c.status = 'failed'))::integer as failed_charges
  from stripe_invoice_payments p join stripe_charges c on c.payment_intent_id = p.payment_intent_id
  group by p.invoice_id
) as a where i.id = a.invoice_id;
update stripe_invoices i set staff_link_sent_at = (
  select max(a.created_at) from staff_audit a where a.action = 'sign-in-link' and a.subject = i.customer_id
    and a.created_at between i.first_failed_at and coalesce(i.paid_at, i.voided_at, 'infinity'))
where first_failed_at is not null;

-- Runs for new charges and for new payments of invoices: an invoice may be recorded before or after its charge.
create or replace function note_first_failures() returns trigger language plpgsql as $$
begin
  update stripe_invoices i set first_attempt_at = a.first_attempt_at, first_failed_at = a.first_failed_at,
    first_failure_reason = a.first_failure_reason, failed_charges = a.failed_charges
  from (
    select p.invoice_id, min(c.created_at) as first_attempt_at,
      min(c.created_at) filter (where c.status = 'failed') as first_failed_at,
      (array_agg(c.failure_reason order by c.created_at) filter (where c.status = 'failed'))[1] as first_failure_reason,
      (count(*) filter (where c.status = 'failed'))::integer as failed_charges
    from stripe_invoice_payments p join stripe_charges c on c.payment_intent_id = p.payment_intent_id
    where p.invoice_id in (
      select t.invoice_id from changed n join stripe_invoice_payments t on t.payment_intent_id = n.payment_intent_id)
    group by p.invoice_id
  ) as a
  where i.id = a.invoice_id
    and (i.first_attempt_at, i.first_failed_at, i.first_failure_reason, i.failed_charges)
      is distinct from (a.first_attempt_at, a.first_failed_at, a.first_failure_reason, a.failed_charges);
  return null;
end $$;

-- A link of staff helps only while an invoice of the supporter has failed and is open.
create function note_staff_links() returns trigger language plpgsql as $$
begin
  update stripe_invoices i set staff_link_sent_at = n.created_at
  from changed n
  where n.action = 'sign-in-link' and i.customer_id = n.subject and i.status = 'open' and i.first_failed_at is not null;
  return null;
end $$;
create trigger staff_links_sent after insert on staff_audit
  referencing new table as changed for each statement execute function note_staff_links();

-- Stripe says how often it tried by itself, not who paid in the end. A payment within an hour of our pay link came by it,
-- and so did one without a retry. After more attempts than failed charges the last attempt succeeded.
create function failure_outcome(status text, attempts integer, next_attempt_at timestamptz, failed_charges integer,
  paid_at timestamptz, pay_link_used_at timestamptz, staff_link_sent_at timestamptz) returns text
  language sql immutable as $$
  select case
    when status = 'paid' and pay_link_used_at <= paid_at + interval '1 minute'
      and (attempts <= greatest(failed_charges, 1) or paid_at <= pay_link_used_at + interval '1 hour') then 'email'
    when status = 'paid' and attempts > greatest(failed_charges, 1) then 'retry-' || attempts
    when status = 'paid' and staff_link_sent_at is not null then 'staff'
    when status = 'paid' then 'supporter'
    when status in ('void', 'uncollectible') or (status = 'open' and next_attempt_at is null) then 'lost'
    else 'open'
  end
$$;

create or replace view failed_invoices as
  select id, first_failed_at as failed_at, currency, period_cadence(created_at, period_end) as cadence,
    coalesce(first_failure_reason, 'other') as reason,
    failure_outcome(status, attempts, next_attempt_at, failed_charges, paid_at, pay_link_used_at, staff_link_sent_at) as outcome,
    invoice_amount(amount_paid, annual_amount, period_cadence(created_at, period_end)) as amount
  from stripe_invoices where first_failed_at is not null and subscription_id is not null;

create view first_attempts as
  select id, first_attempt_at as attempted_at, currency, period_cadence(created_at, period_end) as cadence,
    case when first_failed_at <= first_attempt_at then 1 else 0 end as failed
  from stripe_invoices where first_attempt_at is not null and subscription_id is not null;
comment on view first_attempts is 'The first charge of each invoice of a subscription, and whether it failed.';

-- ================
-- reports: rollups
-- ================

create table attempt_deltas (
  id bigint generated always as identity primary key,
  attempted_at timestamptz not null,
  currency text not null,
  cadence text not null,
  invoices integer not null,
  failed integer not null
);
comment on table attempt_deltas is 'First charges of invoices that are not in attempt_days yet.';
comment on column attempt_deltas.invoices is '1 or -1.';

create table attempt_days (
  day text not null,
  currency text not null,
  cadence text not null,
  invoices integer not null,
  failed integer not null,
  primary key (day, currency, cadence)
);
comment on table attempt_days is 'Invoices by the day of their first charge, for the first-failure rate.';
comment on column attempt_days.failed is 'Those of them whose first charge failed.';

create view attempt_figures as
  select day, currency, cadence, invoices, failed from attempt_days
  union all
  select coalesce((select c.day from calendar_days c where c.starts_at <= d.attempted_at order by c.starts_at desc limit 1), '2000-01-01'),
    currency, cadence, invoices, failed
  from attempt_deltas d;

comment on view attempt_figures is 'First charges by day. Several rows may have one key: add them up.';

comment on column failure_days.outcome is 'open: Stripe tries again. lost: not paid, and Stripe tries no more. email: paid by the pay link of our email. staff: paid after staff sent a link. supporter: paid in another way without a retry. retry-2 and so on: paid by that attempt.';

create or replace function note_failures() returns trigger language plpgsql as $$
begin
  insert into failure_deltas (failed_at, currency, cadence, reason, outcome, invoices, amount)
  with old_ones as (
    select id, first_failed_at as failed_at, currency, period_cadence(created_at, period_end) as cadence,
      coalesce(first_failure_reason, 'other') as reason,
      failure_outcome(status, attempts, next_attempt_at, failed_charges, paid_at, pay_link_used_at, staff_link_sent_at) as outcome,
      invoice_amount(amount_paid, annual_amount, period_cadence(created_at, period_end)) as amount
    from before_rows where first_failed_at is not null and subscription_id is not null
  ), new_ones as (
    select id, first_failed_at as failed_at, currency, period_cadence(created_at, period_end) as cadence,
      coalesce(first_failure_reason, 'other') as reason,
      failure_outcome(status, attempts, next_attempt_at, failed_charges, paid_at, pay_link_used_at, staff_link_sent_at) as outcome,
      invoice_amount(amount_paid, annual_amount, period_cadence(created_at, period_end)) as amount
    from after_rows where first_failed_at is not null and subscription_id is not null
  )
  select failed_at, currency, cadence, reason, outcome, -1, -amount from (table old_ones except table new_ones) as gone
  union all
  select failed_at, currency, cadence, reason, outcome, 1, amount from (table new_ones except table old_ones) as come;
  insert into attempt_deltas (attempted_at, currency, cadence, invoices, failed)
  with old_ones as (
    select id, first_attempt_at as attempted_at, currency, period_cadence(created_at, period_end) as cadence,
      case when first_failed_at <= first_attempt_at then 1 else 0 end as failed
    from before_rows where first_attempt_at is not null and subscription_id is not null
  ), new_ones as (
    select id, first_attempt_at as attempted_at, currency, period_cadence(created_at, period_end) as cadence,
      case when first_failed_at <= first_attempt_at then 1 else 0 end as failed
    from after_rows where first_attempt_at is not null and subscription_id is not null
  )
  select attempted_at, currency, cadence, -1, -failed from (table old_ones except table new_ones) as gone
  union all
  select attempted_at, currency, cadence, 1, failed from (table new_ones except table old_ones) as come;
  return null;
end $$;
drop function failure_outcome(text, integer, timestamptz);

-- Refunds and disputes also count by the day of their charge, for their rates.
alter table ledger_entries add column charged_at timestamptz;
comment on column ledger_entries.charged_at is 'Time of the charge, for refunds, disputes and failures. Null: the time of the entry.';
-- Older entries get it once. Nobody else can see the ledger unguarded, as all of this is one transaction.
alter table ledger_entries disable trigger ledger_is_append_only;
do $$ begin execute format('grant update (charged_at) on ledger_entries to %I', current_user); end $$;
update ledger_entries e set charged_at = p.occurred_at
from ledger_entries p where p.charge_id = e.charge_id and p.kind = 'payment' and e.kind <> 'payment';
do $$ begin execute format('revoke update (charged_at) on ledger_entries from %I', current_user); end $$;
alter table ledger_entries enable trigger ledger_is_append_only;

alter table ledger_deltas add column charged_at timestamptz;
comment on column ledger_deltas.charged_at is 'Time of the charge. Null: the time of the entry.';
alter table ledger_days drop constraint ledger_days_basis_check;
alter table ledger_days add constraint ledger_days_basis_check check (basis in ('occurred', 'available', 'charged'));
comment on column ledger_days.basis is 'occurred: by the time at Stripe. available: by the time of the payout. charged: by the time of the charge.';

create function ledger_time(basis text, occurred_at timestamptz, available_at timestamptz, charged_at timestamptz)
  returns timestamptz language sql immutable as $$
  select case basis when 'occurred' then occurred_at when 'available' then available_at
    else coalesce(charged_at, occurred_at) end
$$;

create or replace function note_ledger_entries() returns trigger language plpgsql as $$
begin
  insert into ledger_deltas (occurred_at, available_at, charged_at, currency, cadence, kind, settled_currency, amount,
    settled_amount, fee, net)
  select occurred_at, coalesce(available_at, occurred_at), charged_at, currency, coalesce(cadence, 'once'), kind,
    settled_currency, amount, settled_amount, fee, net
  from changed;
  return null;
end $$;

create or replace view reported_entries as
  select occurred_at, coalesce(available_at, occurred_at) as available_at, currency, coalesce(cadence, 'once') as cadence,
    kind, settled_currency, amount, settled_amount, fee, net, charged_at
  from ledger_entries;

create or replace view ledger_figures as
  select basis, day, currency, cadence, kind, settled_currency, entries, amount, settled_amount, fee, net from ledger_days
  union all
  select basis,
    coalesce((select c.day from calendar_days c
      where c.starts_at <= ledger_time(basis, d.occurred_at, d.available_at, d.charged_at)
      order by c.starts_at desc limit 1), '2000-01-01'),
    currency, cadence, kind, settled_currency, 1, amount, settled_amount, fee, net
  from ledger_deltas d cross join (values ('occurred'), ('available'), ('charged')) as bases (basis);

-- The next start of a server makes all rollups again.
update calendar_version set version = '';
