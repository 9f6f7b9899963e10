-- A pay link counts for the address of the invoice's customer, also once nothing is left to pay.
drop view payable_invoices;
create view account_invoices as
  select i.id, i.customer_id, i.status = 'open' and s.ended_at is null
    and not exists (select 1 from pending_invoices p where p.invoice_id = i.id)
    and not exists (select 1 from canceling_subscriptions c where c.subscription_id = s.id) as is_payable
  from stripe_invoices i join stripe_subscriptions s on s.id = i.subscription_id;
comment on view account_invoices is 'Invoices of subscriptions, for the pay links of mails.';
comment on column account_invoices.is_payable is 'True if it is open, no payment is pending and the subscription goes on.';
