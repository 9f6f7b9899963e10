import type {
  Customer,
  Invoice,
  PaymentMethod,
  PortalConfiguration,
  PortalSession,
  Subscription,
} from '../objects/stripe-objects.ts'
import { formatAmount, htmlDocument } from './html-document.tsx'

type Props = {
  session: PortalSession
  configuration: PortalConfiguration
  customer: Customer
  subscriptions: readonly Subscription[]
  invoices: readonly Invoice[]
  methodOf: (subscription: Subscription) => PaymentMethod | undefined
  error: string | null
}

const dayOf = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 10)

/** Stripe's billing portal with the features that its configuration enables. */
export const portalPage = (props: Props): string => {
  const { session, configuration, customer, subscriptions, invoices, error } = props
  const { features } = configuration
  return htmlDocument({
    language: 'en',
    title: 'Billing portal · Sandbox',
    children: (
      <main class="home">
        <h1>
          {configuration.business_profile.headline ?? 'Billing'} <span class="badge">Sandbox</span>
        </h1>
        <p>{customer.email}</p>
        {error ? (
          <p class="alert" role="alert">
            {error}
          </p>
        ) : null}
        <section>
          <h2>Subscriptions</h2>
          {subscriptions.length === 0 ? <p>None.</p> : null}
          <ul class="rows">
            {subscriptions.map((each) => (
              <SubscriptionRow key={each.id} {...props} subscription={each} />
            ))}
          </ul>
        </section>
        {features.invoice_history.enabled ? <Invoices invoices={invoices} /> : null}
        {session.return_url ? (
          <p>
            <a href={session.return_url}>Return to the newsroom</a>
          </p>
        ) : null}
      </main>
    ),
  })
}

const SubscriptionRow = ({
  session,
  configuration,
  subscription,
  methodOf,
}: Props & { subscription: Subscription }) => {
  const [item] = subscription.items.data
  const { features } = configuration
  const action = `/p/session/${session.id}/${subscription.id}`
  const isEnding = subscription.cancel_at !== null
  const method = methodOf(subscription)
  const last4 = method?.card?.last4 ?? method?.sepa_debit?.last4
  return (
    <li>
      {formatAmount(item?.price.unit_amount ?? 0, subscription.currency, 'en')} a{' '}
      {item?.price.recurring?.interval}, {subscription.status}
      {last4 ? `, card ending ${last4}` : ''}
      {isEnding ? `, ends on ${dayOf(subscription.cancel_at ?? 0)}` : ''}
      {features.payment_method_update.enabled ? (
        <form method="post" action={`${action}/card`}>
          <label for={`card-${subscription.id}`}>New card</label>{' '}
          <input id={`card-${subscription.id}`} name="card" inputmode="numeric" autocomplete="cc-number" />{' '}
          <button type="submit">Use this card</button>
        </form>
      ) : null}
      {features.subscription_cancel.enabled && subscription.ended_at === null ? (
        <form method="post" action={`${action}/${isEnding ? 'renew' : 'cancel'}`}>
          <button type="submit">{isEnding ? 'Do not cancel' : 'Cancel'}</button>
        </form>
      ) : null}
    </li>
  )
}

const Invoices = ({ invoices }: { invoices: readonly Invoice[] }) => (
  <section>
    <h2>Invoices</h2>
    {invoices.length === 0 ? <p>None.</p> : null}
    <ul class="rows">
      {invoices.map((invoice) => (
        <li key={invoice.id}>
          <a href={`/i/${invoice.id}`}>{invoice.number ?? 'Draft'}</a> {dayOf(invoice.created)},{' '}
          {formatAmount(invoice.total, invoice.currency, 'en')}, {invoice.status}
        </li>
      ))}
    </ul>
  </section>
)

/** The hosted page of an invoice, where a customer can pay with another card. */
export const invoicePage = (invoice: Invoice, error: string | null): string =>
  htmlDocument({
    language: 'en',
    title: `Invoice ${invoice.number ?? ''} · Sandbox`,
    children: (
      <main class="closed">
        <span class="badge">Sandbox</span>
        <h1>Invoice {invoice.number}</h1>
        <p>
          {formatAmount(invoice.total, invoice.currency, 'en')}, {invoice.status}
        </p>
        {error ? (
          <p class="alert" role="alert">
            {error}
          </p>
        ) : null}
        {invoice.status === 'open' ? (
          <form method="post" action={`/i/${invoice.id}`}>
            <label for="card">Card</label>{' '}
            <input id="card" name="card" inputmode="numeric" autocomplete="cc-number" />{' '}
            <button type="submit">Pay</button>
          </form>
        ) : null}
      </main>
    ),
  })
