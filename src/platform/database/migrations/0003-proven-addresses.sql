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

-- Addresses with two dots in a row or a dot before @ were taken for none. Asks Stripe again for what is missing.
update stripe_customers c set address_fetch_due_at = now()
where c.supporter_id is not null and c.address_fetch_due_at is null
  and exists (select 1 from stripe_subscriptions s where s.customer_id = c.id and s.ended_at is null)
  and not exists (select 1 from customer_addresses a where a.customer_id = c.id);
