import type {
  Customer,
  Invoice,
  PaymentMethod,
  PortalConfiguration,
  PortalSession,
  Subscription,
} from '../objects/stripe-objects.ts'
import { formatAmount, htmlDocument } from './html-document.tsx'
import type { PageLanguage } from './page-language.ts'
import { type PortalTexts, portalTexts } from './portal-texts.ts'

type Props = {
  language: PageLanguage
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
  const { session, configuration, customer, subscriptions, invoices, error, language } = props
  const texts = portalTexts(language)
  const { features } = configuration
  return htmlDocument({
    language,
    title: `${texts.portal} · ${texts.sandbox}`,
    children: (
      <main class="home">
        <h1>
          {configuration.business_profile.headline ?? texts.billing}{' '}
          <span class="badge">{texts.sandbox}</span>
        </h1>
        <p>{customer.email}</p>
        {error ? (
          <p class="alert" role="alert">
            {error}
          </p>
        ) : null}
        <section>
          <h2>{texts.subscriptions}</h2>
          {subscriptions.length === 0 ? <p>{texts.none}</p> : null}
          <ul class="rows">
            {subscriptions.map((each) => (
              <SubscriptionRow key={each.id} {...props} subscription={each} />
            ))}
          </ul>
        </section>
        {features.invoice_history.enabled ? <Invoices invoices={invoices} language={language} /> : null}
        {session.return_url ? (
          <p>
            <a href={session.return_url}>{texts.back}</a>
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
  language,
}: Props & { subscription: Subscription }) => {
  const [item] = subscription.items.data
  const { features } = configuration
  const action = `/p/session/${session.id}/${subscription.id}`
  const isEnding = subscription.cancel_at !== null
  const method = methodOf(subscription)
  const texts = portalTexts(language)
  const amount = formatAmount(item?.price.unit_amount ?? 0, subscription.currency, language)
  const last4 = method?.card?.last4 ?? method?.sepa_debit?.last4
  return (
    <li>
      {patternOf(texts, item?.price.recurring?.interval).replace('{amount}', amount)},{' '}
      {texts.statuses[subscription.status]}
      {last4 ? `, ${texts.ending.replace('{digits}', last4)}` : ''}
      {isEnding ? `, ${texts.endsOn.replace('{date}', dayOf(subscription.cancel_at ?? 0))}` : ''}
      {features.payment_method_update.enabled ? (
        <form method="post" action={`${action}/card`}>
          <label for={`card-${subscription.id}`}>{texts.newCard}</label>{' '}
          <input id={`card-${subscription.id}`} name="card" inputmode="numeric" autocomplete="cc-number" />{' '}
          <button type="submit">{texts.useCard}</button>
        </form>
      ) : null}
      {features.subscription_cancel.enabled && subscription.ended_at === null ? (
        <form method="post" action={`${action}/${isEnding ? 'renew' : 'cancel'}`}>
          <button type="submit">{isEnding ? texts.renew : texts.cancel}</button>
        </form>
      ) : null}
    </li>
  )
}

const patternOf = (texts: PortalTexts, interval: string | undefined): string => {
  if (interval === 'month') return texts.month
  return interval === 'year' ? texts.year : texts.otherInterval
}

const Invoices = ({ invoices, language }: { invoices: readonly Invoice[]; language: PageLanguage }) => {
  const texts = portalTexts(language)
  return (
    <section>
      <h2>{texts.invoices}</h2>
      {invoices.length === 0 ? <p>{texts.none}</p> : null}
      <ul class="rows">
        {invoices.map((invoice) => (
          <li key={invoice.id}>
            <a href={`/i/${invoice.id}`}>{invoice.number ?? texts.draft}</a> {dayOf(invoice.created)},{' '}
            {formatAmount(invoice.total, invoice.currency, language)}, {texts.statuses[invoice.status ?? '']}
          </li>
        ))}
      </ul>
    </section>
  )
}

type InvoiceView = { invoice: Invoice; error: string | null; language: PageLanguage }

/** The hosted page of an invoice, where a customer can pay with another card. */
export const invoicePage = ({ invoice, error, language }: InvoiceView): string => {
  const texts = portalTexts(language)
  const title = texts.invoice.replace('{number}', invoice.number ?? '')
  return htmlDocument({
    language,
    title: `${title} · ${texts.sandbox}`,
    children: (
      <main class="closed">
        <span class="badge">{texts.sandbox}</span>
        <h1>{title}</h1>
        <p>
          {formatAmount(invoice.total, invoice.currency, language)}, {texts.statuses[invoice.status ?? '']}
        </p>
        {error ? (
          <p class="alert" role="alert">
            {error}
          </p>
        ) : null}
        {invoice.status === 'open' ? (
          <form method="post" action={`/i/${invoice.id}`}>
            <label for="card">{texts.card}</label>{' '}
            <input id="card" name="card" inputmode="numeric" autocomplete="cc-number" />{' '}
            <button type="submit">{texts.pay}</button>
          </form>
        ) : null}
      </main>
    ),
  })
}
