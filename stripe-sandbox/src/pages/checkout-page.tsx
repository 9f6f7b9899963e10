import type { Price, Product, Session } from '../objects/stripe-objects.ts'
import type { Words } from './checkout-texts.ts'
import { document, showAmount } from './html-document.tsx'

export type CardForm = { email: string; card: string; expiry: string; cvc: string; name: string }
export type CardFormErrors = Partial<Record<keyof CardForm | 'decline', string>>

type Props = {
  session: Session
  price: Price
  product: Product
  words: Words
  form: CardForm
  errors: CardFormErrors
}

export const EMPTY_FORM: CardForm = { email: '', card: '', expiry: '', cvc: '', name: '' }

const priceWords = (words: Words, price: Price, amount: string): string => {
  const interval = price.recurring?.interval
  const pattern = interval === 'month' ? words.month : interval === 'year' ? words.year : words.once
  return pattern.replace('{amount}', amount)
}

/** The page where a reader would meet Stripe: what is bought at the left, the card at the right. */
export const checkoutPage = (props: Props): string => {
  const { session, price, product, words, form, errors } = props
  const language = session.locale === 'ru' ? 'ru' : 'en'
  const amount = showAmount(session.amount_total ?? 0, price.currency, language)
  return document({
    language,
    title: `${product.name} · ${words.sandbox}`,
    children: (
      <div class="checkout">
        <header class="order">
          {session.cancel_url ? (
            <a class="back" href={session.cancel_url}>
              ← {words.back}
            </a>
          ) : null}
          <span class="badge">{words.sandbox}</span>
          <h1>{product.name}</h1>
          <p class="price">{priceWords(words, price, amount)}</p>
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
              label={words.email}
              inputmode="email"
              autocomplete="email"
              form={form}
              errors={errors}
            />
            <Field name="card" label={words.card} autocomplete="cc-number" form={form} errors={errors} />
            <div class="pair">
              <Field name="expiry" label={words.expiry} autocomplete="cc-exp" form={form} errors={errors} />
              <Field
                name="cvc"
                label={words.cvc}
                inputmode="numeric"
                autocomplete="cc-csc"
                form={form}
                errors={errors}
              />
            </div>
            <Field name="name" label={words.name} autocomplete="cc-name" form={form} errors={errors} />
            <button type="submit">
              {session.mode === 'payment' ? words.pay.replace('{amount}', amount) : words.subscribe}
            </button>
          </form>
          <aside class="note">
            <p>{words.note}</p>
            <ul>
              <li>
                <code>4242 4242 4242 4242</code> {words.works}
              </li>
              <li>
                <code>4000 0000 0000 0002</code> {words.declined}
              </li>
              <li>
                <code>4000 0000 0000 9995</code> {words.funds}
              </li>
              <li>
                <code>4000 0027 6000 3184</code> {words.asks}
              </li>
              <li>
                <code>4000 0000 0000 0259</code> {words.renewal}
              </li>
              <li>
                <code>DE89 3704 0044 0532 0130 00</code> {words.debit}
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

/** What stands at the address of a session that can no longer be paid. */
export const closedPage = (session: Session, words: Words): string => {
  const language = session.locale === 'ru' ? 'ru' : 'en'
  return document({
    language,
    title: words.closed,
    children: (
      <main class="closed">
        <h1>{words.closed}</h1>
        <p>{session.status === 'complete' ? words.paid : words.expired}</p>
        {session.cancel_url ? <a href={session.cancel_url}>{words.back}</a> : null}
      </main>
    ),
  })
}
