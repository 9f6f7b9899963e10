-- Counts of the appeal. No row tells one reader from another.
create table appeal_hours (
  hour timestamptz not null,
  campaign text not null,
  variant text not null default 'a',
  form text not null,
  section text not null,
  eligible bigint not null default 0 check (eligible >= 0),
  shown bigint not null default 0 check (shown >= 0),
  seen bigint not null default 0 check (seen between 0 and shown),
  give bigint not null default 0 check (give >= 0),
  dismissed bigint not null default 0 check (dismissed between 0 and shown),
  checkouts bigint not null default 0 check (checkouts >= 0),
  primary key (hour, campaign, variant, form, section)
);
create index appeal_hours_by_campaign on appeal_hours (campaign, form, section, variant, hour);
comment on table appeal_hours is 'The steps of the appeal, counted by hour.';
comment on column appeal_hours.hour is 'Start of an hour on the newsroom’s clock. Some last less than an hour, where clocks change.';
comment on column appeal_hours.campaign is 'A campaign’s number, or letter for the newsroom’s letter file.';
comment on column appeal_hours.variant is 'One for now: a.';
comment on column appeal_hours.form is 'Where the appeal stood on the page: end, line or bar.';
comment on column appeal_hours.eligible is 'Pages on which the rules allowed the appeal.';
comment on column appeal_hours.shown is 'Pages sent with the appeal.';
comment on column appeal_hours.seen is 'Appeals that were half in view, or filled half of the window, for a second. Readers without JavaScript are not counted.';
comment on column appeal_hours.give is 'Support pages that the appeal led to.';
comment on column appeal_hours.dismissed is 'Bars that were closed.';
comment on column appeal_hours.checkouts is 'Checkouts that the appeal led to.';

create table appeal_snoozes (
  hour timestamptz not null,
  campaign text not null,
  form text not null,
  section text not null,
  length text not null,
  count bigint not null check (count >= 0),
  primary key (hour, campaign, form, section, length)
);
comment on table appeal_snoozes is 'Snoozes by hour and length.';
comment on column appeal_snoozes.length is 'The length that the reader chose, such as 7d, 1m or never.';

create table reminder_days (
  day date primary key,
  count bigint not null
);
comment on table reminder_days is 'How many snoozes end on a day. A change or an undo moves or takes one away.';
comment on column reminder_days.count is 'May be below zero: a snooze from before this table was undone.';

create table appeal_payments (
  day date not null,
  campaign text not null,
  variant text not null default 'a',
  form text not null,
  section text not null,
  reminded text not null default '' check (reminded ~ '^(\d{4}-\d{2})?$'),
  currency text not null,
  cadence text not null,
  count bigint not null check (count > 0),
  amount bigint not null check (amount > 0),
  primary key (day, campaign, variant, form, section, reminded, currency, cadence)
);
comment on table appeal_payments is 'First payments that the appeal led to, by day.';
comment on column appeal_payments.day is 'The newsroom’s day on which the checkout was completed.';
comment on column appeal_payments.reminded is 'The month in which the reminder came due that brought the reader back. Empty: none.';
comment on column appeal_payments.cadence is 'once, monthly or yearly.';
comment on column appeal_payments.amount is 'Sum of the first payments, in minor units.';

create index checkouts_labeled on checkouts (state, completed_at) where via is not null;
comment on column checkouts.via is 'Label of the appeal that led here, such as 7.end.city. Null: none, or it was counted or dropped.';
