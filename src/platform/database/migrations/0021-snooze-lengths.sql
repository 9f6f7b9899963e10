-- Each newsroom offers lengths of its own, and browsers can turn the appeal off.
alter table appeal_suppressions add constraint appeal_suppressions_choice_check
  check (choice ~ '^(([1-9]|[12][0-9]|3[01])d|([1-9]|1[0-2])m|never|given)$');
comment on column appeal_suppressions.choice is 'What the reader chose: days such as 7d, months such as 3m, never, or given (“I already support you”).';
comment on column appeal_suppressions.times is 'How often the reader snoozed since they last gave.';
