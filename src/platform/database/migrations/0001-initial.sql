-- The schema, by owner. tests/architecture/table-owners.ts holds the owners; docs/schema.md lists all tables.
-- Views may join tables of several owners: they are how folders share what they own.

-- ========
-- platform
-- ========

create table settings (
  name text primary key,
  value text not null
);
comment on table settings is 'Values that all processes must agree on. Holds a fingerprint of the newest key of each use, so that no process starts without it.';
comment on column settings.name is 'signing-key, encryption-key or index-key.';
comment on column settings.value is 'Key id and the first 16 hex digits of the SHA-256 of the key.';

comment on table migrations is 'Migrations that were applied. Created by migrate.ts before the first.';
comment on column migrations.checksum is 'SHA-256 of the file, in hex. A changed file stops the start.';

-- ===================
-- billing: supporters
-- ===================
-- The tables of checkout refer to supporters, and the other tables of billing refer to checkouts.

create table supporters (
  id uuid primary key,
  created_at timestamptz not null,
  status text check (status in ('supports', 'gave')),
  status_until timestamptz,
  status_version bigint not null default 0,
  check ((status is null) = (status_until is null))
);
comment on table supporters is 'People who give or gave. Holds no name and no address.';
comment on column supporters.created_at is 'Time of the first completed checkout, or of the import.';
comment on column supporters.status is 'supports: gives now. gave: gave recently. Null: neither was ever recorded. The appeal is suppressed while a status is valid.';
comment on column supporters.status_until is 'End of the status. After it the status no longer counts.';
comment on column supporters.status_version is 'Grows with each change, so that a browser never takes an older status for a newer one.';

-- ========
-- checkout
-- ========

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
comment on table checkouts is 'Attempts to give: a form that was sent, and the Stripe checkout session made for it.';
comment on column checkouts.form_digest is 'Digest of the random token and the values of the form. The same form sent twice makes one checkout.';
comment on column checkouts.reader_hash is 'SHA-256 of the reader id in the cookie of the browser. Random bytes once it is forgotten.';
comment on column checkouts.amount is 'Minor units of the currency, for each charge.';
comment on column checkouts.language is 'Language of the form. Mails about the contribution are written in it.';
comment on column checkouts.via is 'Where the reader came from, as the support page was told. Null if nothing was said.';
comment on column checkouts.state is 'created: Stripe was not asked yet. open: can be paid. complete: the session was completed. expired: the session was closed.';
comment on column checkouts.session_url is 'Address of the hosted checkout page. Null once erased.';
comment on column checkouts.session_expires_at is 'Time after which Stripe closes the session.';
comment on column checkouts.supporter_id is 'Set when the session is completed.';
comment on column checkouts.completed_at is 'Time when we learned that the session was completed, although a bank may still reject the payment.';
comment on column checkouts.replaced_at is 'Set when a newer recurring checkout of the same browser replaces this one. Its session must be closed at Stripe.';
comment on column checkouts.retry_close_at is 'Time of the next attempt to close a replaced session that could not be closed. Null: at once.';
comment on column checkouts.reader_forgotten_at is 'Time when reader_hash was replaced by random bytes: 400 days after created_at, unless the browser is still linked.';

-- =====================================
-- billing: webhook events and sync jobs
-- =====================================

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
comment on table webhook_events is 'Events as Stripe sent them: what happened to which object. The body is never stored, because it holds names and addresses.';
comment on column webhook_events.number is 'Order of arrival.';
comment on column webhook_events.object_id is 'The object that the event is about.';
comment on column webhook_events.sync_key is 'The customer (cus_), checkout session (cs_) or payment intent (pi_) to fetch. Null if the event names none and none was found yet.';
comment on column webhook_events.created_at is 'Time of the event at Stripe, in whole seconds.';
comment on column webhook_events.body_hash is 'SHA-256 of the body. Null if reconciliation found the event.';
comment on column webhook_events.attempts is 'Failed attempts to find the sync key.';
comment on column webhook_events.resolve_at is 'Time of the next attempt to find the sync key of an event without one.';
comment on column webhook_events.done_at is 'Time when the fetched object was recorded, or the event turned out to need nothing.';
comment on column webhook_events.parked_reason is 'Why the event cannot be processed. Staff see it and can replay it. Null: not parked.';
comment on column webhook_events.related_id is 'Invoice, charge or payment of an event that names no customer. Its customer is looked up by it.';
comment on column webhook_events.has_our_metadata is 'True if the object carries a checkout of ours, as far as the event shows.';
comment on column webhook_events.sync_by is 'Latest time to fetch the object. Most events can wait for the events that follow them.';
comment on column webhook_events.found_by is 'webhook: Stripe sent it. reconciliation: we had to find it in the list of events.';
comment on column webhook_events.parked_at is 'Time when the event was parked.';

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
comment on table sync_jobs is 'What is fetched from Stripe and recorded as one: a customer, or a checkout session or payment without a customer.';
comment on column sync_jobs.sync_key is 'Id of the customer (cus_), checkout session (cs_) or payment intent (pi_).';
comment on column sync_jobs.due_at is 'Time of the next fetch. Null: nothing is due.';
comment on column sync_jobs.lease_token is 'Identifies the worker that fetches now. Null: none.';
comment on column sync_jobs.leased_until is 'End of the lease. Another worker may take the job after it.';
comment on column sync_jobs.attempts is 'Failed attempts since the last success.';
comment on column sync_jobs.last_failure is 'Why the last attempt failed. Null after a success.';
comment on column sync_jobs.fetch_scope is 'What to fetch apart from what the waiting events ask for.';
comment on column sync_jobs.wake_count is 'Counts requests to fetch that came without an event. A request during a lease is not lost.';
comment on column sync_jobs.fetch_all is 'True if the whole history must be fetched, not only what was not final.';
comment on column sync_jobs.fetched_at is 'Start of the last fetch of everything.';

-- =========================
-- billing: what Stripe says
-- =========================

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
comment on table stripe_customers is 'Customers at Stripe. Also tracks the work on the email address of each.';
comment on column stripe_customers.supporter_id is 'Null if the customer is not ours.';
comment on column stripe_customers.address_fetch_due_at is 'Time to ask Stripe for the email address. Null once it is known, or if there is none.';
comment on column stripe_customers.address_attempts is 'Attempts to fetch the address.';
comment on column stripe_customers.address_push_due_at is 'Time to send a changed email address to Stripe. Null: nothing to send.';

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
comment on table stripe_subscriptions is 'Subscriptions as Stripe last reported them.';
comment on column stripe_subscriptions.checkout_id is 'The checkout that started it. Null if it was imported.';
comment on column stripe_subscriptions.cancel_at is 'Time at which Stripe will cancel it. Null: not scheduled.';
comment on column stripe_subscriptions.cancellation_reason is 'Why it was canceled, in Stripe’s words (cancellation_details.reason).';
comment on column stripe_subscriptions.is_paused is 'True while Stripe collects nothing.';
comment on column stripe_subscriptions.resumes_at is 'Time at which Stripe will resume collection by itself.';
comment on column stripe_subscriptions.amount is 'Minor units for each charge. Null if it was not fetched since, or has no single price.';
comment on column stripe_subscriptions.interval is 'Stripe’s word: day, week, month or year. Null as for amount.';
comment on column stripe_subscriptions.interval_count is 'Number of intervals between two charges. Null as for amount.';
comment on column stripe_subscriptions.period_end is 'End of the current period, when the next charge is due. Null as for amount.';
comment on column stripe_subscriptions.anchored_at is 'Stripe’s billing cycle anchor. After a charge on 30 April, an anchor on the 31st gives 31 May. Null as for amount.';

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
comment on table stripe_invoices is 'Invoices as Stripe last reported them.';
comment on column stripe_invoices.subscription_id is 'Null for an invoice without a subscription.';
comment on column stripe_invoices.amount_paid is 'Minor units.';
comment on column stripe_invoices.annual_amount is 'The recurring line (price times quantity, before discounts) counted for a year, in minor units. Null if nothing recurs.';
comment on column stripe_invoices.period_end is 'End of the period that the invoice pays for.';
comment on column stripe_invoices.attempts is 'Attempts of Stripe to collect it so far.';
comment on column stripe_invoices.next_attempt_at is 'Time of the next automatic retry. Null: none.';

create table stripe_invoice_payments (
  payment_intent_id text primary key,
  invoice_id text not null references stripe_invoices
);
create index stripe_invoice_payments_by_invoice on stripe_invoice_payments (invoice_id);
comment on table stripe_invoice_payments is 'Which payment intent belongs to which invoice. A charge names only its payment intent.';

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
comment on table stripe_charges is 'Charges as Stripe last reported them.';
comment on column stripe_charges.customer_id is 'Null if the payment has no customer.';
comment on column stripe_charges.checkout_id is 'The checkout of a one-time contribution. Null for charges of a subscription.';
comment on column stripe_charges.amount is 'Minor units.';
comment on column stripe_charges.balance_transaction_id is 'Settlement of the charge. Null until Stripe settles it; never unset again.';
comment on column stripe_charges.failure_code is 'Stripe’s decline or failure code.';
comment on column stripe_charges.failure_reason is 'The failure code as one of the few reasons that we show to the supporter. Null unless the charge failed.';
comment on column stripe_charges.failure_transaction_id is 'Set if the charge failed after it was settled, as a direct debit can.';

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
comment on table stripe_refunds is 'Refunds as Stripe last reported them.';
comment on column stripe_refunds.amount is 'Minor units, positive.';
comment on column stripe_refunds.balance_transaction_id is 'Settlement of the refund. Null until Stripe settles it; never unset again.';
comment on column stripe_refunds.failure_transaction_id is 'Set if the bank sent the refunded money back.';

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
comment on table stripe_disputes is 'Disputes as Stripe last reported them.';
comment on column stripe_disputes.amount is 'Minor units.';
comment on column stripe_disputes.transaction_ids is 'Array of the balance transactions that withdrew the money and reinstated it.';

create table stripe_pauses (
  subscription_id text not null references stripe_subscriptions,
  paused_at timestamptz not null,
  resumes_at timestamptz,
  resumed_at timestamptz,
  dated_by text not null check (dated_by in ('action', 'observed')),
  primary key (subscription_id, paused_at),
  check (resumed_at >= paused_at)
);
comment on table stripe_pauses is 'Periods in which a subscription collects nothing.';
comment on column stripe_pauses.resumes_at is 'Planned end. Null: open.';
comment on column stripe_pauses.resumed_at is 'Actual end. Null: still paused.';
comment on column stripe_pauses.dated_by is 'action: paused_at is the time of our own action. observed: paused_at is when a fetch first showed the pause.';

-- ==================================
-- billing: reconciliation and import
-- ==================================

create table reconciliation_runs (
  kind text primary key,
  started_at timestamptz,
  finished_at timestamptz,
  counts jsonb,
  check ((finished_at is null) = (counts is null))
);
comment on table reconciliation_runs is 'The last run of each kind of reconciliation.';
comment on column reconciliation_runs.kind is 'events: compares the list of events. scan: looks through the whole account.';
comment on column reconciliation_runs.started_at is 'When a process took the turn. No other process takes it until the pause is over. Null: never taken.';
comment on column reconciliation_runs.finished_at is 'Start of the last run that completed. Null: none did.';
comment on column reconciliation_runs.counts is 'What the last completed run found, by name.';

create table imported_subscriptions (
  id text primary key,
  customer_id text not null,
  imported_at timestamptz not null
);
create index imported_subscriptions_by_customer on imported_subscriptions (customer_id);
comment on table imported_subscriptions is 'Subscriptions from before Mainstay that were imported. They carry no checkout of ours.';
comment on column imported_subscriptions.customer_id is 'Stripe’s customer. Not a reference: this row is written first.';

create table imported_products (
  id text primary key,
  imported_at timestamptz not null
);
comment on table imported_products is 'Stripe products of imported subscriptions. Their invoice lines count as ours.';

-- ================
-- billing: actions
-- ================

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
comment on table subscription_actions is 'What we do to subscriptions. Each row is written before Stripe is called, and is a fact for the movements.';
comment on column subscription_actions.cause is 'Why it is canceled. chosen: by the supporter. dispute and replaced: by rule. staff: by staff. stopped: the newsroom stopped collecting. Null for other kinds.';
comment on column subscription_actions.other_subscription_id is 'duplicate: the subscription that is kept. replacement: the subscription that this one replaces. Null for other kinds.';
comment on column subscription_actions.created_at is 'Time of the decision. The movements use it.';
comment on column subscription_actions.due_at is 'Time of the next call to Stripe. Null: no call is pending.';
comment on column subscription_actions.attempts is 'Calls so far. A leased call counts as one.';
comment on column subscription_actions.done_at is 'Time when Stripe confirmed it.';
comment on column subscription_actions.final_failure is 'Why Stripe rejected it for good, or why it was withdrawn. Null: neither.';
comment on column subscription_actions.last_failure is 'Why the last attempt failed.';
comment on column subscription_actions.withdrawn_at is 'Set if the reason for the action went away before the call. Unlike a rejected action it can be requested again.';
comment on column subscription_actions.first_attempted_at is 'Time before the first call. A subscription that ended earlier was ended by somebody else.';
comment on column subscription_actions.reason is 'Why the supporter canceled, if they said.';
comment on column subscription_actions.amount is 'New amount of a change, in minor units of the subscription’s currency.';
comment on column subscription_actions.interval is 'New interval of a change.';
comment on column subscription_actions.resumes_at is 'End of a pause, when collection starts again.';
comment on column subscription_actions.refund_from is 'Start of the period whose charges are refunded.';
comment on column subscription_actions.refund_until is 'End of the period whose charges are refunded. Null: open.';
comment on column subscription_actions.is_by_staff is 'True if staff decided on the duplicate; false if the rule did.';

create table duplicate_subscriptions (
  subscription_id text primary key,
  kept_subscription_id text not null,
  found_at timestamptz not null,
  decision text check (decision in ('refunded', 'kept', 'canceled')),
  decided_at timestamptz,
  check ((decision is null) = (decided_at is null))
);
comment on table duplicate_subscriptions is 'Second subscriptions of one person that were probably not meant.';
comment on column duplicate_subscriptions.kept_subscription_id is 'The other subscription, which stays.';
comment on column duplicate_subscriptions.decision is 'refunded: canceled and refunded, by rule or by staff. kept: both stay. canceled: canceled without a refund. Null: staff must decide.';

-- =============================
-- billing: ledger and movements
-- =============================

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
comment on table ledger_entries is 'Every movement of money, once. Entries are never changed or deleted; only erasure may replace the supporter.';
comment on column ledger_entries.balance_transaction_id is 'Stripe’s balance transaction, one for each entry.';
comment on column ledger_entries.kind is 'payment-failed: a charge that failed after it was settled. refund-failed: a refund that the bank sent back.';
comment on column ledger_entries.supporter_id is 'Not a reference: the entry outlives its supporter.';
comment on column ledger_entries.occurred_at is 'Time at Stripe.';
comment on column ledger_entries.amount is 'What the supporter paid or got back, in minor units of currency. Negative if money left us.';
comment on column ledger_entries.settled_currency is 'Currency of the newsroom’s Stripe balance.';
comment on column ledger_entries.settled_amount is 'The amount as Stripe settled it, in minor units of settled_currency, before the fee.';
comment on column ledger_entries.fee is 'Stripe’s fee, in minor units of settled_currency. Part of the entry, never an entry of its own.';
comment on column ledger_entries.net is 'settled_amount minus fee.';
comment on column ledger_entries.exchange_rate is 'Rate that Stripe used. Null if nothing was converted.';

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
comment on table movements is 'Every change of a supporter’s recurring amount in one currency. Derived from the facts above, and replaced as a whole.';
comment on column movements.sequence is 'Order of the movements of one supporter. Numbers run over all currencies.';
comment on column movements.annual_change is 'Minor units for a year.';
comment on column movements.annual_after is 'Recurring amount after the movement, in minor units for a year.';
comment on column movements.cause is 'Why a supporter churned. Null for other kinds.';

-- ===============================
-- billing: browsers of supporters
-- ===============================

create table supporter_readers (
  reader_hash bytea primary key check (length(reader_hash) = 32),
  supporter_id uuid not null references supporters,
  is_discreet boolean not null default false,
  linked_at timestamptz not null default now(),
  linked_by_customer_id text references stripe_customers
);
create index supporter_readers_by_supporter on supporter_readers (supporter_id);
comment on table supporter_readers is 'Browsers linked to a supporter. Each of them gets every change of the supporter’s status.';
comment on column supporter_readers.reader_hash is 'SHA-256 of the reader id in the cookie of the browser.';
comment on column supporter_readers.is_discreet is 'True after a sign-out: pages in this browser do not say that its reader is a supporter. The appeal stays suppressed.';
comment on column supporter_readers.linked_at is 'Time of the link. Checkouts that others began there before are not the supporter’s.';
comment on column supporter_readers.linked_by_customer_id is 'The customer whose address signed in there. Tells the owner if two people gave in one browser. Null: payments tell it.';

create table supporter_status_outbox (
  reader_hash bytea primary key,
  status text not null check (status in ('supports', 'gave')),
  status_until timestamptz not null,
  version bigint not null,
  due_at timestamptz not null,
  attempts integer not null default 0
);
create index supporter_status_outbox_due on supporter_status_outbox (due_at);
comment on table supporter_status_outbox is 'Supporter statuses that must still be written to the suppression entry of a browser.';
comment on column supporter_status_outbox.version is 'status_version of the supporter. An entry with a newer version is left as it is.';

-- ==========
-- supporters
-- ==========

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
comment on table customer_addresses is 'The encrypted email address of each Stripe customer.';
comment on column customer_addresses.encrypted is 'The address, encrypted for this row only.';
comment on column customer_addresses.address_index is 'Blind index of the canonical address. Equal addresses have equal indexes; nothing else can be learned from it.';
comment on column customer_addresses.encryption_key is 'Id of the key that encrypted it. Key rotation finds the rest by it.';
comment on column customer_addresses.index_key is 'Id of the key that made address_index.';
comment on column customer_addresses.language is 'Language that the supporter chose for mails. Null: the language of each contribution.';
comment on column customer_addresses.is_plain is 'True if neither subject nor sender of a mail may show whom it comes from.';
comment on column customer_addresses.bounced_at is 'Last time a mail server rejected the address for good. Only mails that somebody waits for go there meanwhile.';

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
comment on table address_changes is 'Requests to use another email address. All times are real time.';
comment on column address_changes.from_index is 'Blind index of the old address.';
comment on column address_changes.encrypted is 'The new address, encrypted.';
comment on column address_changes.expires_at is 'End of the link that confirms the change.';
comment on column address_changes.used_at is 'Time of confirmation. Null: not confirmed.';
comment on column address_changes.previous_encrypted is 'The old address, encrypted, for as long as the change can be undone.';
comment on column address_changes.moved is 'Customers that moved to the new address. Null once the change was undone.';

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
comment on table sign_in_requests is 'Requests to sign in, for known and unknown addresses alike. Link and code are derived from the id. All times are real time.';
comment on column sign_in_requests.address_indexes is 'Blind indexes of the typed address, one for each index key in use.';
comment on column sign_in_requests.code_attempts is 'Attempts to type the code.';
comment on column sign_in_requests.is_by_staff is 'True if staff sent the link. Such requests do not count toward the limit on mails.';
comment on column sign_in_requests.mailed_at is 'Time when its mail had a recipient. A code that was never mailed signs nobody in. The limit counts mails, not requests.';

create table supporter_sessions (
  token_hash bytea primary key check (length(token_hash) = 32),
  address_index bytea not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  reader_hash bytea check (length(reader_hash) = 32)
);
create index supporter_sessions_by_address on supporter_sessions (address_index);
comment on table supporter_sessions is 'Supporters who are signed in. All times are real time.';
comment on column supporter_sessions.token_hash is 'SHA-256 of the token in the cookie.';
comment on column supporter_sessions.address_index is 'Blind index of the address that signed in.';
comment on column supporter_sessions.reader_hash is 'Browser of the session. It is linked to subscriptions that start elsewhere under this address. Null: not known.';

create table erasures (
  id uuid primary key,
  address_index bytea not null unique,
  asked_at timestamptz not null,
  due_at timestamptz not null,
  attempts integer not null default 0,
  last_failure text
);
comment on table erasures is 'Pending requests to erase a supporter. The row goes when Stripe has confirmed and our data is erased.';
comment on column erasures.address_index is 'Blind index of the address whose data is erased.';
comment on column erasures.due_at is 'Time of the next attempt.';
comment on column erasures.last_failure is 'Why the last attempt could not finish.';

-- ====
-- mail
-- ====

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
comment on table mails is 'Mails to send. Each is written in the transaction that causes it, and its text is made when it is sent.';
comment on column mails.cause is 'What the mail is about. A cause makes at most one mail.';
comment on column mails.customer_id is 'Recipient: the address of this customer.';
comment on column mails.sign_in_request is 'Recipient: the address that the sign-in was requested with.';
comment on column mails.facts is 'Amounts, dates and ids in the mail, never an address.';
comment on column mails.state is 'waiting, sending, sent. refused: rejected for good. unsure: cut off, may have arrived, not sent again. dropped: no longer true or of no use.';
comment on column mails.until is 'The mail is useless after this time and is not sent.';
comment on column mails.settled_at is 'Time of the final state. The mail is deleted 90 days later.';
comment on column mails.address_change is 'Recipient: the old or new address of this address change.';

-- ======
-- snooze
-- ======

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
comment on table appeal_suppressions is 'What a browser asked for, and its supporter status, on machines without Redis. expires_at is real time; other times follow the application’s clock.';
comment on column appeal_suppressions.reader_hash is 'SHA-256 of the reader id in the cookie of the browser.';
comment on column appeal_suppressions.serial is 'Grows with each choice of the reader. A cookie with a higher serial wins over the row.';
comment on column appeal_suppressions.snoozed_until is 'End of the snooze. A past time means that it ended. Null: never snoozed.';
comment on column appeal_suppressions.choice is 'What the reader chose: 7d, 1m, 3m, or given (“I already give”).';
comment on column appeal_suppressions.times is 'How often the reader snoozed.';
comment on column appeal_suppressions.status is 'Supporter status of the browser. Null: none.';
comment on column appeal_suppressions.version is 'Version of the status. A lower version never replaces it.';
comment on column appeal_suppressions.longest_until is 'Latest time that the row ever held. It decides expires_at.';
comment on column appeal_suppressions.expires_at is '30 days after longest_until, at most 400 days ahead.';

-- =====
-- staff
-- =====

create table staff (
  id uuid primary key,
  name text not null unique,
  password_hash text,
  created_at timestamptz not null,
  disabled_at timestamptz,
  role text not null default 'finance' check (role in ('report', 'finance'))
);
comment on table staff is 'Staff members.';
comment on column staff.password_hash is 'Argon2 hash. Null: signs in by a one-time link only.';
comment on column staff.disabled_at is 'Set if the member may no longer sign in.';
comment on column staff.role is 'report: sees reports and what waits. finance: also sees single supporters and acts for them.';

create table staff_sessions (
  token_hash bytea primary key check (length(token_hash) = 32),
  staff_id uuid not null references staff,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
comment on table staff_sessions is 'Staff members who are signed in. All times are real time.';
comment on column staff_sessions.token_hash is 'SHA-256 of the token in the cookie.';

create table staff_links (
  token_hash bytea primary key check (length(token_hash) = 32),
  staff_id uuid not null references staff,
  expires_at timestamptz not null,
  used_at timestamptz
);
comment on table staff_links is 'One-time sign-in links, offered only on embedded defaults. All times are real time.';
comment on column staff_links.token_hash is 'SHA-256 of the token in the link.';

create table staff_audit (
  number bigint generated always as identity primary key,
  staff_id uuid references staff,
  action text not null,
  subject text,
  created_at timestamptz not null
);
create index staff_audit_by_time on staff_audit (created_at);
comment on table staff_audit is 'Audit log: what staff looked at and did.';
comment on column staff_audit.action is 'Name of the action.';
comment on column staff_audit.subject is 'Id of what it was done to. Null: nothing single.';

-- ============================
-- Views of billing for billing
-- ============================
-- Predicates that several statements use.

create view unconfirmed_changes as
  select a.* from subscription_actions a
  join stripe_subscriptions s on s.id = a.subscription_id
  left join sync_jobs u on u.sync_key = s.customer_id
  where a.kind in ('change', 'pause', 'resume') and a.final_failure is null
    and (a.due_at is not null or a.done_at >= coalesce(u.fetched_at, '-infinity'));
comment on view unconfirmed_changes is 'Changes, pauses and resumptions that the facts do not show yet: not sent to Stripe, or sent after the last fetch began.';

create view canceling_subscriptions as
  select subscription_id, kind, done_at from subscription_actions
  where kind in ('cancel', 'duplicate') and final_failure is null and withdrawn_at is null;
comment on view canceling_subscriptions is 'Subscriptions that are being canceled: by an action that Stripe did not reject and that was not withdrawn.';
comment on column canceling_subscriptions.done_at is 'Null until Stripe confirmed. A fetch then shows ended_at or cancel_at.';

create view invoice_charges as
  select p.invoice_id, k.id as charge_id, k.status, k.failure_reason, k.created_at
  from stripe_invoice_payments p join stripe_charges k on k.payment_intent_id = p.payment_intent_id;
comment on view invoice_charges is 'The charges of each invoice.';

create view pending_invoices as
  select invoice_id from invoice_charges where status = 'pending';
comment on view pending_invoices is 'Invoices of which a payment is pending, as a direct debit is for days.';

create view paid_invoices as
  select * from stripe_invoices where paid_at is not null and amount_paid > 0;
comment on view paid_invoices is 'Invoices that brought money. A free period does not.';

create view open_disputes as
  select * from stripe_disputes where status not in ('won', 'lost', 'warning_closed', 'prevented');
comment on view open_disputes is 'Disputes that are not decided.';

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
comment on view past_due_subscriptions is 'Subscriptions whose newest invoice could not be collected yet.';
comment on column past_due_subscriptions.annual_amount is 'Minor units for a year.';
comment on column past_due_subscriptions.since is 'Time when the invoice was finalized.';
comment on column past_due_subscriptions.reason is 'Why the last charge failed. action: the supporter must confirm it with their bank.';

create view waiting_webhook_events as
  select * from webhook_events where done_at is null and parked_reason is null;
comment on view waiting_webhook_events is 'Events that are neither processed nor parked.';

-- ==================================
-- Views of billing for other folders
-- ==================================

create view payable_invoices as
  select i.id as invoice_id from stripe_invoices i join stripe_subscriptions s on s.id = i.subscription_id
  where i.status = 'open' and s.ended_at is null
    and not exists (select 1 from pending_invoices p where p.invoice_id = i.id)
    and not exists (select 1 from canceling_subscriptions c where c.subscription_id = s.id);
comment on view payable_invoices is 'Open invoices that a supporter can pay now: no payment is pending and the subscription goes on.';

create view customer_objects as
  select customer_id, id, checkout_id from stripe_subscriptions
  union all select customer_id, id, checkout_id from stripe_charges;
comment on view customer_objects is 'Subscriptions and charges of each customer, with the checkout that started them.';

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
comment on view account_subscriptions is 'Subscriptions as their supporter last chose them, for the account pages. Excludes those whose first payment was never confirmed.';
comment on column account_subscriptions.amount is 'Minor units for each charge, with a change that Stripe has not confirmed.';
comment on column account_subscriptions.is_paused is 'With a pause or resumption that Stripe has not confirmed.';
comment on column account_subscriptions.is_changing is 'True if a change, pause or resumption must still be sent to Stripe.';
comment on column account_subscriptions.is_canceling is 'True if it is being canceled and Stripe does not show it yet.';
comment on column account_subscriptions.was_charged is 'True if anything was paid, even if it was refunded later.';
comment on column account_subscriptions.is_payment_pending is 'True if a payment of an open invoice is pending.';
comment on column account_subscriptions.drafted_at is 'Time of the newest draft invoice. Stripe charges it about an hour later.';
comment on column account_subscriptions.failing_invoice_id is 'Newest open invoice whose payment failed and is not pending. Null: none.';
comment on column account_subscriptions.next_attempt_at is 'Time of the next automatic retry of that invoice.';
comment on column account_subscriptions.rejected_at is 'Time of the newest choice of the supporter, if Stripe rejected it. Null: it did not.';

create view account_charges as
  select h.id, h.customer_id, h.status, h.currency, h.amount, h.created_at, h.is_disputed, k.frequency,
    coalesce((select sum(r.amount) from stripe_refunds r where r.charge_id = h.id
      and r.status in ('succeeded', 'pending')), 0)::bigint as refunded
  from stripe_charges h left join checkouts k on k.id = h.checkout_id;
comment on view account_charges is 'Charges for the account pages.';
comment on column account_charges.frequency is 'Frequency of the checkout that the charge names. Null for charges of subscriptions.';
comment on column account_charges.refunded is 'Sum of succeeded and pending refunds, in minor units.';

create view account_ledger as
  select l.balance_transaction_id as id, h.customer_id, l.kind, l.amount, l.currency, l.occurred_at
  from ledger_entries l join stripe_charges h on h.id = l.charge_id;
comment on view account_ledger is 'Ledger entries with their customer, for the yearly statement.';

create view account_actions as
  select n.id, n.subscription_id, s.customer_id, n.kind, n.cause, n.created_at,
    coalesce(n.final_failure, case when n.due_at is not null then n.last_failure end) as failure
  from subscription_actions n join stripe_subscriptions s on s.id = n.subscription_id;
comment on view account_actions is 'Actions on the subscriptions of a customer, for staff.';
comment on column account_actions.failure is 'Why it was rejected or withdrawn, or why the pending call failed last.';

create view customer_address_jobs as
  select id as customer_id, address_fetch_due_at as fetch_due_at, address_attempts as fetch_attempts,
    address_push_due_at as push_due_at
  from stripe_customers;
comment on view customer_address_jobs is 'Work on the email address of each customer. The supporters folder updates it.';
comment on column customer_address_jobs.fetch_due_at is 'Time to ask Stripe for the address. Null once it is known, or if there is none.';
comment on column customer_address_jobs.push_due_at is 'Time to send a changed address to Stripe. Null: nothing to send.';

create view checkout_payments as
  select k.id as checkout_id,
    exists (select 1 from stripe_charges c where c.checkout_id = k.id and c.status = 'succeeded')
      or exists (select 1 from stripe_subscriptions s join stripe_invoices i on i.subscription_id = s.id
                 where s.checkout_id = k.id and i.paid_at is not null) as is_paid
  from checkouts k;
comment on view checkout_payments is 'Whether a checkout has brought money.';

create view linked_readers as
  select r.reader_hash, r.supporter_id, r.is_discreet, r.linked_at, r.linked_by_customer_id,
    case when s.status = 'supports' then s.status_until end as supports_until
  from supporter_readers r join supporters s on s.id = r.supporter_id;
comment on view linked_readers is 'Browsers linked to a supporter, with the end of the supporter’s status.';
comment on column linked_readers.supports_until is 'End of the status supports. Null for any other status.';

create view reported_movements as
  select occurred_at, currency, kind, annual_change from movements;
comment on view reported_movements is 'Movements without their supporter, for reports.';

-- =====================
-- Views of other owners
-- =====================

create view known_checkouts as
  select id, reader_hash, frequency, language, state, supporter_id, created_at from checkouts;
comment on view known_checkouts is 'Published by checkout: each checkout without its form, amount and session.';

create view customers_by_address as
  select a.address_index, c.id as customer_id, c.supporter_id,
    case when s.status = 'supports' then s.status_until end as supports_until,
    exists (select 1 from stripe_subscriptions g where g.customer_id = c.id and g.ended_at is null
            and g.status not in ('incomplete', 'incomplete_expired')) as has_subscription
  from customer_addresses a
  join stripe_customers c on c.id = a.customer_id
  left join supporters s on s.id = c.supporter_id;
comment on view customers_by_address is 'Published by supporters: the customers of each address.';
comment on column customers_by_address.supports_until is 'End of the supporter’s status supports. Null for any other status.';
comment on column customers_by_address.has_subscription is 'True if the customer has a subscription that began and has not ended.';

create view audit_entries as
  select a.number, s.name, a.action, a.subject, a.created_at from staff_audit a left join staff s on s.id = a.staff_id;
comment on view audit_entries is 'Published by staff: the audit log with names of staff members.';
