-- The day that Stripe counts charges from: of one that falls on the 31st, the charge after 30 April is on 31 May. Null
-- where it was not fetched since, or has no single price.
alter table stripe_subscriptions add column anchored_at timestamptz;
