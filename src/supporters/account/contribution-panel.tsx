import { firstChargeAfter } from '../../billing/model/plan-change.ts'
import { formatDate } from '../../messages/dates.ts'
import { type Language, localeOf, type Say, sayIn } from '../../messages/messages.ts'
import { formatMoney, money } from '../../money/money.ts'
import { withLanguage } from '../../web/language.ts'
import type { Newsroom } from '../../web/page/newsroom.ts'
import type { AccountContribution } from './account-store.ts'
import { cadenceOf, changeableOf, isPausable, stateOf } from './allowed-changes.ts'

/** All that Stripe has today (https://docs.stripe.com/api/prices/object#price_object-recurring-interval). */
const INTERVALS = ['day', 'week', 'month', 'year'] as const

type Priced = Pick<AccountContribution, 'amount' | 'currency' | 'interval' | 'intervalCount'>

/** `$5 a month`, `$30 every 6 months` */
export const amountWords = (contribution: Priced, language: Language): string => {
  const say = sayIn(language)
  const { amount, currency, interval, intervalCount } = contribution
  const known = INTERVALS.find((each) => each === interval)
  if (amount === null || intervalCount === null || !known) return say('account.amount.unknown')
  const shown = formatMoney(money(amount, currency), localeOf(language))
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

/** A contribution that goes on: what it is, how it stands, and what its giver can do. */
export const ContributionPanel = ({ say, contribution, ...common }: Props) => {
  const { language, timeZone } = common
  return (
    <section
      class="account-contribution"
      aria-labelledby={`c-${contribution.id}`}
      data-state={stateOf(contribution)}
    >
      <h2 id={`c-${contribution.id}`}>{amountWords(contribution, language)}</h2>
      <p>{say('account.since', { from: formatDate(contribution.startedAt, language, timeZone) })}</p>
      <p>{stateWords(say, contribution, (day) => formatDate(day, language, timeZone))}</p>
      {contribution.isChanging ? <p>{say('account.isChanging')}</p> : null}
      {contribution.refusedAt ? <p class="remark-bad">{say('account.isRejected')}</p> : null}
      {contribution.isCanceling ? null : <Choices say={say} contribution={contribution} {...common} />}
    </section>
  )
}

/** Each as plain as the others: to end it is no further away than to give more. */
const Choices = ({ say, contribution, newsroom, language, now }: Props) => {
  const { id } = contribution
  const to = (path: string) => withLanguage(`/account/${path}?contribution=${id}`, language)
  return (
    <div class="notice-actions">
      {contribution.isFailing ? (
        <Post action="pay" {...{ id, language }} look="primary">
          {say('account.pay')}
        </Post>
      ) : null}
      {changeableOf(newsroom, contribution) ? (
        <a class="secondary" aria-describedby={`c-${id}`} href={to('amount')}>
          {say('account.change')}
        </a>
      ) : null}
      <Post action="portal" {...{ id, language }} look="secondary">
        {say('account.portal')}
      </Post>
      {isPausable(contribution, now) ? (
        <a class="secondary" aria-describedby={`c-${id}`} href={to('pause')}>
          {say('account.pause')}
        </a>
      ) : null}
      {stateOf(contribution) === 'paused' ? (
        <Post action="resume" {...{ id, language }} look="secondary">
          {say('account.resume')}
        </Post>
      ) : null}
      <a class="secondary" aria-describedby={`c-${id}`} href={to('cancel')}>
        {say('account.cancel')}
      </a>
    </div>
  )
}

type PostProps = { action: string; id: string; language: Language; look: string; children: string }

const Post = ({ action, id, language, look, children }: PostProps) => (
  <form action={`/account/${action}`} method="post">
    <input type="hidden" name="language" value={language} />
    <input type="hidden" name="contribution" value={id} />
    <button type="submit" class={look} aria-describedby={`c-${id}`}>
      {children}
    </button>
  </form>
)

const nextAfterPause = (own: AccountContribution, resumesAt: Date): Date =>
  own.periodEnd
    ? firstChargeAfter({ ...own, periodEnd: own.periodEnd }, resumesAt, cadenceOf(own) === 'yearly' ? 12 : 1)
    : resumesAt

const stateWords = (say: Say, contribution: AccountContribution, shown: (day: Date) => string): string => {
  const { cancelAt, resumesAt, nextAttemptAt, periodEnd } = contribution
  switch (stateOf(contribution)) {
    case 'over':
      return ''
    case 'ending':
      return say('account.state.ending')
    case 'ends':
      return say('account.state.ends', { at: cancelAt ? shown(cancelAt) : '' })
    case 'paused':
      return resumesAt
        ? say('account.state.pausedUntil', {
            at: shown(resumesAt),
            next: shown(nextAfterPause(contribution, resumesAt)),
          })
        : say('account.state.paused')
    case 'failing':
      return nextAttemptAt
        ? say('account.state.failing', { at: shown(nextAttemptAt) })
        : say('account.state.failed')
    case 'charging':
      return say('account.state.charging')
    case 'running':
      return periodEnd ? say('account.state.next', { at: shown(periodEnd) }) : ''
  }
}
