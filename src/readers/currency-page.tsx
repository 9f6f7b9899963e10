import { amountMessage } from '../billing/amount-words.ts'
import type { AmountMistake } from '../billing/contribution.ts'
import { showDate } from '../messages/dates.ts'
import { type Language, type Say, sayIn } from '../messages/messages.ts'
import { withLanguage } from '../web/language.ts'
import type { CurrencyOffer, Newsroom } from '../web/newsroom.ts'
import { ownPage } from '../web/own-page.tsx'
import type { OwnContribution } from './account-store.ts'
import { AmountField, MistakesSummary } from './amount-field-panel.tsx'
import { amountWords } from './contribution-panel.tsx'
import type { Cadence, Exchange } from './own-change.ts'

type Props = {
  newsroom: Newsroom
  language: Language
  timeZone: string
  own: OwnContribution
  exchange: Exchange
  /** As typed, so that a mistake loses nothing. */
  typed: { currency: string; amount: string }
  mistakes: { currency?: true; amount?: AmountMistake }
  /** The form's own random token: sent twice it is one checkout. */
  form: string
}

/** Another currency: what it means, and the way to Stripe's page, where it is agreed. */
export const currencyPage = (props: Props): string => {
  const { newsroom, language, timeZone, own, exchange } = props
  const say = sayIn(language)
  return ownPage({
    ...{ newsroom, language, look: 'notice' },
    title: say('currency.title'),
    path: `/account/currency?contribution=${own.id}`,
    children: (
      <>
        <p>{say('change.now', { amount: amountWords(own, language) })}</p>
        {exchange.when === 'too-soon' ? (
          <p role="status">{say('currency.soon', { at: showDate(exchange.at, language, timeZone) })}</p>
        ) : (
          <Wanted say={say} {...props} exchange={exchange} />
        )}
        <p>
          <a href={withLanguage('/account', language)}>{say('cancel.back')}</a>
        </p>
      </>
    ),
  })
}

type Parts = Props & { say: Say; exchange: Exchange & { when: 'next-charge' | 'now' } }

const mistakeOf = ({ say, exchange, typed, mistakes, language }: Parts): string => {
  const offer = offerTyped(exchange.offers, typed.currency)
  return offer && mistakes.amount
    ? amountMessage(say, { offer, frequency: exchange.cadence }, mistakes.amount, language)
    : ''
}

const offerTyped = (offers: readonly CurrencyOffer[], currency: string): CurrencyOffer | undefined =>
  offers.find((each) => each.currency === currency)

const AMOUNT_OF: Record<Cadence, 'currency.monthly' | 'currency.yearly'> = {
  monthly: 'currency.monthly',
  yearly: 'currency.yearly',
}

const Wanted = (props: Parts) => {
  const { say, own, exchange, typed, mistakes, language, timeZone, form } = props
  const [only, ...others] = exchange.offers
  const mistake = mistakeOf(props)
  return (
    <>
      {mistakes.currency ? (
        <MistakesSummary say={say} field="currency" message={say('currency.error')} />
      ) : mistake ? (
        <MistakesSummary say={say} field="amount" message={mistake} />
      ) : null}
      <p>
        {exchange.when === 'now'
          ? say('currency.now')
          : say('currency.later', { at: showDate(exchange.at, language, timeZone) })}
      </p>
      <p>{say('currency.card')}</p>
      <form action="/account/currency" method="post" class="change">
        <input type="hidden" name="contribution" value={own.id} />
        <input type="hidden" name="language" value={language} />
        <input type="hidden" name="form" value={form} />
        {others.length > 0 ? (
          <fieldset id="currency" class="own-choices">
            <legend>{say('currency.legend')}</legend>
            {exchange.offers.map(({ currency }) => (
              <label key={currency} class="choice">
                <input type="radio" name="currency" value={currency} checked={typed.currency === currency} />{' '}
                {currency}
              </label>
            ))}
          </fieldset>
        ) : (
          <input type="hidden" name="currency" value={only?.currency ?? ''} />
        )}
        <AmountField
          label={
            others.length > 0
              ? say(AMOUNT_OF[exchange.cadence])
              : say('support.amount', { currency: only?.currency ?? '' })
          }
          value={typed.amount}
          mistake={mistake}
        />
        <button type="submit" class="primary">
          {say('currency.button')}
        </button>
      </form>
    </>
  )
}
