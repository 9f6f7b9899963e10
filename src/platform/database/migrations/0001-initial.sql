create table settings (
  name text primary key,
  value text not null
);

create table supporters (
  id uuid primary key,
  created_at timestamptz not null,
  status text check (status in ('supports', 'gave')),
  status_until timestamptz,
  status_version bigint not null default 0,
  check ((status is null) = (status_until is null))
);

create table checkouts (
  id uuid primary key,
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
  replaced_at timestamptz,
  retry_close_at timestamptz,
  reader_forgotten_at timestamptz,
  check ((state = 'created') = (session_id is null)),
  check ((state = 'complete') = (completed_at is not null))
);
create index checkouts_by_reader on checkouts (reader_hash);
create index checkouts_by_supporter on checkouts (supporter_id) where supporter_id is not null;
create index checkouts_open_by_reader on checkouts (reader_hash) where state = 'open';
create index checkouts_replaced on checkouts (replaced_at) where replaced_at is not null and state = 'open';

create table webhook_events (
  number bigint generated always as identity primary key,
  event_id text not null unique,
  type text not null,
  object_id text not null,
  sync_key text,
  created_at timestamptz not null,
  api_version text,
  livemode boolean not null,
  body_hash bytea,
  received_at timestamptz not null,
  attempts integer not null default 0,
  resolve_at timestamptz,
  done_at timestamptz,
  parked_reason text,
  related_id text,
  has_our_metadata boolean not null default false,
  sync_by timestamptz not null,
  found_by text not null default 'webhook' check (found_by in ('webhook', 'reconciliation')),
  parked_at timestamptz,
  check ((done_at is null) or (parked_reason is null))
);
create index webhook_events_requiring_action on webhook_events (object_id) where type = 'invoice.payment_action_required';
create index webhook_events_parked on webhook_events (parked_at) where parked_reason is not null;
create index webhook_events_unresolved on webhook_events (resolve_at) where sync_key is null and done_at is null and parked_reason is null;
create index webhook_events_waiting on webhook_events (sync_key, number) where done_at is null and parked_reason is null;

create table sync_jobs (
  sync_key text primary key,
  due_at timestamptz,
  lease_token uuid,
  leased_until timestamptz,
  attempts integer not null default 0,
  last_failure text,
  fetch_scope text not null default 'everything' check (fetch_scope in ('everything', 'charges', 'nothing')),
  wake_count integer not null default 0,
  fetch_all boolean not null default false,
  fetched_at timestamptz,
  check ((lease_token is null) = (leased_until is null))
);
create index sync_jobs_due on sync_jobs (due_at) where due_at is not null;

create table stripe_customers (
  id text primary key,
  supporter_id uuid references supporters,
  address_fetch_due_at timestamptz,
  address_attempts integer not null default 0,
  address_push_due_at timestamptz
);
create index stripe_customers_by_supporter on stripe_customers (supporter_id);
create index stripe_customers_with_address_to_push on stripe_customers (address_push_due_at) where address_push_due_at is not null;
create index stripe_customers_with_address_to_fetch on stripe_customers (address_fetch_due_at) where address_fetch_due_at is not null;

create table stripe_subscriptions (
  id text primary key,
  customer_id text not null references stripe_customers,
  checkout_id uuid references checkouts,
  status text not null,
  currency text not null,
  started_at timestamptz not null,
  cancel_at timestamptz,
  ended_at timestamptz,
  cancellation_reason text,
  is_paused boolean not null default false,
  resumes_at timestamptz,
  amount bigint,
  interval text,
  interval_count integer,
  period_end timestamptz,
  anchored_at timestamptz
);
create index stripe_subscriptions_by_checkout on stripe_subscriptions (checkout_id);
create index stripe_subscriptions_by_customer on stripe_subscriptions (customer_id);

create table stripe_invoices (
  id text primary key,
  customer_id text not null references stripe_customers,
  subscription_id text,
  status text not null,
  currency text not null,
  amount_paid bigint not null,
  annual_amount bigint,
  period_end timestamptz not null,
  created_at timestamptz not null,
  finalized_at timestamptz,
  paid_at timestamptz,
  voided_at timestamptz,
  attempts integer not null default 0,
  next_attempt_at timestamptz
);
create index stripe_invoices_by_customer on stripe_invoices (customer_id);
create index stripe_invoices_by_subscription on stripe_invoices (subscription_id);

create table stripe_invoice_payments (
  payment_intent_id text primary key,
  invoice_id text not null references stripe_invoices
);
create index stripe_invoice_payments_by_invoice on stripe_invoice_payments (invoice_id);

create table stripe_charges (
  id text primary key,
  customer_id text references stripe_customers,
  payment_intent_id text,
  checkout_id uuid references checkouts,
  status text not null,
  currency text not null,
  amount bigint not null,
  created_at timestamptz not null,
  balance_transaction_id text,
  failure_code text,
  failure_reason text,
  is_disputed boolean not null default false,
  failure_transaction_id text
);
create index stripe_charges_by_checkout on stripe_charges (checkout_id);
create index stripe_charges_by_customer on stripe_charges (customer_id);
create index stripe_charges_pending on stripe_charges (payment_intent_id) where status = 'pending';

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
  transaction_ids jsonb not null
);
create index stripe_disputes_by_charge on stripe_disputes (charge_id);
create index stripe_disputes_open on stripe_disputes (status) where status not in ('won', 'lost', 'warning_closed', 'prevented');

create table stripe_pauses (
  subscription_id text not null references stripe_subscriptions,
  paused_at timestamptz not null,
  resumes_at timestamptz,
  resumed_at timestamptz,
  dated_by text not null check (dated_by in ('action', 'observed')),
  primary key (subscription_id, paused_at),
  check (resumed_at >= paused_at)
);

create table reconciliation_runs (
  kind text primary key,
  started_at timestamptz,
  finished_at timestamptz,
  found jsonb,
  check ((finished_at is null) = (found is null))
);

create table imported_subscriptions (
  id text primary key,
  customer_id text not null,
  imported_at timestamptz not null
);
create index imported_subscriptions_by_customer on imported_subscriptions (customer_id);

create table imported_products (
  id text primary key,
  imported_at timestamptz not null
);

create table subscription_actions (
  id uuid primary key,
  subscription_id text not null,
  kind text not null check (kind in ('pause', 'resume', 'cancel', 'duplicate', 'replacement', 'change', 'refund')),
  cause text check (cause in ('chosen', 'dispute', 'staff', 'stopped', 'replaced')),
  other_subscription_id text,
  created_at timestamptz not null,
  due_at timestamptz,
  attempts integer not null default 0,
  done_at timestamptz,
  final_failure text,
  last_failure text,
  withdrawn_at timestamptz,
  first_attempted_at timestamptz,
  reason text check (reason in ('money', 'reading', 'elsewhere', 'safety')),
  amount bigint check (amount > 0),
  interval text check (interval in ('month', 'year')),
  resumes_at timestamptz,
  refund_from timestamptz,
  refund_until timestamptz,
  is_by_staff boolean not null default false,
  check ((kind = 'change') = (amount is not null) and (kind = 'change') = (interval is not null)),
  check ((kind = 'cancel') = (cause is not null)),
  check (reason is null or (kind = 'cancel' and cause = 'chosen')),
  check ((kind in ('duplicate', 'replacement')) = (other_subscription_id is not null)),
  check (kind = 'duplicate' or not is_by_staff),
  check (kind <> 'replacement' or due_at is null),
  check ((kind = 'pause') = (resumes_at is not null)),
  check ((kind = 'refund') = (refund_from is not null)),
  check (kind = 'refund' or refund_until is null)
);
create index subscription_actions_by_subscription on subscription_actions (subscription_id);
create index subscription_actions_due on subscription_actions (due_at) where due_at is not null;
create index subscription_actions_by_replaced on subscription_actions (other_subscription_id) where kind = 'replacement';
create unique index subscription_actions_one_duplicate on subscription_actions (subscription_id) where kind in ('duplicate', 'replacement');
create unique index subscription_actions_one_cancellation_per_cause on subscription_actions (subscription_id, cause) where kind = 'cancel';

create table duplicate_subscriptions (
  subscription_id text primary key,
  kept_subscription_id text not null,
  found_at timestamptz not null,
  decision text check (decision in ('refunded', 'kept', 'canceled')),
  decided_at timestamptz,
  check ((decision is null) = (decided_at is null))
);

create table ledger_entries (
  balance_transaction_id text primary key,
  kind text not null,
  supporter_id uuid not null,
  charge_id text,
  occurred_at timestamptz not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  amount bigint not null,
  settled_currency text not null check (settled_currency ~ '^[A-Z]{3}$'),
  settled_amount bigint not null,
  fee bigint not null,
  net bigint not null,
  exchange_rate numeric,
  recorded_at timestamptz not null,
  check (net = settled_amount - fee),
  check (kind in ('payment', 'payment-failed', 'refund', 'refund-failed', 'dispute', 'dispute-reinstated')),
  check (case when kind in ('payment', 'refund-failed', 'dispute-reinstated') then amount > 0 else amount < 0 end)
);
create index ledger_by_supporter on ledger_entries (supporter_id);
create index ledger_by_time on ledger_entries (occurred_at);
create unique index ledger_one_payment_a_charge on ledger_entries (charge_id) where kind = 'payment';

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
-- Append-only by privilege as well, unless the role is a superuser. Erasure may replace the supporter.
do $$ begin
  execute format('revoke update, delete, truncate on ledger_entries from %I', current_user);
  execute format('grant update (supporter_id) on ledger_entries to %I', current_user);
end $$;

create table movements (
  supporter_id uuid not null references supporters,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  sequence integer not null,
  occurred_at timestamptz not null,
  kind text not null,
  annual_change bigint not null,
  annual_after bigint not null check (annual_after >= 0),
  cause text check (cause in ('chosen', 'card-failure', 'dispute', 'staff', 'stopped')),
  primary key (supporter_id, currency, sequence),
  check (case
    when kind in ('new', 'expansion', 'reactivation', 'resume', 'transfer-in') then annual_change > 0
    when kind in ('contraction', 'churn', 'pause', 'transfer-out') then annual_change < 0
    else false end),
  check ((kind not in ('churn', 'pause')) or (annual_after = 0)),
  check ((kind = 'churn') = (cause is not null))
);
create index movements_by_time on movements (occurred_at);

create table supporter_readers (
  reader_hash bytea primary key check (length(reader_hash) = 32),
  supporter_id uuid not null references supporters,
  is_discreet boolean not null default false,
  linked_at timestamptz not null default now(),
  linked_by_customer_id text references stripe_customers
);
create index supporter_readers_by_supporter on supporter_readers (supporter_id);

create table supporter_status_outbox (
  reader_hash bytea primary key,
  status text not null check (status in ('supports', 'gave')),
  status_until timestamptz not null,
  version bigint not null,
  due_at timestamptz not null,
  attempts integer not null default 0
);
create index supporter_status_outbox_due on supporter_status_outbox (due_at);

create table appeal_suppressions (
  reader_hash bytea primary key check (length(reader_hash) = 32),
  serial integer not null,
  snoozed_until timestamptz,
  choice text,
  times integer not null,
  status text check (status in ('supports', 'gave')),
  status_until timestamptz,
  version bigint not null,
  longest_until timestamptz,
  expires_at timestamptz not null
);
create index appeal_suppressions_by_expiry on appeal_suppressions (expires_at);

create table customer_addresses (
  customer_id text primary key references stripe_customers,
  encrypted bytea not null,
  address_index bytea not null check (length(address_index) = 32),
  encryption_key text not null,
  index_key text not null,
  saved_at timestamptz not null,
  language text,
  is_plain boolean not null default false,
  bounced_at timestamptz
);
create index customer_addresses_by_index on customer_addresses (address_index);
create index customer_addresses_by_keys on customer_addresses (encryption_key, index_key);

create table address_changes (
  id uuid primary key,
  from_index bytea not null,
  encrypted bytea not null,
  asked_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  previous_encrypted bytea,
  moved text[]
);
create index address_changes_by_address on address_changes (from_index);

create table sign_in_requests (
  id uuid primary key,
  address_indexes bytea[] not null,
  asked_at timestamptz not null default now(),
  expires_at timestamptz not null,
  code_attempts integer not null default 0,
  used_at timestamptz,
  is_by_staff boolean not null default false,
  mailed_at timestamptz
);
create index sign_in_requests_by_address on sign_in_requests using gin (address_indexes);
create index sign_in_requests_by_expiry on sign_in_requests (expires_at);

create table supporter_sessions (
  token_hash bytea primary key check (length(token_hash) = 32),
  address_index bytea not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  reader_hash bytea check (length(reader_hash) = 32)
);
create index supporter_sessions_by_address on supporter_sessions (address_index);

create table erasures (
  id uuid primary key,
  address_index bytea not null unique,
  asked_at timestamptz not null,
  due_at timestamptz not null,
  attempts integer not null default 0,
  last_failure text
);

create table mails (
  id uuid primary key,
  cause text not null unique,
  kind text not null,
  customer_id text references stripe_customers,
  sign_in_request uuid,
  language text not null,
  facts jsonb not null,
  state text not null default 'waiting',
  created_at timestamptz not null,
  due_at timestamptz not null,
  until timestamptz not null,
  attempts integer not null default 0,
  last_failure text,
  settled_at timestamptz,
  address_change uuid,
  check ((state in ('waiting', 'sending')) = (settled_at is null)),
  check (num_nonnulls(customer_id, sign_in_request, address_change) = 1),
  check (state in ('waiting', 'sending', 'sent', 'refused', 'unsure', 'dropped'))
);
create index mails_by_customer on mails (customer_id);
create index mails_due on mails ((sign_in_request is null), due_at) where state = 'waiting';
create index mails_sending on mails (due_at) where state = 'sending';
create index mails_settled on mails (settled_at) where settled_at is not null;

create table staff (
  id uuid primary key,
  name text not null unique,
  password_hash text,
  created_at timestamptz not null,
  disabled_at timestamptz,
  role text not null default 'finance' check (role in ('report', 'finance'))
);

create table staff_sessions (
  token_hash bytea primary key check (length(token_hash) = 32),
  staff_id uuid not null references staff,
  created_at timestamptz not null,
  expires_at timestamptz not null
);

create table staff_links (
  token_hash bytea primary key check (length(token_hash) = 32),
  staff_id uuid not null references staff,
  expires_at timestamptz not null,
  used_at timestamptz
);

create table staff_audit (
  number bigint generated always as identity primary key,
  staff_id uuid references staff,
  action text not null,
  subject text,
  created_at timestamptz not null
);
create index staff_audit_by_time on staff_audit (created_at);

create view unconfirmed_changes as
  select a.* from subscription_actions a
  join stripe_subscriptions s on s.id = a.subscription_id
  left join sync_jobs u on u.sync_key = s.customer_id
  where a.kind in ('change', 'pause', 'resume') and a.final_failure is null
    and (a.due_at is not null or a.done_at >= coalesce(u.fetched_at, '-infinity'));

create view canceling_subscriptions as
  select subscription_id, kind, done_at from subscription_actions
  where kind in ('cancel', 'duplicate') and final_failure is null and withdrawn_at is null;

create view invoice_charges as
  select p.invoice_id, k.id as charge_id, k.status, k.failure_reason, k.created_at
  from stripe_invoice_payments p join stripe_charges k on k.payment_intent_id = p.payment_intent_id;

create view pending_invoices as
  select invoice_id from invoice_charges where status = 'pending';

create view past_due_subscriptions as
  select s.id as subscription_id, c.supporter_id, i.id as invoice_id, i.currency, i.annual_amount,
    i.finalized_at as since, i.attempts, i.next_attempt_at,
    coalesce((select k.failure_reason from invoice_charges k
              where k.invoice_id = i.id and k.status = 'failed' order by k.created_at desc limit 1), 'action') as reason
  from stripe_subscriptions s
  join stripe_customers c on c.id = s.customer_id
  join lateral (select * from stripe_invoices n where n.subscription_id = s.id and n.annual_amount > 0
                and n.finalized_at is not null order by n.created_at desc limit 1) i on true
  where s.ended_at is null and i.status = 'open' and i.attempts > 0 and s.status in ('past_due', 'unpaid');

create view waiting_webhook_events as
  select * from webhook_events where done_at is null and parked_reason is null;

create view paid_invoices as
  select * from stripe_invoices where paid_at is not null and amount_paid > 0;

create view open_disputes as
  select * from stripe_disputes where status not in ('won', 'lost', 'warning_closed', 'prevented');

create view audit_entries as
  select a.number, s.name, a.action, a.subject, a.created_at from staff_audit a left join staff s on s.id = a.staff_id;

create view reported_movements as
  select occurred_at, currency, kind, annual_change from movements;

create view known_checkouts as
  select id, reader_hash, frequency, language, state, supporter_id, created_at from checkouts;

create view checkout_payments as
  select k.id as checkout_id,
    exists (select 1 from stripe_charges c where c.checkout_id = k.id and c.status = 'succeeded')
      or exists (select 1 from stripe_subscriptions s join stripe_invoices i on i.subscription_id = s.id
                 where s.checkout_id = k.id and i.paid_at is not null) as is_paid
  from checkouts k;

create view customers_by_address as
  select a.address_index, c.id as customer_id, c.supporter_id,
    case when s.status = 'supports' then s.status_until end as supports_until,
    exists (select 1 from stripe_subscriptions g where g.customer_id = c.id and g.ended_at is null
            and g.status not in ('incomplete', 'incomplete_expired')) as has_subscription
  from customer_addresses a
  join stripe_customers c on c.id = a.customer_id
  left join supporters s on s.id = c.supporter_id;

create view linked_readers as
  select r.reader_hash, r.supporter_id, r.is_discreet, r.linked_at, r.linked_by_customer_id,
    case when s.status = 'supports' then s.status_until end as supports_until
  from supporter_readers r join supporters s on s.id = r.supporter_id;

create view payable_invoices as
  select i.id as invoice_id from stripe_invoices i join stripe_subscriptions s on s.id = i.subscription_id
  where i.status = 'open' and s.ended_at is null
    and not exists (select 1 from pending_invoices p where p.invoice_id = i.id)
    and not exists (select 1 from canceling_subscriptions c where c.subscription_id = s.id);

create view customer_objects as
  select customer_id, id, checkout_id from stripe_subscriptions
  union all select customer_id, id, checkout_id from stripe_charges;

create view account_subscriptions as
  select s.id, s.customer_id, s.status, s.currency, s.started_at, s.cancel_at, s.ended_at, s.period_end, s.anchored_at,
    coalesce(change.amount, s.amount) as amount, coalesce(change.interval, s.interval) as interval,
    case when change.interval is null then s.interval_count else 1 end as interval_count,
    coalesce(pause.is_paused, s.is_paused) as is_paused,
    case when pause.is_paused is null then s.resumes_at else pause.resumes_at end as resumes_at,
    exists (select 1 from unconfirmed_changes n where n.subscription_id = s.id and n.due_at is not null) as is_changing,
    s.ended_at is null and exists (select 1 from canceling_subscriptions c where c.subscription_id = s.id
      and not (c.done_at is not null and s.cancel_at is not null)) as is_canceling,
    exists (select 1 from paid_invoices i where i.subscription_id = s.id) as was_charged,
    exists (select 1 from stripe_invoices i where i.subscription_id = s.id and i.status = 'open'
      and exists (select 1 from pending_invoices p where p.invoice_id = i.id)) as is_payment_pending,
    (select max(i.created_at) from stripe_invoices i where i.subscription_id = s.id and i.status = 'draft') as drafted_at,
    failing.id as failing_invoice_id, failing.next_attempt_at,
    (select case when a.final_failure is not null and a.withdrawn_at is null then a.created_at end
     from subscription_actions a where a.subscription_id = s.id
       and (a.kind in ('change', 'pause', 'resume') or (a.kind = 'cancel' and a.cause = 'chosen'))
     order by a.created_at desc, a.id desc limit 1) as rejected_at
  from stripe_subscriptions s
  left join lateral (select i.id, i.next_attempt_at from stripe_invoices i
    where i.subscription_id = s.id and i.status = 'open' and i.attempts > 0
      and not exists (select 1 from pending_invoices p where p.invoice_id = i.id)
    order by i.created_at desc limit 1) failing on true
  left join lateral (select n.amount, n.interval from unconfirmed_changes n
    where n.subscription_id = s.id and n.kind = 'change' order by n.created_at desc, n.id desc limit 1) change on true
  left join lateral (select n.kind = 'pause' as is_paused, n.resumes_at from unconfirmed_changes n
    where n.subscription_id = s.id and n.kind <> 'change' order by n.created_at desc, n.id desc limit 1) pause on true
  where s.status not in ('incomplete', 'incomplete_expired');

create view account_charges as
  select h.id, h.customer_id, h.status, h.currency, h.amount, h.created_at, h.is_disputed, k.frequency,
    coalesce((select sum(r.amount) from stripe_refunds r where r.charge_id = h.id
      and r.status in ('succeeded', 'pending')), 0)::bigint as refunded
  from stripe_charges h left join checkouts k on k.id = h.checkout_id;

create view account_ledger as
  select l.balance_transaction_id as id, h.customer_id, l.kind, l.amount, l.currency, l.occurred_at
  from ledger_entries l join stripe_charges h on h.id = l.charge_id;

create view account_actions as
  select n.id, n.subscription_id, s.customer_id, n.kind, n.cause, n.created_at,
    coalesce(n.final_failure, case when n.due_at is not null then n.last_failure end) as failure
  from subscription_actions n join stripe_subscriptions s on s.id = n.subscription_id;

create view customer_address_jobs as
  select id as customer_id, address_fetch_due_at as fetch_due_at, address_attempts as fetch_attempts,
    address_push_due_at as push_due_at
  from stripe_customers;
