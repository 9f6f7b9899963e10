-- A staff member has a set of roles. Until now it was one role.
alter table staff add column roles text[];
update staff set roles = array[role];
alter table staff
  alter column roles set not null,
  add constraint staff_roles_known check (cardinality(roles) > 0 and roles <@ '{report,campaigns,finance}'),
  add constraint staff_roles_once check (
    cardinality(array_positions(roles, 'report')) <= 1
    and cardinality(array_positions(roles, 'campaigns')) <= 1
    and cardinality(array_positions(roles, 'finance')) <= 1
  ),
  drop column role;
comment on column staff.roles is 'What the member may do; none includes another. report: sees rounded reports. campaigns: edits campaigns, sees the reports on appeals and snoozes. finance: sees every report exactly and single supporters, and acts for them.';
