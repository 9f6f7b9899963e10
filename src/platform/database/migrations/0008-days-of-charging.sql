-- The day that Stripe counts charges from: of one that falls on the 31st, the charge after 30 April is on 31 May. Null
-- where it was not fetched since, or has no single price.
alter table stripe_subscriptions add column anchored_at timestamptz;

-- What was charged while a pause of which Stripe could not be told stood already, from made_at until resumes_at, is owed
-- to its giver. It holds up no later choice.
alter table contribution_actions drop constraint contribution_actions_kind_check;
alter table contribution_actions drop constraint contribution_actions_resume_check;
alter table contribution_actions
  add constraint contribution_actions_kind_check
    check (kind in ('pause', 'resume', 'end', 'duplicate', 'replaces', 'change', 'return')),
  add constraint contribution_actions_resume_check check (resumes_at is null or kind in ('pause', 'return'));
