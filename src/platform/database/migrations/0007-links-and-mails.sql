-- A link that staff send is none that somebody asks for again and again to fill a mailbox.
alter table sign_in_requests add column by_staff boolean not null default false;

-- When its mail found somebody to go to. Of what was not mailed no code counts: whoever asks again and again gains
-- no tries by it, and the limit is on mails, so that it keeps nobody out.
alter table sign_in_requests add column mailed_at timestamptz;

-- What an address change moved, and from where, until it cannot be taken back any more.
alter table address_changes add column was_sealed bytea, add column moved text[];

-- Asked of each action that is taken: what replaces its subscription.
create index contribution_actions_replacing on contribution_actions (other_subscription_id) where kind = 'replaces';

-- Whoever waits to sign in does not wait for a heap of other mails.
drop index mails_due;
create index mails_due on mails ((sign_in_request is null), due_at) where state = 'waiting';
create index mails_sending on mails (due_at) where state = 'sending';
