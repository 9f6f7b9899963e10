import { amountMessage } from '../../billing/model/amount-words.ts'
import type { Plan } from '../../billing/model/plan-change.ts'
import { type Language, type Say, sayIn } from '../../messages/messages.ts'
import { withLanguage } from '../../web/language.ts'
import { accountFrame } from '../../web/page/account-frame.tsx'
import type { Newsroom } from '../../web/page/newsroom.ts'
import type { AccountContribution } from '../account/account-store.ts'
import { CADENCES, type ChangeablePlan, type ChangeMistakes, stateOf } from '../account/allowed-changes.ts'
import { amountWords } from '../account/contribution-panel.tsx'
import { AmountField, MistakesSummary } from './amount-field-panel.tsx'
import { ChangePreview } from './change-preview-panel.tsx'

export type ChangePage = {
  newsroom: Newsroom
  language: Language
  timeZone: string
  contribution: AccountContribution
  current: ChangeablePlan
  /** As typed, so that a mistake loses nothing. */
  typed: { amount: string; frequency: string }
  mistakes: ChangeMistakes
  /** The plan to preview; null before a valid one was typed. */
  plan: Plan | null
}

/** Changes the amount or the cadence: a form previews the change, and a second one makes it. */
export const changePage = (props: ChangePage): string => {
  const { newsroom, language, timeZone, contribution, current, typed, mistakes, plan } = props
  const say = sayIn(language)
  const message = messageFor(props, say)
  const canChangeCadence = stateOf(contribution) === 'active'
  return accountFrame({
    newsroom,
    language,
    look: 'notice',
    title: say('change.title'),
    path: `/account/amount?contribution=${contribution.id}`,
    children: (
      <>
        <p>{say('change.now', { amount: amountWords(contribution, language) })}</p>
        {Object.keys(mistakes).length === 0 ? null : (
          <MistakesSummary
            say={say}
            // The cadence field is on the page only while the cadence can change.
            field={mistakes.frequency && canChangeCadence ? 'frequency' : 'amount'}
            message={message}
          />
        )}
        <PlanForm
          say={say}
          language={language}
          contribution={contribution}
          current={current}
          typed={typed}
          amountMistake={mistakes.amount ? message : ''}
        />
        {plan ? (
          <ChangePreview
            say={say}
            language={language}
            timeZone={timeZone}
            contribution={contribution}
            plan={plan}
          />
        ) : null}
        <OtherCurrencies say={say} newsroom={newsroom} language={language} current={current} />
        <p>
          <a href={withLanguage('/account', language)}>{say('cancel.back')}</a>
        </p>
      </>
    ),
  })
}

const messageFor = ({ current, typed, mistakes, language }: ChangePage, say: Say): string => {
  if (mistakes.frequency) return say('change.error.frequency')
  const frequency = typed.frequency === 'yearly' ? 'yearly' : 'monthly'
  return amountMessage(say, { offer: current.offer, frequency, language }, mistakes.amount)
}

type FormProps = Pick<ChangePage, 'language' | 'contribution' | 'current' | 'typed'> & {
  say: Say
  amountMistake: string
}

const PlanForm = ({ say, language, contribution, current, typed, amountMistake }: FormProps) => (
  <form action="/account/amount" method="get" class="change">
    <input type="hidden" name="contribution" value={contribution.id} />
    <input type="hidden" name="language" value={language} />
    <AmountField
      label={say('support.amount', { currency: current.offer.currency })}
      value={typed.amount}
      mistake={amountMistake}
    />
    {stateOf(contribution) === 'active' ? (
      <fieldset id="frequency" class="account-choices">
        <legend>{say('support.frequency')}</legend>
        {CADENCES.map((each) => (
          <label key={each} class="choice">
            <input type="radio" name="frequency" value={each} checked={typed.frequency === each} />{' '}
            {say(`support.${each}`)}
          </label>
        ))}
      </fieldset>
    ) : (
      <input type="hidden" name="frequency" value={current.cadence} />
    )}
    <button type="submit" class="secondary">
      {say('change.show')}
    </button>
  </form>
)

type CurrencyProps = Pick<ChangePage, 'newsroom' | 'language' | 'current'> & { say: Say }

/** Links to new contributions, because Stripe cannot change a subscription's currency. */
const OtherCurrencies = ({ say, newsroom, language, current }: CurrencyProps) => {
  const others = newsroom.giving.filter(({ currency }) => currency !== current.offer.currency)
  if (others.length === 0) return null
  return (
    <>
      <p>{say('change.currency')}</p>
      <p class="notice-actions">
        {others.map(({ currency }) => {
          const query = new URLSearchParams({ frequency: current.cadence, currency })
          return (
            <a key={currency} class="secondary" href={withLanguage(`/support?${query}`, language)}>
              {say('change.currencyLink', { currency })}
            </a>
          )
        })}
      </p>
    </>
  )
}
