-- Failed sign-ins of staff are counted in the audit log: one row an hour for each member, and one for all
-- unknown names. A flood of guesses cannot fill the table.
alter table staff_audit add column count integer not null default 1;
comment on column staff_audit.count is 'How often it was done. Only failed sign-ins of one hour share a row.';
comment on column staff_audit.staff_id is 'Who did it. For a failed sign-in: whose name was typed. Null: a name that nobody has.';
comment on column staff_audit.created_at is 'When it was done. For failed sign-ins: the start of the hour.';

create unique index staff_audit_failed_sign_ins
  on staff_audit (staff_id, created_at) nulls not distinct
  where action = 'sign-in-failed';
