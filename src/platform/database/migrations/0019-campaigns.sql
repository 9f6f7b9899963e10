-- Campaigns of the appeal, written by staff.
create table campaigns (
  number integer primary key generated always as identity,
  version integer not null check (version > 0),
  state text not null default 'draft' check (state in ('draft', 'published', 'ended', 'archived')),
  is_stopped boolean not null default false,
  created_at timestamptz not null
);
comment on table campaigns is 'Campaigns of the appeal.';
comment on column campaigns.number is 'Stands in labels and counts.';
comment on column campaigns.version is 'The newest version, the one that shows.';
comment on column campaigns.state is 'The state that staff gave it. A published one shows within its schedule.';
comment on column campaigns.is_stopped is 'The kill switch of this campaign.';

create table campaign_versions (
  campaign integer not null references campaigns deferrable initially deferred,
  version integer not null check (version > 0),
  settings jsonb not null,
  staff_id uuid not null references staff,
  saved_at timestamptz not null,
  primary key (campaign, version)
);
comment on table campaign_versions is 'Every version of a campaign. Rows never change.';
comment on column campaign_versions.settings is 'Texts, amounts, schedule and targets, as src/campaigns/settings describes them.';
comment on column campaign_versions.staff_id is 'The staff member who saved the version.';

alter table campaigns add foreign key (number, version) references campaign_versions (campaign, version)
  deferrable initially deferred;

create function refuse_version_change() returns trigger language plpgsql as $$
begin
  raise exception 'a version of a campaign never changes';
end $$;
create trigger campaign_versions_never_change before update or delete on campaign_versions
  for each row execute function refuse_version_change();

create table appeal_settings (
  is_single boolean primary key default true check (is_single),
  is_stopped boolean not null default false,
  snooze_lengths text[] not null default '{7d,1m,3m}' check (cardinality(snooze_lengths) between 1 and 6),
  change bigint not null default 1
);
comment on table appeal_settings is 'One row: the settings of every appeal.';
comment on column appeal_settings.is_stopped is 'The kill switch of every appeal.';
comment on column appeal_settings.snooze_lengths is 'The lengths that Remind me later offers, such as 7d or 1m.';
comment on column appeal_settings.change is 'Grows with each change of a campaign or of this row. Processes look at it each second.';
insert into appeal_settings default values;

create function count_appeal_change() returns trigger language plpgsql as $$
begin
  update appeal_settings set change = change + 1;
  return null;
end $$;
create trigger campaigns_changed after insert or update or delete on campaigns
  for each statement execute function count_appeal_change();

create view staff_names as select id, name from staff;
comment on view staff_names is 'Published by staff: who saved a version of a campaign.';
