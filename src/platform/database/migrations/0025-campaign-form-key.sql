-- A form that is sent twice makes one campaign.
alter table campaigns add column form_key text unique;
comment on column campaigns.form_key is 'The random key of the form that created it. Null: it was created before forms had keys.';
