alter table supporters drop constraint supporters_status_check;
alter table supporters add check (status in ('supports', 'gave', 'canceled'));
alter table supporter_status_outbox drop constraint supporter_status_outbox_status_check;
alter table supporter_status_outbox add check (status in ('supports', 'gave', 'canceled'));
alter table appeal_suppressions drop constraint appeal_suppressions_status_check;
alter table appeal_suppressions add check (status in ('supports', 'gave', 'canceled'));
comment on column supporters.status is 'supports: gives now. gave: gave recently. canceled: canceled recently. Null: none was ever recorded. The appeal is suppressed while a status is valid.';
