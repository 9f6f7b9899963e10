-- A history of many supporters, made by a few statements over whole tables. `:supporters`, `:months` and `:now` are put in
-- by supporter-history.ts, which prints the time of each step. Every choice depends only on the number of the supporter.

-- step: people
set local session_replication_role = replica;
set local work_mem = '256MB';
set local maintenance_work_mem = '1GB';
create function pg_temp.dice(n bigint, salt integer) returns double precision language sql immutable as $$
  select (hashint8extended(n, salt) & 1048575) / 1048576::double precision
$$;
create temp table people on commit drop as
select *,
  started_at + life * 0.2 as changed_at, started_at + life * 0.4 as paused_at, started_at + life * 0.5 as resumed_at,
  started_at + life * 0.6 as moved_at, started_at + life * (0.65 + 0.3 * pg_temp.dice(n, 20)) as ended_at,
  started_at + life * 0.97 as returned_at,
  case when change = 'expansion' then charge * 2 when change = 'contraction' then charge / 2 else charge end as later_charge,
  case when moves then case currency when 'EUR' then 'USD' else 'EUR' end else currency end as later_currency,
  case cadence when 'monthly' then 12 else 1 end as yearly_charges,
  case cadence when 'monthly' then interval '30 days 10:30' else interval '365 days 6:00' end as step
from (
  select n, md5(n::text)::uuid as supporter_id, 'cus_' || lpad(n::text, 14, '0') as customer_id,
    'sub_' || lpad(n::text, 20, '0') as subscription_id,
    cadence, life, timestamptz ':now' - life as started_at,
    case when pg_temp.dice(n, 3) < 0.45 then 'USD' when pg_temp.dice(n, 3) < 0.8 then 'EUR'
      when pg_temp.dice(n, 3) < 0.95 then 'GBP' else 'JPY' end as currency,
    case when pg_temp.dice(n, 4) < 0.85 then (array[200, 500, 1000, 2500])[1 + floor(4 * pg_temp.dice(n, 5))::integer]
      else 200 + 100 * floor(200 * power(pg_temp.dice(n, 5), 2))::integer end
      * case cadence when 'monthly' then 1 else 12 end as charge,
    case when pg_temp.dice(n, 6) < 0.12 then 'expansion' when pg_temp.dice(n, 6) < 0.17 then 'contraction' end as change,
    pg_temp.dice(n, 7) < 0.03 as pauses, pg_temp.dice(n, 8) < 0.01 as moves,
    pg_temp.dice(n, 9) < 0.32 as ends, pg_temp.dice(n, 9) < 0.06 as returns,
    (array['chosen', 'chosen', 'card-failure', 'card-failure', 'dispute', 'staff'])
      [1 + floor(6 * pg_temp.dice(n, 10))::integer] as cause,
    pg_temp.dice(n, 11) < 0.02 as is_late
  from (
    select n, case when pg_temp.dice(n, 1) < 0.8 then 'monthly' else 'yearly' end as cadence,
      date_trunc('second', :months * interval '30 days 10:30' * power(pg_temp.dice(n, 2), 1.3)) as life
    from generate_series(1::bigint, :supporters) as n
  ) as begun
) as chosen;
create temp table living on commit drop as select * from people where not ends or returns;
analyze people, living;

-- step: supporters and customers
insert into supporters (id, created_at, status, status_until)
  select supporter_id, started_at, case when ends and not returns then 'gave' else 'supports' end,
    timestamptz ':now' + interval '30 days' from people;
insert into stripe_customers (id, supporter_id) select customer_id, supporter_id from people;
insert into customer_addresses (customer_id, encrypted, address_index, encryption_key, index_key, saved_at, bounced_at,
    disowned_at)
  select customer_id, decode(md5(n::text) || md5(n::text), 'hex'), sha256(n::text::bytea), 'k1', 'k1', started_at,
    case when pg_temp.dice(n, 12) < 0.001 then timestamptz ':now' - interval '9 days' end,
    case when pg_temp.dice(n, 13) < 0.00005 then timestamptz ':now' - interval '9 days' end
  from people;

-- step: subscriptions
insert into stripe_subscriptions (id, customer_id, status, currency, started_at, cancel_at, ended_at, amount, interval,
    interval_count, period_end, anchored_at)
  select subscription_id, customer_id,
    case when ends and not returns then 'canceled' when is_late then 'past_due' else 'active' end, later_currency, started_at,
    case when pg_temp.dice(n, 14) < 0.01 and not ends then timestamptz ':now' + 300 * pg_temp.dice(n, 15) * interval '1 day' end,
    case when ends and not returns then ended_at end, later_charge, case cadence when 'monthly' then 'month' else 'year' end, 1,
    timestamptz ':now' + step * pg_temp.dice(n, 16), started_at
  from people;
insert into subscription_actions (id, subscription_id, kind, cause, created_at, done_at, reason)
  select md5('cancel' || n)::uuid, subscription_id, 'cancel', 'chosen', ended_at, ended_at,
    (array['money', 'reading', 'elsewhere', 'safety', null])[1 + floor(5 * pg_temp.dice(n, 17))::integer]
  from people where ends and cause = 'chosen';
insert into subscription_actions (id, subscription_id, kind, created_at, done_at, amount, interval)
  select md5('change' || n)::uuid, subscription_id, 'change', changed_at, changed_at, later_charge,
    case cadence when 'monthly' then 'month' else 'year' end
  from people where change is not null;

-- step: movements
insert into movements (supporter_id, currency, sequence, occurred_at, kind, annual_change, annual_after, cadence, cause)
select supporter_id, moved.currency, row_number() over (partition by n order by place) - 1, moved.at, kind,
  annual_change * yearly_charges, annual_after * yearly_charges, cadence, case kind when 'churn' then cause end
from people p cross join lateral (values
  (0, true, started_at, 'new', currency, charge, charge),
  (1, change is not null, changed_at, change, currency, later_charge - charge, later_charge),
  (2, pauses, paused_at, 'pause', currency, -later_charge, 0),
  (3, pauses, resumed_at, 'resume', currency, later_charge, later_charge),
  (4, moves, moved_at, 'transfer-out', currency, -later_charge, 0),
  (5, moves, moved_at, 'transfer-in', later_currency, later_charge, later_charge),
  (6, ends, ended_at, 'churn', later_currency, -later_charge, 0),
  (7, returns, returned_at, 'reactivation', later_currency, later_charge, later_charge)
) as moved (place, happens, at, kind, currency, annual_change, annual_after) where happens;

-- step: charges that failed
create temp table charges on commit drop as
select n, n * 1000 + i as number, supporter_id, customer_id, subscription_id, cadence, step, started_at + i * step as at,
  case when started_at + i * step >= moved_at then later_currency else currency end as currency,
  case when started_at + i * step >= changed_at then later_charge else charge end as amount, yearly_charges,
  case when i > 0 and pg_temp.dice(n * 1000 + i, 30) < 0.05 then 1 + floor(4 * pg_temp.dice(n * 1000 + i, 31))::integer end
    as attempts
from people cross join lateral generate_series(0,
  floor(extract(epoch from case when ends then ended_at - started_at else life end) / extract(epoch from step))::integer) as i
where not (pauses and started_at + i * step between paused_at and resumed_at);
insert into stripe_invoices (id, customer_id, subscription_id, status, currency, amount_paid, annual_amount, period_end,
    created_at, finalized_at, paid_at, attempts, first_failed_at, first_failure_reason, first_attempt_at, failed_charges)
  select 'in_' || number, customer_id, subscription_id, case when attempts = 4 then 'void' else 'paid' end, currency,
    case when attempts = 4 then 0 else amount end, amount * yearly_charges, at + step, at, at,
    case when attempts < 4 then at + attempts * interval '3 days' end, attempts, at,
    (array['funds', 'expired', 'declined', 'technical'])[1 + floor(4 * pg_temp.dice(number, 32))::integer],
    at, 1
  from charges where attempts is not null;
insert into stripe_invoices (id, customer_id, subscription_id, status, currency, amount_paid, annual_amount, period_end,
    created_at, finalized_at, paid_at, attempts, next_attempt_at, first_failed_at, first_failure_reason, first_attempt_at,
    failed_charges)
  select 'in_now' || n, customer_id, subscription_id, case when is_late then 'open' else 'paid' end, later_currency,
    case when is_late then 0 else later_charge end, later_charge * yearly_charges, at + step, at, at,
    case when not is_late then at end, 1 + n % 3, case when is_late then timestamptz ':now' + interval '2 days' end,
    case when is_late then at end, case when is_late then 'funds' end, at,
    case when is_late then 1 else 0 end
  from (select *, timestamptz ':now' - 20 * pg_temp.dice(n, 18) * interval '1 day' as at from living) as last;
insert into stripe_invoice_payments (payment_intent_id, invoice_id)
  select 'pi_' || id, id from stripe_invoices where first_failed_at is not null;
insert into stripe_charges (id, customer_id, payment_intent_id, status, currency, amount, created_at, failure_reason)
  select 'ch_' || id, customer_id, 'pi_' || id, 'failed', currency, 500, created_at, first_failure_reason
  from stripe_invoices where first_failed_at is not null;

-- step: ledger
create temp table rates on commit drop as
  select * from (values ('USD', 1), ('EUR', 1.08), ('GBP', 1.27), ('JPY', 0.67)) as given (currency, rate);
insert into ledger_entries (balance_transaction_id, kind, supporter_id, charge_id, occurred_at, currency, amount,
    settled_currency, settled_amount, fee, net, exchange_rate, recorded_at, available_at, cadence, charged_at)
select id, kind, supporter_id, charge_id, at, currency, sign * amount, 'USD', sign * settled, fee, sign * settled - fee, rate,
  at, at + interval '4 days', cadence, case when sign < 0 then at - interval '5 days' end
from (
  select 'txn_' || lpad(number::text, 20, '0') as id, 'payment' as kind, 'ch_' || lpad(number::text, 20, '0') as charge_id,
    supporter_id, at + coalesce(attempts, 0) * interval '3 days' as at, currency, 1 as sign, amount, cadence,
    round(amount * rate)::bigint as settled, round(amount * rate * 0.029)::bigint + 30 as fee, nullif(rate, 1) as rate
  from charges join rates using (currency) where attempts is null or attempts < 4
  union all
  select 'txn_r' || lpad(number::text, 20, '0'), case when number % 9 = 0 then 'dispute' else 'refund' end,
    'ch_' || lpad(number::text, 20, '0'), supporter_id, at + interval '5 days', currency, -1, amount, cadence,
    round(amount * rate)::bigint, case when number % 9 = 0 then 1500 else 0 end, nullif(rate, 1)
  from charges join rates using (currency)
  where attempts is null and pg_temp.dice(number, 33) < 0.004 and at < timestamptz ':now' - interval '5 days'
  union all
  select 'txn_o' || lpad(n::text, 20, '0'), 'payment', 'ch_o' || lpad(n::text, 20, '0'), supporter_id, started_at + life * 0.9,
    currency, 1, charge * 4, 'once', round(charge * 4 * rate)::bigint, round(charge * 4 * rate * 0.029)::bigint + 30,
    nullif(rate, 1)
  from people join rates using (currency) where pg_temp.dice(n, 19) < 0.1
) as entries;

-- step: cases and events
insert into stripe_charges (id, customer_id, payment_intent_id, status, currency, amount, created_at)
  select 'ch_d' || n, customer_id, 'pi_d' || n, 'succeeded', currency, charge, started_at from people where n % 5000 = 0;
insert into stripe_disputes (id, charge_id, status, reason, currency, amount, created_at, transaction_ids)
  select 'dp_' || n, 'ch_d' || n, 'needs_response', 'fraudulent', currency, charge, started_at, '[]'
  from people where n % 5000 = 0;
insert into webhook_events (event_id, type, object_id, sync_key, created_at, livemode, received_at, done_at, sync_by)
  select 'evt_' || n, 'invoice.paid', 'in_now' || n, customer_id, at, false, at, at, at + interval '10 minutes'
  from (select n, customer_id, timestamptz ':now' - interval '30 days' * (1 - n / :supporters::double precision) as at
        from people order by n) as received;
insert into reconciliation_runs (kind, started_at, finished_at, counts)
  values ('events', ':now', ':now', '{}'), ('scan', ':now', ':now', '{}') on conflict do nothing;
insert into staff_audit (action, subject, created_at)
  select 'supporter-view', 'cus_' || n, timestamptz ':now' - n * interval '1 minute' from generate_series(1, 20000) as n;

-- step: appeals
insert into appeal_hours (hour, campaign, form, section, eligible, shown, seen, give, dismissed, checkouts)
  select hour, 'letter', form, 'section-' || section, 1000, 900, 500, 12, 3, 4
  from generate_series(timestamptz ':now' - :months * interval '30 days', ':now', interval '1 day') as hour,
    generate_series(1, 40) as section, unnest('{end,line,bar}'::text[]) as form;
insert into appeal_snoozes (hour, campaign, form, section, length, count)
  select hour, campaign, form, section, '1m', 5 from appeal_hours;
insert into reminder_days (day, count)
  select day::date, 600 from calendar_days
  where starts_at > timestamptz ':now' - :months * interval '30 days' and starts_at < timestamptz ':now' + interval '90 days';
insert into appeal_payments (day, campaign, form, section, reminded, currency, cadence, count, amount)
  select day::date, 'letter', 'end', 'section-1', left(day, 7), 'EUR', 'monthly', 20, 10000 from calendar_days
  where starts_at > timestamptz ':now' - :months * interval '30 days' and starts_at < ':now';
