import { firstChargeAfter } from '../../billing/model/plan-change.ts'
import { formatDate } from '../../messages/dates.ts'
import { type Language, moneyLocaleOf, type Say, sayIn } from '../../messages/messages.ts'
import { formatMoney, money } from '../../money/money.ts'
import { withLanguage } from '../../web/language.ts'
import type { Newsroom } from '../../web/page/newsroom.ts'
import type { AccountContribution } from './account-store.ts'
import { cadenceOf, findChangeablePlan, isPausable, stateOf } from './allowed-changes.ts'

/** All of Stripe's intervals (https://docs.stripe.com/api/prices/object#price_object-recurring-interval). */
const INTERVALS = ['day', 'week', 'month', 'year'] as const

type Priced = Pick<AccountContribution, 'amount' | 'currency' | 'interval' | 'intervalCount'>

/** `$5 a month`, `$30 every 6 months` */
export const amountWords = (contribution: Priced, language: Language): string => {
  const say = sayIn(language)
  const { amount, currency, interval, intervalCount } = contribution
  const known = INTERVALS.find((each) => each === interval)
  if (amount === null || intervalCount === null || !known) return say('account.amount.unknown')
  const shown = formatMoney(money(amount, currency), moneyLocaleOf(language))
  return say(`account.amount.${known}`, { amount: shown, count: intervalCount })
}

type Props = {
  newsroom: Newsroom
  language: Language
  timeZone: string
  now: Date
  say: Say
  contribution: AccountContribution
}

/** Shows a contribution that has not ended: its amount, its state and what the supporter can do. */
export const ContributionPanel = ({ newsroom, language, timeZone, now, say, contribution }: Props) => (
  <section
    class="account-contribution"
    aria-labelledby={`c-${contribution.id}`}
    data-state={stateOf(contribution)}
  >
    <h2 id={`c-${contribution.id}`}>{amountWords(contribution, language)}</h2>
    <p>{say('account.since', { from: formatDate(contribution.startedAt, language, timeZone) })}</p>
    <p>{stateWords(say, contribution, (day) => formatDate(day, language, timeZone))}</p>
    {contribution.isChanging ? <p role="status">{say('account.isChanging')}</p> : null}
    {contribution.rejectedAt ? <p class="remark-bad">{say('account.isRejected')}</p> : null}
    {contribution.isCanceling ? null : (
      <Actions newsroom={newsroom} language={language} now={now} say={say} contribution={contribution} />
    )}
  </section>
)

type ActionsProps = Pick<Props, 'newsroom' | 'language' | 'now' | 'say' | 'contribution'>

/** All actions look alike: canceling is as easy to reach as giving more. */
const Actions = ({ newsroom, language, now, say, contribution }: ActionsProps) => {
  const { id } = contribution
  return (
    <div class="notice-actions">
      {contribution.isFailing ? (
        <ActionButton action="pay" id={id} language={language} look="primary">
          {say('account.pay')}
        </ActionButton>
      ) : null}
      {findChangeablePlan(newsroom, contribution) ? (
        <ActionLink path="amount" id={id} language={language}>
          {say('account.change')}
        </ActionLink>
      ) : null}
      <ActionButton action="portal" id={id} language={language} look="secondary">
        {say('account.portal')}
      </ActionButton>
      {isPausable(contribution, now) ? (
        <ActionLink path="pause" id={id} language={language}>
          {say('account.pause')}
        </ActionLink>
      ) : null}
      {stateOf(contribution) === 'paused' ? (
        <ActionButton action="resume" id={id} language={language} look="secondary">
          {say('account.resume')}
        </ActionButton>
      ) : null}
      <ActionLink path="cancel" id={id} language={language}>
        {say('account.cancel')}
      </ActionLink>
    </div>
  )
}

type LinkProps = { path: string; id: string; language: Language; children: string }

const ActionLink = ({ path, id, language, children }: LinkProps) => (
  <a
    class="secondary"
    aria-describedby={`c-${id}`}
    href={withLanguage(`/account/${path}?contribution=${id}`, language)}
  >
    {children}
  </a>
)

type ButtonProps = { action: string; id: string; language: Language; look: string; children: string }

const ActionButton = ({ action, id, language, look, children }: ButtonProps) => (
  <form action={`/account/${action}`} method="post">
    <input type="hidden" name="language" value={language} />
    <input type="hidden" name="contribution" value={id} />
    <button type="submit" class={look} aria-describedby={`c-${id}`}>
      {children}
    </button>
  </form>
)

/** Returns the day of the first charge after a pause. */
export const nextChargeAfterPause = (contribution: AccountContribution, resumesAt: Date): Date => {
  const { periodEnd } = contribution
  if (!periodEnd) return resumesAt
  const months = cadenceOf(contribution) === 'yearly' ? 12 : 1
  return firstChargeAfter({ ...contribution, periodEnd }, resumesAt, months)
}

const stateWords = (say: Say, contribution: AccountContribution, shown: (day: Date) => string): string => {
  const { cancelAt, resumesAt, nextAttemptAt, periodEnd } = contribution
  switch (stateOf(contribution)) {
    case 'ended':
      return ''
    case 'canceling':
      return say('account.state.canceling')
    case 'cancelScheduled':
      return say('account.state.cancelScheduled', { at: cancelAt ? shown(cancelAt) : '' })
    case 'paused':
      return resumesAt
        ? say('account.state.pausedUntil', {
            at: shown(resumesAt),
            next: shown(nextChargeAfterPause(contribution, resumesAt)),
          })
        : say('account.state.paused')
    case 'pastDue':
      return nextAttemptAt
        ? say('account.state.pastDueRetry', { at: shown(nextAttemptAt) })
        : say('account.state.pastDue')
    case 'charging':
      return say('account.state.charging')
    case 'active':
      return periodEnd ? say('account.state.next', { at: shown(periodEnd) }) : ''
  }
}
