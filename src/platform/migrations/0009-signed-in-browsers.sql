-- The browser of a session: what is given under its address elsewhere keeps the letter away from it as well. Null in
-- sessions from before.
alter table reader_sessions add column reader_hash bytea check (length(reader_hash) = 32);

-- Whoever signed out of a browser wants it to tell nobody that they give: the letter stays away from it, and nothing more.
alter table supporter_readers add column is_discreet boolean not null default false;
