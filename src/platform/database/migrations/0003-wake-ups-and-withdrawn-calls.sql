alter table sync_units
  -- Counts wake-ups, so that one that comes while the unit is leased is not lost.
  add column wakes integer not null default 0,
  -- The whole history is to be fetched, not only what was not final.
  add column fetch_all boolean not null default false,
  -- When everything of the unit was last asked for.
  add column fetched_at timestamptz;
-- What 0001 did not look at (refunds, disputes, pauses) is fetched of everybody once.
insert into sync_units (unit, due_at, wants, fetch_all)
  select id, now(), 'everything', true from stripe_customers where supporter_id is not null
  on conflict (unit) do update set due_at = least(sync_units.due_at, excluded.due_at), fetch_all = true;

alter table contribution_actions
  -- Why the last try failed; `failed_because`: why Stripe would not, for good.
  add column last_failure text,
  -- A call that was not made after all, because the reason for it had gone. Unlike one that Stripe refused it may be
  -- owed again.
  add column withdrawn_at timestamptz;

-- One each, also where it failed or was withdrawn: a rule does not ask twice for what Stripe refused.
delete from contribution_actions a using contribution_actions b
  where a.failed_because is not null and a.subscription_id = b.subscription_id and (a.made_at, a.id) < (b.made_at, b.id)
    and ((a.kind = 'end' and b.kind = 'end' and a.cause = b.cause)
      or (a.kind in ('duplicate', 'replaces') and b.kind in ('duplicate', 'replaces')));
drop index one_end_for_each_cause;
drop index one_duplicate_for_each;
create unique index one_end_for_each_cause on contribution_actions (subscription_id, cause) where kind = 'end';
create unique index one_duplicate_for_each on contribution_actions (subscription_id)
  where kind in ('duplicate', 'replaces');
