import { amountMessage, showAmount } from '../billing/model/amount-words.ts'
import { type ContributionMistakes, parseContribution } from '../billing/model/contribution-form.ts'
import { type Language, moneyLocaleOf, type Say, sayIn } from '../messages/messages.ts'
import { exponentOf } from '../money/currency.ts'
import { withLanguage } from '../web/language.ts'
import { maximumFor } from '../web/page/largest-amount.ts'
import type { CurrencyOffer, Frequency, Newsroom } from '../web/page/newsroom.ts'
import { page, ReaderFrame } from '../web/page/page.tsx'
import { ChargesPanel } from './charges-panel.tsx'
import { Choices, supportHref } from './choices-panel.tsx'

export type SupportForm = {
  frequency: Frequency
  offer: CurrencyOffer
  /** As typed, so that a mistake loses nothing. */
  amount: string
  via: string
  /** The reader came back from Stripe's page without paying. */
  isSecondTry: boolean
  /** The random token of this page view. A form sent twice is one checkout. */
  form: string
}

export type SupportMoment = { timeZone: string; now: Date }

type Props = SupportMoment & {
  newsroom: Newsroom
  language: Language
  values: SupportForm
  mistakes: ContributionMistakes
  /** The reader has an active contribution. The page offers to change it before starting another. */
  givesAlready?: boolean
  /** The reader chose an amount or a currency, so the form is shown open. */
  isChosen?: boolean
}

export const supportPage = (props: Props): string => {
  const { newsroom, language, values, mistakes, givesAlready, isChosen } = props
  const say = sayIn(language)
  const form = <GiveForm {...props} />
  const title = say('support.title', { newsroom: newsroom.name[language] })
  return page({
    language,
    title,
    scripts: ['support.js', 'focus.js'],
    children: (
      <ReaderFrame
        newsroom={newsroom}
        language={language}
        translations={newsroom.languages.map((each) => ({ language: each, href: supportHref(each, values) }))}
      >
        <div class="column support">
          <h1>{title}</h1>
          <p class="standfirst">
            {say('support.lead', {
              minimum: showAmount(newsroom.giving[0].minimum, newsroom.giving[0], language),
            })}
          </p>
          {givesAlready ? <ChangeInstead say={say} newsroom={newsroom} language={language} /> : null}
          <MistakesSummary say={say} values={values} mistakes={mistakes} language={language} />
          <Choices newsroom={newsroom} language={language} values={values} />
          {givesAlready ? (
            <details open={isChosen === true || Object.keys(mistakes).length > 0}>
              <summary>{say('support.alreadyAnother')}</summary>
              {form}
            </details>
          ) : (
            form
          )}
          <p class="safety">{say('support.safety')}</p>
          <p class="fine-print">{say('support.next')}</p>
          <p class="fine-print">{say('support.remembers')}</p>
        </div>
      </ReaderFrame>
    ),
  })
}

type ChangeProps = { say: Say; newsroom: Newsroom; language: Language }

const ChangeInstead = ({ say, newsroom, language }: ChangeProps) => (
  <aside class="already-supporting">
    <p>{say(`support.already.${newsroom.rules.duplicates}`)}</p>
    {newsroom.giving.length > 1 ? <p>{say('support.already.currency')}</p> : null}
    <p>
      <a class="primary" href={withLanguage('/account', language)}>
        {say('support.alreadyChange')}
      </a>
    </p>
  </aside>
)

type FormProps = { language: Language; values: SupportForm; mistakes: ContributionMistakes }

const MistakesSummary = ({ say, language, values, mistakes }: FormProps & { say: Say }) => {
  if (Object.keys(mistakes).length === 0) return null
  return (
    <div class="error-summary" role="alert" tabindex={-1} id="errors" data-focus="">
      <h2>{say(mistakes.amount ? 'support.errorSummary' : 'support.errorSummary.other')}</h2>
      <ul>
        {mistakes.form ? <li>{say('support.error.form')}</li> : null}
        {mistakes.frequency ? <li>{say('support.error.frequency')}</li> : null}
        {mistakes.currency ? <li>{say('support.error.currency')}</li> : null}
        {mistakes.amount ? (
          <li>
            <a href="#amount">
              {amountMessage(
                say,
                { offer: values.offer, frequency: values.frequency, language },
                mistakes.amount,
              )}
            </a>
          </li>
        ) : null}
      </ul>
    </div>
  )
}

const GiveForm = ({ language, values, mistakes, newsroom, timeZone, now }: Props) => {
  const say = sayIn(language)
  const { frequency, offer } = values
  const { statementName } = newsroom
  const parsed = parseContribution({ ...values, currency: offer.currency }, [offer])
  const price = parsed.ok ? parsed.contribution.money : null
  const message = amountMessage(say, { offer, frequency, language }, mistakes.amount)
  return (
    <form class="support-form" action="/support/checkouts" method="post">
      <input type="hidden" name="frequency" value={frequency} />
      <input type="hidden" name="currency" value={offer.currency} />
      <input type="hidden" name="via" value={values.via} />
      {values.isSecondTry ? <input type="hidden" name="again" value="1" /> : null}
      <input type="hidden" name="language" value={language} />
      <input type="hidden" name="form" value={values.form} />
      <div class="field">
        <label for="amount">{say('support.amount', { currency: offer.currency })}</label>
        <input
          id="amount"
          name="amount"
          value={values.amount}
          dir="ltr"
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
          {say('support.amountHint', { minimum: showAmount(offer.minimum, offer, language) })}
        </p>
      </div>
      <ChargesPanel {...{ language, timeZone, now, frequency, price, statementName }} />
      {/* A script puts the typed amount on the button if it can be charged. Without scripts it names only the frequency. */}
      <button
        type="submit"
        class="primary"
        data-words={say(`support.submitAmount.${frequency}`, { amount: '{amount}' })}
        data-currency={offer.currency}
        data-digits={exponentOf(offer.currency)}
        data-minimum={offer.minimum}
        data-maximum={maximumFor(offer, frequency)}
        data-locale={moneyLocaleOf(language)}
      >
        {say(`support.submit.${frequency}`)}
      </button>
    </form>
  )
}
