-- A call we owed Stripe that was not made after all, because the reason for it had gone. Unlike one that Stripe refused
-- it may be owed again.
alter table contribution_actions add column withdrawn_at timestamptz;
