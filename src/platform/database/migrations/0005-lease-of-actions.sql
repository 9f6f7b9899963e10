-- A worker that lost its lease of an action must not record its outcome.
alter table subscription_actions add column lease_token uuid;
comment on column subscription_actions.lease_token is 'Identifies the worker that calls Stripe now. Null: none. A worker with another token records nothing.';
