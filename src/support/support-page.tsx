import { type Language, localeOf, type Say, sayIn } from '../messages/messages.ts'
import { type Money, money, plainAmount, showMoney } from '../money/money.ts'
import { type CurrencyOffer, FREQUENCIES, type Frequency, type Newsroom } from '../web/newsroom.ts'
import { page, ReaderFrame } from '../web/page.tsx'
import { type ContributionMistakes, maximumFor } from './contribution.ts'

export type SupportForm = {
  frequency: Frequency
  offer: CurrencyOffer
  /** As typed, so that a mistake loses nothing. */
  amount: string
  via: string
  /** Random, made with the page: the same form sent twice is one checkout. */
  form: string
}

type Props = { newsroom: Newsroom; language: Language; values: SupportForm; mistakes: ContributionMistakes }

export const supportPage = ({ newsroom, language, values, mistakes }: Props): string => {
  const say = sayIn(language)
  const title = say('support.title', { newsroom: newsroom.name[language] })
  return page({
    language,
    title,
    scripts: ['support.js'],
    children: (
      <ReaderFrame
        newsroom={newsroom}
        language={language}
        withoutInvitation
        translations={newsroom.languages.map((each) => ({ language: each, href: supportHref(each, values) }))}
      >
        <div class="column support">
          <h1>{title}</h1>
          <p class="standfirst">{say('support.lead', { minimum: shown(newsroom.giving[0].minimum, newsroom.giving[0], language) })}</p>
          <Summary say={say} values={values} mistakes={mistakes} language={language} />
          <Choices newsroom={newsroom} language={language} values={values} />
          <GiveForm language={language} values={values} mistakes={mistakes} />
          <p class="fine">{say('support.next')}</p>
          <p class="fine">{say('support.remembers')}</p>
        </div>
      </ReaderFrame>
    ),
  })
}

const shown = (minor: number, offer: CurrencyOffer, language: Language): string =>
  showMoney(money(minor, offer.currency), localeOf(language))

type Address = Pick<SupportForm, 'frequency' | 'offer' | 'via'> & { amount?: string }

const supportHref = (language: Language, { frequency, offer, via, amount }: Address): string => {
  const query = new URLSearchParams({ frequency, currency: offer.currency })
  if (amount) query.set('amount', amount)
  if (via) query.set('via', via)
  query.set('language', language)
  return `/support?${query}`
}

/** The message by the amount field, in words. */
export const amountMessage = (say: Say, { offer, frequency }: SupportForm, mistakes: ContributionMistakes, language: Language): string => {
  switch (mistakes.amount) {
    case 'not-a-number':
      return say('support.error.not-a-number')
    case 'too-precise':
      return say('support.error.too-precise', { example: plainAmount(money(offer.presets[frequency][0] ?? offer.minimum, offer.currency)) })
    case 'too-small':
      return say('support.error.too-small', { minimum: shown(offer.minimum, offer, language) })
    case 'too-large':
      return say('support.error.too-large', { maximum: shown(maximumFor(offer, frequency), offer, language) })
    default:
      return ''
  }
}

type Parts = { say: Say; language: Language; values: SupportForm; mistakes: ContributionMistakes }

const Summary = ({ say, language, values, mistakes }: Parts) => {
  if (Object.keys(mistakes).length === 0) return null
  return (
    <div class="error-summary" role="alert" tabindex={-1} id="errors" data-focus="">
      <h2>{say('support.errorSummary')}</h2>
      <ul>
        {mistakes.frequency ? <li>{say('support.error.frequency')}</li> : null}
        {mistakes.currency ? <li>{say('support.error.currency')}</li> : null}
        {mistakes.amount ? (
          <li>
            <a href="#amount">{amountMessage(say, values, mistakes, language)}</a>
          </li>
        ) : null}
      </ul>
    </div>
  )
}

/** Cadence and currency change what is offered, so each is a link to the page that offers it. */
const Choices = ({ newsroom, language, values }: Omit<Parts, 'say' | 'mistakes'> & { newsroom: Newsroom }) => {
  const say = sayIn(language)
  const { frequency, offer, via } = values
  return (
    <div class="choices">
      <nav aria-label={say('support.frequency')}>
        <ul class="tabs">
          {FREQUENCIES.map((each) => (
            <li key={each}>
              <a href={supportHref(language, { frequency: each, offer, via })} {...current(each === frequency)}>
                {say(`support.${each}`)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <nav aria-label={say('support.currency')}>
        <ul class="tabs tabs-quiet">
          {newsroom.giving.map((each) => (
            <li key={each.currency}>
              <a href={supportHref(language, { frequency, offer: each, via })} {...current(each === offer)}>
                {each.currency}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <nav aria-label={say('support.presets')}>
        <ul class="tabs presets">
          {offer.presets[frequency].map((minor) => {
            const amount = plainAmount(money(minor, offer.currency))
            return (
              <li key={minor}>
                <a
                  href={supportHref(language, { frequency, offer, via, amount })}
                  data-amount={amount}
                  {...current(amount === values.amount)}
                >
                  {shown(minor, offer, language)}
                </a>
              </li>
            )
          })}
        </ul>
      </nav>
    </div>
  )
}

const current = (is: boolean) => (is ? { 'aria-current': 'true' as const } : {})

const GiveForm = ({ language, values, mistakes }: Omit<Parts, 'say'>) => {
  const say = sayIn(language)
  const { frequency, offer } = values
  const message = amountMessage(say, values, mistakes, language)
  return (
    <form class="give" action="/support/checkouts" method="post">
      <input type="hidden" name="frequency" value={frequency} />
      <input type="hidden" name="currency" value={offer.currency} />
      <input type="hidden" name="via" value={values.via} />
      <input type="hidden" name="language" value={language} />
      <input type="hidden" name="form" value={values.form} />
      <div class="field">
        <label for="amount">{say('support.amount', { currency: offer.currency })}</label>
        <input
          id="amount"
          name="amount"
          value={values.amount}
          inputmode="decimal"
          autocomplete="off"
          required
          aria-describedby={message ? 'amount-error amount-hint' : 'amount-hint'}
          {...(message ? { 'aria-invalid': 'true' as const } : {})}
        />
        {message ? (
          <p class="error" id="amount-error">
            {message}
          </p>
        ) : null}
        <p class="hint" id="amount-hint">
          {say('support.amountHint', { minimum: shown(offer.minimum, offer, language) })}
        </p>
      </div>
      {/* The words follow the amount as it is typed; without scripts they name only the cadence. */}
      <button
        class="primary"
        data-words={say(`support.submitAmount.${frequency}`, { amount: '{amount}' })}
        data-currency={offer.currency}
        data-locale={localeOf(language)}
      >
        {say(`support.submit.${frequency}`)}
      </button>
    </form>
  )
}

export type Thanks = { outcome: 'confirmed' | 'processing' | 'unpaid' | 'unknown'; frequency: Frequency; money: Money; payUrl: string | null }

/** What became of a payment, as far as is known. */
export const thanksPage = ({ newsroom, language, thanks }: { newsroom: Newsroom; language: Language; thanks: Thanks }): string => {
  const say = sayIn(language)
  const { outcome, frequency, payUrl } = thanks
  const amount = showMoney(thanks.money, localeOf(language))
  const home = language === newsroom.languages[0] ? '/' : `/${language}/`
  return page({
    language,
    title: `${say(`thanks.${outcome}.title`)} · ${newsroom.name[language]}`,
    children: (
      <ReaderFrame newsroom={newsroom} language={language} withoutInvitation>
        <div class="column notice" data-outcome={outcome}>
          <h1>{say(`thanks.${outcome}.title`)}</h1>
          <p role="status">
            {outcome === 'confirmed' ? say(`thanks.confirmed.${frequency}`, { amount }) : say(`thanks.${outcome}.text`, { amount })}
          </p>
          {outcome === 'confirmed' ? <p>{say('thanks.confirmed.quiet')}</p> : null}
          {outcome === 'unpaid' ? (
            <p class="notice-actions">
              {payUrl ? (
                <a class="primary" href={payUrl}>
                  {say('thanks.unpaid.continue')}
                </a>
              ) : null}
              <a class="secondary" href={`/support?language=${language}`}>
                {say('thanks.unpaid.again')}
              </a>
            </p>
          ) : (
            <p>
              <a href={home}>{say('thanks.back')}</a>
            </p>
          )}
        </div>
      </ReaderFrame>
    ),
  })
}
