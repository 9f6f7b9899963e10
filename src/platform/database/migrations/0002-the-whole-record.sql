-- An event that names no customer names what it belongs to: an invoice, a charge, a payment.
alter table inbox add column related_id text;
-- Whether the object carries a checkout of ours, as far as the event tells; null where it cannot.
alter table inbox add column names_us boolean not null default false;
-- When it is to be looked at, at the latest: most of what Stripe tells can wait for what comes with it.
alter table inbox add column wanted_at timestamptz;
update inbox set wanted_at = received_at;
alter table inbox alter column wanted_at set not null;
alter table inbox alter column body_hash drop not null;
alter table inbox add column found_by text not null default 'webhook' check (found_by in ('webhook', 'reconciliation'));
alter table inbox add column parked_at timestamptz;
create index inbox_parked on inbox (parked_at) where parked_because is not null;

-- What is to be fetched of a unit apart from what its waiting events want.
alter table sync_units add column wants text not null default 'everything'
  check (wants in ('everything', 'charges', 'nothing'));

-- Contributions taken over from before Mainstay, which carry no checkout of ours.
create table adopted_subscriptions (
  id text primary key,
  customer_id text not null,
  adopted_at timestamptz not null
);
create index adopted_subscriptions_by_customer on adopted_subscriptions (customer_id);
create table adopted_products (id text primary key, adopted_at timestamptz not null);

alter table stripe_subscriptions
  add column is_paused boolean not null default false,
  add column resumes_at timestamptz;

-- Dated by our own action, or else when Stripe's state was first seen ('sight').
create table stripe_pauses (
  subscription_id text not null references stripe_subscriptions,
  paused_at timestamptz not null,
  resumes_at timestamptz,
  resumed_at timestamptz check (resumed_at >= paused_at),
  dated_by text not null check (dated_by in ('action', 'sight')),
  primary key (subscription_id, paused_at)
);

alter table stripe_invoices
  add column attempts integer not null default 0,
  add column next_attempt_at timestamptz;

alter table stripe_charges alter column customer_id drop not null;
alter table stripe_charges
  add column failure_code text,
  -- For the person who gave: one of a handful.
  add column failure_reason text,
  add column is_disputed boolean not null default false,
  add column failure_transaction_id text;

create table stripe_refunds (
  id text primary key,
  charge_id text not null references stripe_charges,
  status text not null,
  currency text not null,
  amount bigint not null check (amount > 0),
  reason text,
  created_at timestamptz not null,
  balance_transaction_id text,
  failure_transaction_id text
);
create index stripe_refunds_by_charge on stripe_refunds (charge_id);

create table stripe_disputes (
  id text primary key,
  charge_id text not null references stripe_charges,
  status text not null,
  reason text not null,
  currency text not null,
  amount bigint not null,
  created_at timestamptz not null,
  -- Ids of the balance transactions that took the money and gave it back.
  transaction_ids jsonb not null
);
create index stripe_disputes_by_charge on stripe_disputes (charge_id);
create index stripe_disputes_open on stripe_disputes (status)
  where status not in ('won', 'lost', 'warning_closed', 'prevented');

-- What we did to a contribution ourselves: written before Stripe is called, and a fact of the fold. due_at is set
-- while Stripe is still owed the call.
create table contribution_actions (
  id uuid primary key,
  subscription_id text not null,
  kind text not null check (kind in ('pause', 'resume', 'end', 'duplicate', 'replaces')),
  cause text check (cause in ('chosen', 'dispute', 'staff', 'stopped', 'replaced')),
  other_subscription_id text,
  made_at timestamptz not null,
  due_at timestamptz,
  attempts integer not null default 0,
  done_at timestamptz,
  failed_because text,
  check ((kind = 'end') = (cause is not null)),
  check ((kind in ('duplicate', 'replaces')) = (other_subscription_id is not null))
);
create index contribution_actions_by_subscription on contribution_actions (subscription_id);
create index contribution_actions_due on contribution_actions (due_at) where due_at is not null;
create unique index one_end_for_each_cause on contribution_actions (subscription_id, kind, cause)
  where kind = 'end' and failed_because is null;
create unique index one_duplicate_for_each on contribution_actions (subscription_id)
  where kind in ('duplicate', 'replaces') and failed_because is null;

-- Two contributions of one supporter that staff are to look at, and what they decided.
create table second_contributions (
  subscription_id text primary key,
  kept_subscription_id text not null,
  found_at timestamptz not null,
  decided text check (decided in ('undone', 'kept')),
  decided_at timestamptz,
  check ((decided is null) = (decided_at is null))
);

alter table movements add constraint movements_known_cause
  check (cause in ('chosen', 'card-failure', 'dispute', 'staff', 'stopped'));

-- The fee stands with each entry, as Stripe takes it; a payment that fails after it was settled is its own entry.
alter table ledger_entries drop constraint ledger_entries_kind_check;
alter table ledger_entries add constraint ledger_entries_kind_check
  check (kind in ('payment', 'payment-failed', 'refund', 'refund-failed', 'dispute', 'dispute-reinstated'));
alter table ledger_entries add constraint ledger_entries_sign_check check (
  case when kind in ('payment', 'refund-failed', 'dispute-reinstated') then amount > 0 else amount < 0 end);
-- Append-only by privilege as well, for whoever is not a superuser. Erasure may replace the supporter.
do $$ begin
  execute format('revoke update, delete, truncate on ledger_entries from %I', current_user);
  execute format('grant update (supporter_id) on ledger_entries to %I', current_user);
end $$;

alter table checkouts add column superseded_at timestamptz;
create index checkouts_superseded on checkouts (superseded_at) where superseded_at is not null and state = 'open';

create table staff_audit (
  number bigint generated always as identity primary key,
  staff_id uuid references staff,
  action text not null,
  subject text,
  made_at timestamptz not null
);
create index staff_audit_by_time on staff_audit (made_at);

-- Contributions whose newest invoice could not be collected yet, and why: for reports, and for the mails about it.
create view past_due_contributions as
  select s.id as subscription_id, c.supporter_id, i.id as invoice_id, i.currency, i.annual_amount,
    i.finalized_at as since, i.attempts, i.next_attempt_at,
    coalesce((select k.failure_reason from stripe_charges k
              join stripe_invoice_payments p on p.payment_intent_id = k.payment_intent_id
              where p.invoice_id = i.id and k.status = 'failed' order by k.created_at desc limit 1), 'action') as reason
  from stripe_subscriptions s
  join stripe_customers c on c.id = s.customer_id
  join lateral (select * from stripe_invoices n where n.subscription_id = s.id and n.annual_amount > 0
                and n.finalized_at is not null order by n.created_at desc limit 1) i on true
  where s.ended_at is null and i.status = 'open' and i.attempts > 0 and s.status in ('past_due', 'unpaid');
