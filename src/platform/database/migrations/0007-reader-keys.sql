alter table settings add column changed_at timestamptz;
comment on column settings.name is 'signing-key, encryption-key, index-key or reader-key.';
comment on column settings.changed_at is 'Time of the first start with this key. Null: before version 0.1.0.';

comment on column checkouts.reader_hash is 'Keyed hash of the reader id in the cookie of the browser. Random bytes once it is forgotten.';
comment on column checkouts.reader_forgotten_at is 'Time when reader_hash was replaced by random bytes: at a sign-out, or 400 days after created_at unless the browser is still linked.';
comment on column supporter_readers.reader_hash is 'Keyed hash of the reader id in the cookie of the browser.';
comment on column appeal_suppressions.reader_hash is 'Keyed hash of the reader id in the cookie of the browser.';

alter table checkouts add column sent_by_hash bytea check (length(sent_by_hash) = 32);
alter table checkouts add column is_sender_moved boolean not null default false;
create index checkouts_by_sender on checkouts (sent_by_hash) where sent_by_hash is not null;
comment on column checkouts.sent_by_hash is 'Keyed hash of the reader before this checkout, whose cookie the form was sent with. Tells other tabs of the browser. Null if there was none, and a day later once what stood under it was moved.';
comment on column checkouts.is_sender_moved is 'True once what stood under sent_by_hash was moved to reader_hash: when the new cookie first came, or the checkout was paid.';

create table suppression_removals (
  reader_hash bytea primary key check (length(reader_hash) = 32),
  leaves_snooze boolean not null,
  due_at timestamptz not null
);
comment on table suppression_removals is 'Suppression entries that must be taken from the store: of renewed readers, and of browsers that were signed out.';
comment on column suppression_removals.leaves_snooze is 'True: a snooze of a year takes its place, as after a sign-out. False: the whole entry goes.';
comment on column suppression_removals.due_at is 'A little after the decision, so that no write that began before comes later.';

-- A browser that signs out is no longer linked, so no link is discreet.
delete from supporter_readers where is_discreet;
drop view linked_readers;
create view linked_readers as
  select r.reader_hash, r.supporter_id, r.linked_at, r.linked_by_customer_id,
    case when s.status = 'supports' then s.status_until end as supports_until
  from supporter_readers r join supporters s on s.id = r.supporter_id;
comment on view linked_readers is 'Browsers linked to a supporter, with the end of the supporter’s status.';
comment on column linked_readers.supports_until is 'End of the status supports. Null for any other status.';
alter table supporter_readers drop column is_discreet;

create view reader_hashes as
  select reader_hash from checkouts where reader_forgotten_at is null
  union select reader_hash from supporter_readers
  union select reader_hash from supporter_status_outbox
  union select reader_hash from supporter_sessions where reader_hash is not null
  union select reader_hash from appeal_suppressions;
comment on view reader_hashes is 'Hashes of all known readers. The first start with READER_KEYS reads it, to key the hashes of an older version.';
