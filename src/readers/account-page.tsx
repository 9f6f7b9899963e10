import { showDate } from '../messages/dates.ts'
import { type Language, localeOf, type Say, sayIn } from '../messages/messages.ts'
import { money, showMoney } from '../money/money.ts'
import { withLanguage } from '../web/language.ts'
import type { Newsroom } from '../web/newsroom.ts'
import { ownPage } from '../web/own-page.tsx'
import type { OwnContribution, OwnGift } from './account-store.ts'
import { changeableOf, isPausable, stateOf } from './own-change.ts'

type Common = { newsroom: Newsroom; language: Language; timeZone: string; now: Date }
/** What the form that led here did. */
export const DONE = ['cancelled', 'changed', 'paused', 'resumed'] as const

type Props = Common & {
  contributions: readonly OwnContribution[]
  gifts: readonly OwnGift[]
  done: (typeof DONE)[number] | null
}

/** What somebody gives, and what they can do about it without writing to anybody. */
export const accountPage = ({ contributions, gifts, done, ...common }: Props): string => {
  const { newsroom, language, timeZone } = common
  const say = sayIn(language)
  const running = contributions.filter((each) => each.endedAt === null)
  const ended = contributions.filter((each) => each.endedAt !== null)
  return ownPage({
    ...{ newsroom, language, look: 'account' },
    title: say('account.title'),
    path: '/account',
    children: (
      <>
        {done ? (
          <p class="remark-good" role="status">
            {say(`account.done.${done}`)}
          </p>
        ) : null}
        {contributions.length === 0 && gifts.length === 0 ? <p>{say('account.nothing')}</p> : null}
        {running.map((each) => (
          <Running key={each.id} say={say} contribution={each} {...common} />
        ))}
        {running.length === 0 && contributions.length + gifts.length > 0 ? (
          <p>{say('account.noneRunning')}</p>
        ) : null}
        {ended.length > 0 || gifts.length > 0 ? (
          <section>
            <h2>{say('account.past')}</h2>
            <ul class="account-past">
              {ended.map((each) => (
                <li key={each.id}>
                  {say('account.ended', {
                    amount: amountWords(each, language),
                    from: showDate(each.startedAt, language, timeZone),
                    to: showDate(each.endedAt ?? each.startedAt, language, timeZone),
                  })}
                </li>
              ))}
              {gifts.map((each) => (
                <li key={each.id}>
                  {say('account.gift', {
                    amount: showMoney(money(each.amount, each.currency), localeOf(language)),
                    at: showDate(each.madeAt, language, timeZone),
                  })}
                </li>
              ))}
            </ul>
          </section>
        ) : null}
        <SignOut say={say} />
      </>
    ),
  })
}

const FREQUENCIES: Record<string, 'monthly' | 'yearly' | 'weekly' | 'quarterly'> = {
  '1 month': 'monthly',
  '1 year': 'yearly',
  '1 week': 'weekly',
  '3 month': 'quarterly',
}

type Priced = Pick<OwnContribution, 'amount' | 'currency' | 'interval' | 'intervalCount'>

/** `$5 a month` */
export const amountWords = (contribution: Priced, language: Language): string => {
  const say = sayIn(language)
  const { amount, currency, interval, intervalCount } = contribution
  const frequency = FREQUENCIES[`${intervalCount} ${interval}`]
  if (amount === null || !frequency) return say('account.amount.unknown')
  return say(`account.amount.${frequency}`, {
    amount: showMoney(money(amount, currency), localeOf(language)),
  })
}

type RunningProps = Common & { say: Say; contribution: OwnContribution }

const Running = ({ say, contribution, ...common }: RunningProps) => {
  const { language, timeZone } = common
  return (
    <section
      class="account-contribution"
      aria-labelledby={`c-${contribution.id}`}
      data-state={stateOf(contribution)}
    >
      <h2 id={`c-${contribution.id}`}>{amountWords(contribution, language)}</h2>
      <p>{say('account.since', { from: showDate(contribution.startedAt, language, timeZone) })}</p>
      <p>{stateWords(say, contribution, (day) => showDate(day, language, timeZone))}</p>
      {contribution.isChanging ? <p>{say('account.isChanging')}</p> : null}
      {contribution.isRefused ? <p class="remark-bad">{say('account.isRefused')}</p> : null}
      {contribution.isEnding ? null : <Choices say={say} contribution={contribution} {...common} />}
    </section>
  )
}

/** Each as plain as the others: to end it is no further away than to give more. */
const Choices = ({ say, contribution, newsroom, language, now }: RunningProps) => {
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
        <a class="secondary" href={to('amount')}>
          {say('account.change')}
        </a>
      ) : null}
      <Post action="portal" {...{ id, language }} look="secondary">
        {say('account.portal')}
      </Post>
      {isPausable(contribution, now) ? (
        <a class="secondary" href={to('pause')}>
          {say('account.pause')}
        </a>
      ) : null}
      {stateOf(contribution) === 'paused' ? (
        <Post action="resume" {...{ id, language }} look="secondary">
          {say('account.resume')}
        </Post>
      ) : null}
      <a class="secondary" href={to('cancel')}>
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
    <button type="submit" class={look}>
      {children}
    </button>
  </form>
)

const stateWords = (say: Say, contribution: OwnContribution, shown: (day: Date) => string): string => {
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
        ? say('account.state.pausedUntil', { at: shown(resumesAt) })
        : say('account.state.paused')
    case 'failing':
      return nextAttemptAt
        ? say('account.state.failing', { at: shown(nextAttemptAt) })
        : say('account.state.failed')
    case 'running':
      return periodEnd ? say('account.state.next', { at: shown(periodEnd) }) : ''
  }
}

const SignOut = ({ say }: { say: Say }) => (
  <section class="account-leave">
    <form action="/sign-out" method="post">
      <button type="submit" class="secondary">
        {say('signOut.button')}
      </button>
    </form>
    <form action="/sign-out" method="post">
      <input type="hidden" name="everywhere" value="yes" />
      <button type="submit" class="plain">
        {say('signOut.everywhere')}
      </button>
    </form>
  </section>
)
