-- The address a Stripe customer gave, sealed to its row; the index finds equal ones and tells nothing else.
create table customer_addresses (
  customer_id text primary key references stripe_customers,
  sealed bytea not null,
  address_index bytea not null check (length(address_index) = 32),
  -- The key each was made with, so that rotation finds what is left to do.
  sealing_key text not null,
  index_key text not null,
  learnt_at timestamptz not null,
  -- How they want their mails: null is the language each was written for.
  language text,
  is_plain boolean not null default false
);
create index customer_addresses_by_index on customer_addresses (address_index);
create index customer_addresses_by_keys on customer_addresses (sealing_key, index_key);

-- What a contribution charges next, for its giver's own page. Null: it was not fetched since, or has no single price.
alter table stripe_subscriptions add column amount bigint;
alter table stripe_subscriptions add column interval text;
alter table stripe_subscriptions add column interval_count integer;
alter table stripe_subscriptions add column period_end timestamptz;
update sync_units u set due_at = least(u.due_at, now()), wants = 'everything', wakes = wakes + 1
  where exists (select 1 from stripe_subscriptions s where s.customer_id = u.unit and s.ended_at is null);

-- When Stripe is to be asked for a customer's address; null once it is known, or there is none.
alter table stripe_customers add column address_due_at timestamptz;
alter table stripe_customers add column address_attempts integer not null default 0;
update stripe_customers set address_due_at = now() where supporter_id is not null;
create index stripe_customers_without_address on stripe_customers (address_due_at) where address_due_at is not null;

-- Why somebody stopped, where they said.
alter table contribution_actions add column reason text check (reason in ('money', 'reading', 'elsewhere', 'safety'));

-- Mails to be sent, written in the transaction that causes them. `cause` names what a mail is about: the same cause
-- makes one mail. Facts are amounts, dates and ids, never an address; the text is made when it is sent.
create table mails (
  id uuid primary key,
  cause text not null unique,
  kind text not null,
  -- To the address of this customer, or to the one that a sign-in was asked for with.
  customer_id text references stripe_customers,
  sign_in_request uuid,
  language text not null,
  facts jsonb not null,
  state text not null default 'waiting' check (state in ('waiting', 'sending', 'sent', 'refused', 'unsure', 'dropped')),
  made_at timestamptz not null,
  due_at timestamptz not null,
  -- Of no use to anybody after this.
  until timestamptz not null,
  attempts integer not null default 0,
  last_failure text,
  settled_at timestamptz,
  check ((customer_id is null) <> (sign_in_request is null)),
  check ((state in ('waiting', 'sending')) = (settled_at is null))
);
create index mails_due on mails (due_at) where state in ('waiting', 'sending');
create index mails_settled on mails (settled_at) where settled_at is not null;
create index mails_by_customer on mails (customer_id);

-- Asked for by whoever typed an address: its index under every key in use. The link and the code are derived from the
-- id by a key of ours. Dates are real time, as those of sessions.
create table sign_in_requests (
  id uuid primary key,
  address_indexes bytea[] not null,
  asked_at timestamptz not null default now(),
  expires_at timestamptz not null,
  tried integer not null default 0,
  used_at timestamptz
);
create index sign_in_requests_by_expiry on sign_in_requests (expires_at);
create index sign_in_requests_by_address on sign_in_requests using gin (address_indexes);

-- Whoever proved to read the mails of an address.
create table reader_sessions (
  token_hash bytea primary key check (length(token_hash) = 32),
  address_index bytea not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index reader_sessions_by_address on reader_sessions (address_index);
