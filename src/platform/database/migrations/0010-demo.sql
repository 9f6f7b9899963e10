-- Demo data is invented. Its ids say so: Stripe's own have no second underscore.
create function is_demo(id text) returns boolean language sql immutable as $$
  select id ~ '^(cus|sub|in|pi|ch|re|dp|txn)_demo_[0-9]{4,}_'
$$;

-- The index is empty unless there is demo data, so that every report can ask.
create index stripe_customers_demo on stripe_customers (id) where is_demo(id);
create view demo_customers as
  select id, supporter_id from stripe_customers where is_demo(id);
comment on view demo_customers is 'Customers of the demo. Stripe does not know them.';

-- Nothing may ask Stripe about the demo or write to it. Jobs skip it; these checks refuse what a job forgets.
alter table stripe_customers add constraint stripe_customers_demo_has_no_address
  check (not is_demo(id) or (address_fetch_due_at is null and address_push_due_at is null));
alter table sync_jobs add constraint sync_jobs_skip_demo check (not is_demo(sync_key));
alter table subscription_actions add constraint subscription_actions_skip_demo
  check (not is_demo(subscription_id) or due_at is null);
alter table customer_addresses add constraint customer_addresses_skip_demo check (not is_demo(customer_id));
alter table mails add constraint mails_skip_demo check (not is_demo(customer_id));

-- The ledger stays append-only, except for demo entries: no money moved, and they must go with the demo.
create or replace function refuse_ledger_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and to_jsonb(new) - 'supporter_id' = to_jsonb(old) - 'supporter_id' then
    return new;
  end if;
  if tg_op = 'DELETE' then
    if is_demo(old.balance_transaction_id) then
      return old;
    end if;
  end if;
  raise exception 'ledger entries are append-only' using errcode = 'integrity_constraint_violation';
end $$;

create function remove_demo_entries() returns bigint language plpgsql as $$
declare removed bigint;
begin
  -- The privilege ends before the commit, so no other transaction ever has it.
  execute format('grant delete on ledger_entries to %I', current_user);
  delete from ledger_entries where is_demo(balance_transaction_id);
  get diagnostics removed = row_count;
  execute format('revoke delete on ledger_entries from %I', current_user);
  return removed;
end $$;
comment on function remove_demo_entries is 'Deletes the demo from the ledger. The trigger refuses every other entry.';

comment on table ledger_entries is 'Every movement of money, once. Entries are never changed or deleted; only erasure may replace the supporter, and only invented entries go with the demo.';
