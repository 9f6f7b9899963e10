import type { Price, Product, Session } from '../objects/stripe-objects.ts'
import type { Texts } from './checkout-texts.ts'
import { formatAmount, htmlDocument } from './html-document.tsx'

export type CardForm = { email: string; card: string; expiry: string; cvc: string; name: string }
export type CardFormErrors = Partial<Record<keyof CardForm | 'decline', string>>

type Props = {
  session: Session
  price: Price
  product: Product
  texts: Texts
  form: CardForm
  errors: CardFormErrors
}

export const EMPTY_FORM: CardForm = { email: '', card: '', expiry: '', cvc: '', name: '' }

const priceText = (texts: Texts, price: Price, amount: string): string =>
  patternFor(texts, price.recurring?.interval).replace('{amount}', amount)

const patternFor = (texts: Texts, interval: string | undefined): string => {
  if (interval === 'month') return texts.month
  if (interval === 'year') return texts.year
  return texts.once
}

/** Stripe's hosted checkout page: the order on the left, the card on the right. */
export const checkoutPage = (props: Props): string => {
  const { session, price, product, texts, form, errors } = props
  const language = session.locale === 'ru' ? 'ru' : 'en'
  const amount = formatAmount(session.amount_total ?? 0, price.currency, language)
  return htmlDocument({
    language,
    title: `${product.name} · ${texts.sandbox}`,
    children: (
      <div class="checkout">
        <header class="order">
          {session.cancel_url ? (
            <a class="back" href={session.cancel_url}>
              ← {texts.back}
            </a>
          ) : null}
          <span class="badge">{texts.sandbox}</span>
          <h1>{product.name}</h1>
          <p class="price">{priceText(texts, price, amount)}</p>
        </header>
        <main>
          {errors.decline ? (
            <p class="alert" role="alert">
              {errors.decline}
            </p>
          ) : null}
          <form method="post" action={`/c/pay/${session.id}`} novalidate>
            <Field
              name="email"
              label={texts.email}
              inputmode="email"
              autocomplete="email"
              form={form}
              errors={errors}
            />
            <Field name="card" label={texts.card} autocomplete="cc-number" form={form} errors={errors} />
            <div class="pair">
              <Field name="expiry" label={texts.expiry} autocomplete="cc-exp" form={form} errors={errors} />
              <Field
                name="cvc"
                label={texts.cvc}
                inputmode="numeric"
                autocomplete="cc-csc"
                form={form}
                errors={errors}
              />
            </div>
            <Field name="name" label={texts.name} autocomplete="cc-name" form={form} errors={errors} />
            <button type="submit">
              {session.mode === 'payment' ? texts.pay.replace('{amount}', amount) : texts.subscribe}
            </button>
          </form>
          <aside class="note">
            <p>{texts.note}</p>
            <ul>
              <li>
                <code>4242 4242 4242 4242</code> {texts.works}
              </li>
              <li>
                <code>4000 0000 0000 0002</code> {texts.declined}
              </li>
              <li>
                <code>4000 0000 0000 9995</code> {texts.funds}
              </li>
              <li>
                <code>4000 0027 6000 3184</code> {texts.asks}
              </li>
              <li>
                <code>4000 0000 0000 0259</code> {texts.renewal}
              </li>
              <li>
                <code>DE89 3704 0044 0532 0130 00</code> {texts.debit}
              </li>
            </ul>
          </aside>
        </main>
      </div>
    ),
  })
}

type FieldProps = {
  name: keyof CardForm
  label: string
  inputmode?: 'numeric' | 'email'
  autocomplete: string
  form: CardForm
  errors: CardFormErrors
}

const Field = ({ name, label, inputmode, autocomplete, form, errors }: FieldProps) => {
  const error = errors[name]
  return (
    <p class="field">
      <label for={name}>{label}</label>
      <input
        id={name}
        name={name}
        type="text"
        value={form[name]}
        autocomplete={autocomplete}
        {...(inputmode ? { inputmode } : {})}
        {...(error ? { 'aria-invalid': 'true', 'aria-describedby': `${name}-error` } : {})}
      />
      {error ? (
        <span class="error" id={`${name}-error`}>
          {error}
        </span>
      ) : null}
    </p>
  )
}

/** The page of a session that is complete or expired. */
export const closedPage = (session: Session, texts: Texts): string => {
  const language = session.locale === 'ru' ? 'ru' : 'en'
  return htmlDocument({
    language,
    title: texts.closed,
    children: (
      <main class="closed">
        <h1>{texts.closed}</h1>
        <p>{session.status === 'complete' ? texts.paid : texts.expired}</p>
        {session.cancel_url ? <a href={session.cancel_url}>{texts.back}</a> : null}
      </main>
    ),
  })
}
