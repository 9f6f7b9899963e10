-- The bookkeeper's export reads the ledger in batches, in the order of these indexes.
create index ledger_by_occurrence on ledger_entries (occurred_at, balance_transaction_id);
create index ledger_by_availability on ledger_entries (coalesce(available_at, occurred_at), balance_transaction_id);
drop index ledger_by_time;

create view ledger_export as
  select balance_transaction_id, charge_id, kind, occurred_at, coalesce(available_at, occurred_at) as available_at,
    currency, amount, settled_currency, settled_amount, fee, net, exchange_rate, coalesce(cadence, 'once') as cadence
  from ledger_entries;
comment on view ledger_export is 'Ledger entries without their supporter, for the bookkeeper.';
comment on column ledger_export.available_at is 'Time when Stripe lets the net amount be paid out. The time of the entry if it was recorded before that was kept.';
