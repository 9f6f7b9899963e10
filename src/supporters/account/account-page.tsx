import { formatDate } from '../../messages/dates.ts'
import { type Language, localeOf, type Say, sayIn } from '../../messages/messages.ts'
import { formatMoney, money } from '../../money/money.ts'
import { withLanguage } from '../../web/language.ts'
import { accountFrame } from '../../web/page/account-frame.tsx'
import type { Newsroom } from '../../web/page/newsroom.ts'
import type { Preference } from '../address/preference-store.ts'
import type { AccountContribution, OneTimeGift } from './account-store.ts'
import { amountWords, ContributionPanel } from './contribution-panel.tsx'
import { PreferencesPanel } from './preferences-panel.tsx'

type Common = { newsroom: Newsroom; language: Language; timeZone: string; now: Date }
/** What the form that led here did. */
export const DONE = ['cancelled', 'changed', 'paused', 'resumed', 'mail', 'address'] as const

type Props = Common & {
  contributions: readonly AccountContribution[]
  gifts: readonly OneTimeGift[]
  /** Of which there is a statement. */
  years: readonly number[]
  preference: Preference
  done: (typeof DONE)[number] | null
}

/** What is told with the contribution itself until it is so. */
const TOLD_BELOW: ReadonlySet<Props['done']> = new Set(['changed', 'paused', 'resumed'])

// Stripe may refuse what the form asked for, or has not confirmed it yet.
const isSo = (done: NonNullable<Props['done']>, contributions: readonly AccountContribution[]): boolean =>
  done === 'cancelled'
    ? !contributions.some(({ refusedAt, endedAt }) => refusedAt && endedAt === null)
    : !TOLD_BELOW.has(done) || !contributions.some(({ refusedAt, isChanging }) => refusedAt || isChanging)

const doneWords = (done: NonNullable<Props['done']>, contributions: readonly AccountContribution[]) =>
  done === 'cancelled' && !contributions.some(({ isCanceling }) => isCanceling)
    ? 'account.done.ended'
    : (`account.done.${done}` as const)

/** What somebody gives, and what they can do about it without writing to anybody. */
export const accountPage = ({ contributions, gifts, years, preference, done, ...common }: Props): string => {
  const { newsroom, language, timeZone } = common
  const say = sayIn(language)
  const running = contributions.filter((each) => each.endedAt === null)
  const ended = contributions.filter((each) => each.endedAt !== null)
  return accountFrame({
    ...{ newsroom, language, look: 'account' },
    title: say('account.title'),
    path: '/account',
    children: (
      <>
        {done && isSo(done, contributions) ? (
          <p class="remark-good" role="status">
            {say(doneWords(done, contributions))}
          </p>
        ) : null}
        {contributions.length === 0 && gifts.length === 0 ? <p>{say('account.nothing')}</p> : null}
        {running.map((each) => (
          <ContributionPanel key={each.id} say={say} contribution={each} {...common} />
        ))}
        {running.length > 1 ? <p>{say('account.several')}</p> : null}
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
                    from: formatDate(each.startedAt, language, timeZone),
                    to: formatDate(each.endedAt ?? each.startedAt, language, timeZone),
                  })}
                  .{' '}
                  {each.wasCharged ? (
                    <InvoicesOf id={each.id} language={language} say={say} />
                  ) : (
                    say('account.neverCharged')
                  )}
                </li>
              ))}
              {gifts.map((each) => (
                <li key={each.id}>
                  {say('account.gift', {
                    amount: formatMoney(money(each.amount, each.currency), localeOf(language)),
                    at: formatDate(each.createdAt, language, timeZone),
                  })}
                  {each.returned > 0
                    ? ` ${say('account.giftReturned', {
                        amount: formatMoney(money(each.returned, each.currency), localeOf(language)),
                      })}`
                    : ''}
                </li>
              ))}
            </ul>
          </section>
        ) : null}
        {years.length > 0 ? (
          <section>
            <h2>{say('statement.heading')}</h2>
            <ul class="account-past">
              {years.map((year) => (
                <li key={year}>
                  <a href={withLanguage(`/account/statement?year=${year}`, language)}>
                    {say('statement.title', { year: String(year) })}
                  </a>
                </li>
              ))}
            </ul>
          </section>
        ) : null}
        {contributions.length + gifts.length > 0 ? (
          <PreferencesPanel {...{ say, language, preference }} languages={newsroom.languages} />
        ) : null}
        <section>
          <h2>{say('data.title')}</h2>
          <ul class="account-past">
            <li>
              <a href="/account/data.json">{say('data.link')}</a>
            </li>
            <li>
              <a href={withLanguage('/privacy', language)}>{say('data.held')}</a>
            </li>
            <li>
              <a href={withLanguage('/account/erase', language)}>{say('erase.link')}</a>
            </li>
          </ul>
        </section>
        <SignOut say={say} language={language} />
      </>
    ),
  })
}

/** At Stripe they stay, also of what has ended. */
const InvoicesOf = ({ id, language, say }: { id: string; language: Language; say: Say }) => (
  <form action="/account/portal" method="post" class="inline">
    <input type="hidden" name="language" value={language} />
    <input type="hidden" name="contribution" value={id} />
    <button type="submit" class="plain">
      {say('account.invoices')}
    </button>
  </form>
)

const SignOut = ({ say, language }: { say: Say; language: Language }) => (
  <section class="account-cancel">
    <form action="/sign-out" method="post">
      <input type="hidden" name="language" value={language} />
      <button type="submit" class="secondary">
        {say('signOut.button')}
      </button>
    </form>
    <form action="/sign-out" method="post">
      <input type="hidden" name="language" value={language} />
      <input type="hidden" name="everywhere" value="yes" />
      <button type="submit" class="plain">
        {say('signOut.everywhere')}
      </button>
    </form>
  </section>
)
