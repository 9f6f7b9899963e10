-- Names are compared in one form (NFC, other spaces as U+0020). A name that would then be another member's stays.
update staff s set name = n.name
from (
  select id, normalize(regexp_replace(name, '[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]', ' ', 'g'), nfc) as name from staff
) as n
where n.id = s.id and n.name <> s.name
  and not exists (select 1 from staff other where other.name = n.name)
  and not exists (
    select 1 from staff twin where twin.id < s.id
      and normalize(regexp_replace(twin.name, '[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]', ' ', 'g'), nfc) = n.name
  );
