-- =======================================
-- appeal: the demo has tables of its own
-- =======================================
-- Counts have no ids that could say what is invented. So invented counts stand apart, and go without a trace.

create table demo_appeal_hours (like appeal_hours including all);
comment on table demo_appeal_hours is 'Steps of the appeal that the demo invented.';
create table demo_appeal_snoozes (like appeal_snoozes including all);
comment on table demo_appeal_snoozes is 'Snoozes that the demo invented.';
create table demo_reminder_days (like reminder_days including all);
comment on table demo_reminder_days is 'How many invented snoozes end on a day.';
create table demo_appeal_payments (like appeal_payments including all);
comment on table demo_appeal_payments is 'First payments of the demo that its appeals led to.';

-- What reports read.
create view reported_appeals as
  select hour, campaign, form, section, eligible, shown, seen, give, dismissed, checkouts from appeal_hours
  union all
  select hour, campaign, form, section, eligible, shown, seen, give, dismissed, checkouts from demo_appeal_hours;
comment on view reported_appeals is 'The steps of the appeal by hour, with those of the demo.';

create view reported_snoozes as
  select hour, campaign, form, section, length, count as snoozes from appeal_snoozes
  union all
  select hour, campaign, form, section, length, count from demo_appeal_snoozes;
comment on view reported_snoozes is 'Snoozes by hour, with those of the demo.';

create view reported_reminders as
  select day::text as day, count as reminders from reminder_days
  union all
  select day::text, count from demo_reminder_days;
comment on view reported_reminders is 'How many snoozes end on a day, with those of the demo. Days are written as 2026-11-22.';

create view reported_appeal_payments as
  select day::text as day, campaign, form, section, reminded, currency, cadence, count as payments, amount
  from appeal_payments
  union all
  select day::text, campaign, form, section, reminded, currency, cadence, count, amount from demo_appeal_payments;
comment on view reported_appeal_payments is 'First payments that the appeal led to, with those of the demo. Days are written as 2026-11-22.';

-- ================
-- reports: rollups
-- ================
-- A year of hours is a million rows. Reports read days.

create table appeal_deltas (
  id bigint generated always as identity primary key,
  hour timestamptz not null,
  campaign text not null,
  form text not null,
  section text not null,
  eligible bigint not null,
  shown bigint not null,
  seen bigint not null,
  give bigint not null,
  dismissed bigint not null,
  checkouts bigint not null
);
comment on table appeal_deltas is 'Changes of the steps of the appeal that are not in appeal_days yet.';

create table appeal_days (
  day text not null,
  campaign text not null,
  form text not null,
  section text not null,
  eligible bigint not null,
  shown bigint not null,
  seen bigint not null,
  give bigint not null,
  dismissed bigint not null,
  checkouts bigint not null,
  primary key (day, campaign, form, section)
);
comment on table appeal_days is 'The steps of the appeal by day, as appeal_hours has them by hour.';

create table snooze_deltas (
  id bigint generated always as identity primary key,
  hour timestamptz not null,
  campaign text not null,
  form text not null,
  section text not null,
  length text not null,
  snoozes bigint not null
);
comment on table snooze_deltas is 'Changes of the number of snoozes that are not in snooze_days yet.';

create table snooze_days (
  day text not null,
  campaign text not null,
  form text not null,
  section text not null,
  length text not null,
  snoozes bigint not null,
  primary key (day, campaign, form, section, length)
);
comment on table snooze_days is 'Snoozes by day and length.';

create view appeal_figures as
  select day, campaign, form, section, eligible, shown, seen, give, dismissed, checkouts from appeal_days
  union all
  select day_of(hour), campaign, form, section, eligible, shown, seen, give, dismissed, checkouts from appeal_deltas;
comment on view appeal_figures is 'The steps of the appeal by day. Several rows may have one key: add them up.';

create view snooze_figures as
  select day, campaign, form, section, length, snoozes from snooze_days
  union all
  select day_of(hour), campaign, form, section, length, snoozes from snooze_deltas;
comment on view snooze_figures is 'Snoozes by day and length. Several rows may have one key: add them up.';

create function note_appeals() returns trigger language plpgsql as $$
declare sign integer := case when tg_op = 'INSERT' then 1 else -1 end;
begin
  insert into appeal_deltas (hour, campaign, form, section, eligible, shown, seen, give, dismissed, checkouts)
  select hour, campaign, form, section, sign * eligible, sign * shown, sign * seen, sign * give, sign * dismissed,
    sign * checkouts
  from changed;
  return null;
end $$;

-- A row is named by its key, which no statement changes.
create function note_changed_appeals() returns trigger language plpgsql as $$
begin
  insert into appeal_deltas (hour, campaign, form, section, eligible, shown, seen, give, dismissed, checkouts)
  select n.hour, n.campaign, n.form, n.section, n.eligible - o.eligible, n.shown - o.shown, n.seen - o.seen,
    n.give - o.give, n.dismissed - o.dismissed, n.checkouts - o.checkouts
  from after_rows n join before_rows o using (hour, campaign, variant, form, section);
  return null;
end $$;

create function note_snoozes() returns trigger language plpgsql as $$
declare sign integer := case when tg_op = 'INSERT' then 1 else -1 end;
begin
  insert into snooze_deltas (hour, campaign, form, section, length, snoozes)
  select hour, campaign, form, section, length, sign * count from changed;
  return null;
end $$;

create function note_changed_snoozes() returns trigger language plpgsql as $$
begin
  insert into snooze_deltas (hour, campaign, form, section, length, snoozes)
  select n.hour, n.campaign, n.form, n.section, n.length, n.count - o.count
  from after_rows n join before_rows o using (hour, campaign, form, section, length);
  return null;
end $$;

create trigger appeals_added after insert on appeal_hours
  referencing new table as changed for each statement execute function note_appeals();
create trigger appeals_changed after update on appeal_hours
  referencing old table as before_rows new table as after_rows
  for each statement execute function note_changed_appeals();
create trigger appeals_removed after delete on appeal_hours
  referencing old table as changed for each statement execute function note_appeals();
create trigger appeals_added after insert on demo_appeal_hours
  referencing new table as changed for each statement execute function note_appeals();
create trigger appeals_changed after update on demo_appeal_hours
  referencing old table as before_rows new table as after_rows
  for each statement execute function note_changed_appeals();
create trigger appeals_removed after delete on demo_appeal_hours
  referencing old table as changed for each statement execute function note_appeals();

create trigger snoozes_added after insert on appeal_snoozes
  referencing new table as changed for each statement execute function note_snoozes();
create trigger snoozes_changed after update on appeal_snoozes
  referencing old table as before_rows new table as after_rows
  for each statement execute function note_changed_snoozes();
create trigger snoozes_removed after delete on appeal_snoozes
  referencing old table as changed for each statement execute function note_snoozes();
create trigger snoozes_added after insert on demo_appeal_snoozes
  referencing new table as changed for each statement execute function note_snoozes();
create trigger snoozes_changed after update on demo_appeal_snoozes
  referencing old table as before_rows new table as after_rows
  for each statement execute function note_changed_snoozes();
create trigger snoozes_removed after delete on demo_appeal_snoozes
  referencing old table as changed for each statement execute function note_snoozes();

insert into appeal_deltas (hour, campaign, form, section, eligible, shown, seen, give, dismissed, checkouts)
  select hour, campaign, form, section, eligible, shown, seen, give, dismissed, checkouts from appeal_hours;
insert into snooze_deltas (hour, campaign, form, section, length, snoozes)
  select hour, campaign, form, section, length, count from appeal_snoozes;
