create table settings (
  name text primary key,
  value text not null
);

-- What a browser asked of us, for machines without Redis. expires_at is real time; every other date is the
-- application's clock, which a sandbox may have advanced.
create table quiet_entries (
  reader_hash bytea primary key check (length(reader_hash) = 32),
  serial integer not null,
  snoozed_until timestamptz,
  choice text,
  times integer not null,
  standing text check (standing in ('supports', 'gave')),
  standing_until timestamptz,
  version bigint not null,
  longest_until timestamptz,
  expires_at timestamptz not null
);
create index quiet_entries_by_expiry on quiet_entries (expires_at);

create table supporters (
  id uuid primary key,
  created_at timestamptz not null,
  standing text check (standing in ('supports', 'gave')),
  standing_until timestamptz,
  standing_version bigint not null default 0,
  check ((standing is null) = (standing_until is null))
);

-- Which browsers belong to a supporter, so that a change of standing reaches each of them.
create table supporter_readers (
  reader_hash bytea primary key check (length(reader_hash) = 32),
  supporter_id uuid not null references supporters
);
create index supporter_readers_by_supporter on supporter_readers (supporter_id);

create table quiet_outbox (
  reader_hash bytea primary key,
  standing text not null check (standing in ('supports', 'gave')),
  standing_until timestamptz not null,
  version bigint not null,
  due_at timestamptz not null,
  attempts integer not null default 0
);
create index quiet_outbox_due on quiet_outbox (due_at);

create table checkouts (
  id uuid primary key,
  -- One form sent twice is one checkout: a digest of the form's own random token and its values.
  form_digest bytea not null unique check (length(form_digest) = 32),
  reader_hash bytea not null check (length(reader_hash) = 32),
  frequency text not null check (frequency in ('once', 'monthly', 'yearly')),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  amount bigint not null check (amount > 0),
  language text not null,
  via text,
  state text not null default 'created' check (state in ('created', 'open', 'complete', 'expired')),
  session_id text unique,
  session_url text,
  session_expires_at timestamptz,
  supporter_id uuid references supporters,
  created_at timestamptz not null,
  completed_at timestamptz,
  check ((state = 'created') = (session_id is null)),
  check ((state = 'complete') = (completed_at is not null))
);
create index checkouts_by_supporter on checkouts (supporter_id) where supporter_id is not null;
create index checkouts_open_by_reader on checkouts (reader_hash) where state = 'open';

-- Stripe's events as received: what happened to which object, never the body.
create table inbox (
  number bigint generated always as identity primary key,
  event_id text not null unique,
  type text not null,
  object_id text not null,
  unit text,
  created_at timestamptz not null,
  api_version text,
  livemode boolean not null,
  body_hash bytea not null,
  received_at timestamptz not null,
  attempts integer not null default 0,
  resolve_at timestamptz,
  done_at timestamptz,
  parked_because text,
  check (done_at is null or parked_because is null)
);
create index inbox_waiting on inbox (unit, number) where done_at is null and parked_because is null;
create index inbox_unresolved on inbox (resolve_at) where unit is null and done_at is null and parked_because is null;

-- What is fetched and folded as one: a Stripe customer (cus_), or a checkout session (cs_) that never got one.
create table sync_units (
  unit text primary key,
  due_at timestamptz,
  lease_token uuid,
  leased_until timestamptz,
  attempts integer not null default 0,
  last_failure text,
  check ((lease_token is null) = (leased_until is null))
);
create index sync_units_due on sync_units (due_at) where due_at is not null;

-- Facts, as Stripe last told them. A supporter_id of null means the customer is not ours.
create table stripe_customers (
  id text primary key,
  supporter_id uuid references supporters
);
create index stripe_customers_by_supporter on stripe_customers (supporter_id);

create table stripe_subscriptions (
  id text primary key,
  customer_id text not null references stripe_customers,
  checkout_id uuid references checkouts,
  status text not null,
  currency text not null,
  started_at timestamptz not null,
  cancel_at timestamptz,
  ended_at timestamptz,
  end_reason text
);
create index stripe_subscriptions_by_customer on stripe_subscriptions (customer_id);
create index stripe_subscriptions_by_checkout on stripe_subscriptions (checkout_id);

create table stripe_invoices (
  id text primary key,
  customer_id text not null references stripe_customers,
  subscription_id text,
  status text not null,
  currency text not null,
  amount_paid bigint not null,
  -- Recurring line, price times quantity before discounts, for a year; null where nothing recurs.
  annual_amount bigint,
  period_end timestamptz not null,
  created_at timestamptz not null,
  finalized_at timestamptz,
  paid_at timestamptz,
  voided_at timestamptz
);
create index stripe_invoices_by_customer on stripe_invoices (customer_id);
create index stripe_invoices_by_subscription on stripe_invoices (subscription_id);

-- Which payment paid which invoice: a charge names only its payment.
create table stripe_invoice_payments (
  payment_intent_id text primary key,
  invoice_id text not null references stripe_invoices
);
create index stripe_invoice_payments_by_invoice on stripe_invoice_payments (invoice_id);

create table stripe_charges (
  id text primary key,
  customer_id text not null references stripe_customers,
  payment_intent_id text,
  checkout_id uuid references checkouts,
  status text not null,
  currency text not null,
  amount bigint not null,
  created_at timestamptz not null,
  balance_transaction_id text
);
create index stripe_charges_by_customer on stripe_charges (customer_id);
create index stripe_charges_by_checkout on stripe_charges (checkout_id);

-- Every movement of money, once. amount is the reader's, the other columns are what Stripe settled.
create table ledger_entries (
  balance_transaction_id text primary key,
  kind text not null check (kind in ('payment', 'refund', 'refund-failed', 'dispute', 'dispute-reinstated', 'fee')),
  supporter_id uuid not null,
  charge_id text,
  occurred_at timestamptz not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  amount bigint not null,
  settled_currency text not null check (settled_currency ~ '^[A-Z]{3}$'),
  settled_amount bigint not null,
  fee bigint not null,
  net bigint not null check (net = settled_amount - fee),
  exchange_rate numeric,
  recorded_at timestamptz not null
);
create unique index ledger_one_payment_a_charge on ledger_entries (charge_id) where kind = 'payment';
create index ledger_by_time on ledger_entries (occurred_at);
create index ledger_by_supporter on ledger_entries (supporter_id);

create function refuse_ledger_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and to_jsonb(new) - 'supporter_id' = to_jsonb(old) - 'supporter_id' then
    return new;
  end if;
  raise exception 'ledger entries are append-only' using errcode = 'integrity_constraint_violation';
end $$;
create trigger ledger_is_append_only before update or delete on ledger_entries
  for each row execute function refuse_ledger_change();
create trigger ledger_is_not_emptied before truncate on ledger_entries
  for each statement execute function refuse_ledger_change();

-- Every change of recurring support, folded from the facts. Amounts are for a year, in minor units.
create table movements (
  supporter_id uuid not null references supporters,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  sequence integer not null,
  occurred_at timestamptz not null,
  kind text not null,
  annual_change bigint not null,
  annual_after bigint not null check (annual_after >= 0),
  cause text,
  primary key (supporter_id, currency, sequence),
  check (case
    when kind in ('new', 'expansion', 'reactivation', 'resume', 'transfer-in') then annual_change > 0
    when kind in ('contraction', 'churn', 'pause', 'transfer-out') then annual_change < 0
    else false end),
  check (kind not in ('churn', 'pause') or annual_after = 0),
  check ((kind = 'churn') = (cause is not null))
);
create index movements_by_time on movements (occurred_at);

create table staff (
  id uuid primary key,
  name text not null unique,
  password_hash text,
  created_at timestamptz not null,
  disabled_at timestamptz
);

create table staff_sessions (
  token_hash bytea primary key check (length(token_hash) = 32),
  staff_id uuid not null references staff,
  created_at timestamptz not null,
  expires_at timestamptz not null
);

-- One-time sign-in links, offered only on embedded defaults.
create table staff_links (
  token_hash bytea primary key check (length(token_hash) = 32),
  staff_id uuid not null references staff,
  expires_at timestamptz not null,
  used_at timestamptz
);
