-- What a giver changes on their own page: another amount or interval, a pause and its end. Calls that we owe Stripe,
-- as ends are.
alter table contribution_actions drop constraint contribution_actions_kind_check;
alter table contribution_actions
  add constraint contribution_actions_kind_check
    check (kind in ('pause', 'resume', 'end', 'duplicate', 'replaces', 'change')),
  -- Minor units each time, in the contribution's currency, and how often.
  add column amount bigint check (amount > 0),
  add column interval text check (interval in ('month', 'year')),
  add column resumes_at timestamptz,
  -- A person decided it, and no rule of the newsroom's.
  add column is_by_staff boolean not null default false,
  add constraint contribution_actions_change_check
    check ((kind = 'change') = (amount is not null) and (kind = 'change') = (interval is not null)),
  add constraint contribution_actions_resume_check check (resumes_at is null or kind = 'pause');

-- What a giver chose that the facts do not show yet: Stripe is still to be told, or was told since it was last asked.
create view newer_choices as
  select a.* from contribution_actions a
  join stripe_subscriptions s on s.id = a.subscription_id
  left join sync_units u on u.unit = s.customer_id
  where a.kind in ('change', 'pause', 'resume') and a.failed_because is null
    and (a.due_at is not null or a.done_at >= coalesce(u.fetched_at, '-infinity'));

-- A second contribution that has been renewed is ended without its payments being returned.
alter table second_contributions drop constraint second_contributions_decided_check;
alter table second_contributions add constraint second_contributions_decided_check
  check (decided in ('undone', 'kept', 'ended'));

-- Whoever asked to be erased: gone once Stripe has confirmed it and we have forgotten.
create table erasures (
  id uuid primary key,
  address_index bytea not null unique,
  asked_at timestamptz not null,
  due_at timestamptz not null,
  attempts integer not null default 0,
  last_failure text
);

-- Another address, until whoever asked for it has proven to read its mails. Dates are real time, as those of sessions.
create table address_changes (
  id uuid primary key,
  from_index bytea not null,
  sealed bytea not null,
  asked_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);
create index address_changes_by_address on address_changes (from_index);
alter table mails add column address_change uuid;
alter table mails drop constraint mails_check;
alter table mails add constraint mails_one_recipient_check
  check (num_nonnulls(customer_id, sign_in_request, address_change) = 1);
-- When Stripe is to be told of another address.
alter table stripe_customers add column tell_address_at timestamptz;
create index stripe_customers_to_tell on stripe_customers (tell_address_at) where tell_address_at is not null;

-- `report`: sees reports and what waits. `finance`: also single supporters, and acts for them.
alter table staff add column role text not null default 'finance' check (role in ('report', 'finance'));
