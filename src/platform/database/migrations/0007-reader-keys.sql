alter table settings add column changed_at timestamptz;
comment on column settings.name is 'signing-key, encryption-key, index-key or reader-key.';
comment on column settings.changed_at is 'Time of the first start with this key. Null: before version 0.1.0.';

comment on column checkouts.reader_hash is 'Keyed hash of the reader id in the cookie of the browser. Random bytes once it is forgotten.';
comment on column supporter_readers.reader_hash is 'Keyed hash of the reader id in the cookie of the browser.';
comment on column appeal_suppressions.reader_hash is 'Keyed hash of the reader id in the cookie of the browser.';

create view reader_hashes as
  select reader_hash from checkouts where reader_forgotten_at is null
  union select reader_hash from supporter_readers
  union select reader_hash from supporter_status_outbox
  union select reader_hash from supporter_sessions where reader_hash is not null
  union select reader_hash from appeal_suppressions;
comment on view reader_hashes is 'Hashes of all known readers. The first start with READER_KEYS reads it, to key the hashes of an older version.';

alter table checkouts add column sent_by_hash bytea check (length(sent_by_hash) = 32);
create index checkouts_by_sender on checkouts (sent_by_hash) where sent_by_hash is not null;
comment on column checkouts.sent_by_hash is 'Keyed hash of the reader before this checkout, whose cookie the form was sent with. Tells other tabs of the browser. Null if there was none, and after a day.';
