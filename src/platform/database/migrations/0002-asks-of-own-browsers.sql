alter table sign_in_requests add column is_by_own_browser boolean not null default false;
comment on column sign_in_requests.is_by_own_browser is 'True if the browser was already linked to a supporter with this address. Such requests have a limit of their own.';
