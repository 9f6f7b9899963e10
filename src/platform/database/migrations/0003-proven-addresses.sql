alter table customer_addresses
  add column proven_at timestamptz,
  add column disowned_at timestamptz,
  add column disown_settled_at timestamptz;
comment on column customer_addresses.saved_at is 'Time when the customer came to this address. Sign-in mails go to the spelling of the first.';
comment on column customer_addresses.proven_at is 'Time when somebody acted on a mail to this very spelling. Null: anybody may have typed it.';
comment on column customer_addresses.disowned_at is 'Time when the reader of this address said that they did not pay. The customer gets no mails from then on.';
comment on column customer_addresses.disown_settled_at is 'Time when staff settled that. Null: it waits in the staff inbox.';

-- Until now a sign-in mail went to the latest spelling. Who is signed in has read one.
update customer_addresses a set proven_at = a.saved_at
where exists (select 1 from supporter_sessions s where s.address_index = a.address_index)
  and a.customer_id = (select f.customer_id from customer_addresses f where f.address_index = a.address_index
                       order by f.saved_at desc, f.customer_id limit 1);

-- Names are compared in this form from now on.
update staff s set name = normalize(s.name, nfc)
where s.name <> normalize(s.name, nfc)
  and not exists (select 1 from staff o where o.id <> s.id and normalize(o.name, nfc) = normalize(s.name, nfc));
