import { amountMessage } from '../../billing/model/amount-words.ts'
import type { Plan } from '../../billing/model/plan-change.ts'
import { formatDate } from '../../messages/dates.ts'
import { type Language, type Say, sayIn } from '../../messages/messages.ts'
import { formatPlainAmount, money } from '../../money/money.ts'
import { withLanguage } from '../../web/language.ts'
import { accountFrame } from '../../web/page/account-frame.tsx'
import type { Newsroom } from '../../web/page/newsroom.ts'
import type { AccountContribution } from '../account/account-store.ts'
import {
  CADENCES,
  type Changeable,
  type ChangeMistakes,
  type State,
  stateOf,
} from '../account/allowed-changes.ts'
import { amountWords } from '../account/contribution-panel.tsx'
import { AmountField, MistakesSummary } from './amount-field-panel.tsx'

type Props = {
  newsroom: Newsroom
  language: Language
  timeZone: string
  own: AccountContribution
  changeable: Changeable
  /** As typed, so that a mistake loses nothing. */
  typed: { amount: string; frequency: string }
  mistakes: ChangeMistakes
  /** What would be given; null until something was typed that can be. */
  plan: Plan | null
}

/** Another amount, or how often: first what would change, then the button that changes it. */
export const changePage = (props: Props): string => {
  const { newsroom, language, own } = props
  const say = sayIn(language)
  return accountFrame({
    ...{ newsroom, language, look: 'notice' },
    title: say('change.title'),
    path: `/account/amount?contribution=${own.id}`,
    children: (
      <>
        <p>{say('change.now', { amount: amountWords(own, language) })}</p>
        <Mistakes say={say} {...props} />
        <FetchRequest say={say} {...props} />
        {props.plan ? <Preview say={say} {...props} plan={props.plan} /> : null}
        <OtherCurrencies say={say} {...props} />
        <p>
          <a href={withLanguage('/account', language)}>{say('cancel.back')}</a>
        </p>
      </>
    ),
  })
}

type Resources = Props & { say: Say }

const messageOf = ({ say, changeable, typed, mistakes, language }: Resources): string =>
  mistakes.frequency
    ? say('change.error.frequency')
    : amountMessage(
        say,
        {
          offer: changeable.offer,
          frequency: typed.frequency === 'yearly' ? 'yearly' : 'monthly',
          language,
        },
        mistakes.amount,
      )

const Mistakes = (props: Resources) =>
  Object.keys(props.mistakes).length === 0 ? null : (
    <MistakesSummary
      say={props.say}
      // The choice of how often stands on the page only while it can be made.
      field={props.mistakes.frequency && stateOf(props.own) === 'running' ? 'frequency' : 'amount'}
      message={messageOf(props)}
    />
  )

const FetchRequest = (props: Resources) => {
  const { say, own, changeable, typed, mistakes, language } = props
  return (
    <form action="/account/amount" method="get" class="change">
      <input type="hidden" name="contribution" value={own.id} />
      <input type="hidden" name="language" value={language} />
      <AmountField
        label={say('support.amount', { currency: changeable.offer.currency })}
        value={typed.amount}
        mistake={mistakes.amount ? messageOf(props) : ''}
      />
      {stateOf(own) === 'running' ? (
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
        <input type="hidden" name="frequency" value={changeable.cadence} />
      )}
      <button type="submit" class="secondary">
        {say('change.show')}
      </button>
    </form>
  )
}

/** Stripe changes no subscription's currency. */
const OtherCurrencies = ({ say, newsroom, language, own, changeable }: Resources) => {
  const others = newsroom.giving.filter(({ currency }) => currency !== own.currency)
  if (others.length === 0) return null
  return (
    <>
      <p>{say('change.currency')}</p>
      <p class="notice-actions">
        {others.map(({ currency }) => {
          const query = new URLSearchParams({ frequency: changeable.cadence, currency })
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

/** What becomes of a charge that is open. */
const STAYS: Partial<Record<State, 'change.failing' | 'change.charging'>> = {
  failing: 'change.failing',
  charging: 'change.charging',
}

const Preview = ({ say, own, changeable, plan, language, timeZone }: Resources & { plan: Plan }) => {
  const before = amountWords(own, language)
  const after = amountWords({ ...own, ...plan, intervalCount: 1 }, language)
  if (before === after) return <p role="status">{say('change.same')}</p>
  const state = stateOf(own)
  return (
    <form action="/account/amount" method="post" class="change-preview">
      <input type="hidden" name="contribution" value={own.id} />
      <input type="hidden" name="language" value={language} />
      <input
        type="hidden"
        name="amount"
        value={formatPlainAmount(money(plan.amount, changeable.offer.currency))}
      />
      <input type="hidden" name="frequency" value={plan.interval === 'year' ? 'yearly' : 'monthly'} />
      <p role="status">
        {state === 'running' && own.periodEnd
          ? say('change.preview', { at: formatDate(own.periodEnd, language, timeZone), before, after })
          : say('change.previewNext', { before, after })}
      </p>
      <p>{say(STAYS[state] ?? 'change.nothingNow')}</p>
      <button type="submit" class="primary">
        {say('change.button')}
      </button>
    </form>
  )
}
