-- Without statistics, as just after a restore, Postgres would read all invoices for each movement.
analyze stripe_customers, stripe_invoices, stripe_invoice_payments, stripe_charges, ledger_entries, movements;

-- Entries and movements from before 0008 get the cadence that the program would give them today. Nobody else can see the
-- ledger unguarded, as all of this is one transaction.
alter table ledger_entries disable trigger ledger_is_append_only;
do $$ begin execute format('grant update (cadence) on ledger_entries to %I', current_user); end $$;
update ledger_entries e set cadence = coalesce(
  (select period_cadence(i.created_at, i.period_end)
   from stripe_invoice_payments p join stripe_invoices i on i.id = p.invoice_id
   where p.payment_intent_id = c.payment_intent_id and i.subscription_id is not null),
  'once')
from stripe_charges c where c.id = e.charge_id and e.cadence is null;
do $$ begin execute format('revoke update (cadence) on ledger_entries from %I', current_user); end $$;
alter table ledger_entries enable trigger ledger_is_append_only;
comment on column ledger_entries.cadence is 'once: a one-time contribution. Else the period of the invoice that was paid. Null: recorded before it was kept, and the charge is not on record.';

-- All older movements say monthly. Two contributions in one currency may be mixed up here; the next sync of the supporter,
-- or rebuild, tells them apart.
update movements m set cadence = paid.cadence
from movements o cross join lateral (
  select period_cadence(i.created_at, i.period_end) as cadence
  from stripe_customers c join stripe_invoices i on i.customer_id = c.id
  where c.supporter_id = o.supporter_id and i.currency = o.currency and i.subscription_id is not null
    and i.annual_amount > 0 and i.paid_at <= o.occurred_at
  order by i.paid_at desc, i.created_at desc, i.id desc limit 1
) as paid
where (m.supporter_id, m.currency, m.sequence) = (o.supporter_id, o.currency, o.sequence)
  and m.cadence = 'monthly' and paid.cadence <> 'monthly';

-- The bookkeeper gets what is known. Sums by payout still need some day for each entry.
create or replace view ledger_export as
  select balance_transaction_id, charge_id, kind, occurred_at, available_at,
    currency, amount, settled_currency, settled_amount, fee, net, exchange_rate, cadence,
    coalesce(available_at, occurred_at) as available_or_occurred_at
  from ledger_entries;
comment on column ledger_export.available_at is 'Time when Stripe lets the net amount be paid out. Null: recorded before it was kept.';
comment on column ledger_export.cadence is 'As in ledger_entries.';
comment on column ledger_export.available_or_occurred_at is 'The time by which payouts are counted: that of the entry if no other is known.';

-- The next start of a server makes all rollups again.
update calendar_version set version = '';
