-- The browser of a session: what is given under its address elsewhere keeps the letter away from it as well. Null in
-- sessions from before.
alter table reader_sessions add column reader_hash bytea check (length(reader_hash) = 32);

-- Whoever signed out of a browser wants it to tell nobody that they give: the letter stays away from it, and nothing more.
alter table supporter_readers add column is_discreet boolean not null default false;

-- Since when it is theirs: what others began in it before is not. It is forgotten 400 days after it was last of use.
alter table supporter_readers add column tied_at timestamptz default now();
create index checkouts_by_reader on checkouts (reader_hash);
update supporter_readers r set tied_at = k.at
from (select reader_hash, min(created_at) as at from checkouts where state = 'complete' group by 1) k
where k.reader_hash = r.reader_hash;
alter table supporter_readers alter column tied_at set not null;

-- By an address of which customer somebody signed in there: of two who gave in one browser, whose it is. Null where what
-- was given there tells it.
alter table supporter_readers add column tied_by text references stripe_customers (id);

-- When a mail server last refused this address for good: nothing but what somebody waits for goes there for a while.
alter table customer_addresses add column bounced_at timestamptz;

-- When the browser of a checkout was forgotten: 400 days after it was begun, where it is nobody's any more.
alter table checkouts add column reader_forgotten_at timestamptz;

-- Asked for when the mail of a failed charge is sent.
create index inbox_asking on inbox (object_id) where type = 'invoice.payment_action_required';
