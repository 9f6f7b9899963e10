import { formatDate } from '../../messages/dates.ts'
import { type Language, moneyLocaleOf, type Say } from '../../messages/messages.ts'
import { formatMoney, money } from '../../money/money.ts'
import { withLanguage } from '../../web/language.ts'
import type { AccountContribution, OneTimeGift } from './account-store.ts'
import { amountWords } from './contribution-panel.tsx'

type PanelProps = { say: Say; language: Language }
type DatedProps = PanelProps & { timeZone: string }

type PastProps = DatedProps & {
  ended: readonly AccountContribution[]
  gifts: readonly OneTimeGift[]
}

/** Lists contributions that have ended and one-time gifts. */
export const PastGiving = ({ say, language, timeZone, ended, gifts }: PastProps) =>
  ended.length + gifts.length === 0 ? null : (
    <section>
      <h2>{say('account.past')}</h2>
      <ul class="account-past">
        {ended.map((contribution) => (
          <EndedContribution
            key={contribution.id}
            say={say}
            language={language}
            timeZone={timeZone}
            contribution={contribution}
          />
        ))}
        {gifts.map((gift) => (
          <GiftLine key={gift.id} say={say} language={language} timeZone={timeZone} gift={gift} />
        ))}
      </ul>
    </section>
  )

type EndedProps = DatedProps & { contribution: AccountContribution }

const EndedContribution = ({ say, language, timeZone, contribution }: EndedProps) => (
  <li>
    {say('account.ended', {
      amount: amountWords(contribution, language),
      from: formatDate(contribution.startedAt, language, timeZone),
      to: formatDate(contribution.endedAt ?? contribution.startedAt, language, timeZone),
    })}
    .{' '}
    {contribution.wasCharged ? (
      <InvoicesButton id={contribution.id} language={language} say={say} />
    ) : (
      say('account.neverCharged')
    )}
  </li>
)

const GiftLine = ({ say, language, timeZone, gift }: DatedProps & { gift: OneTimeGift }) => {
  const show = (minor: number) => formatMoney(money(minor, gift.currency), moneyLocaleOf(language))
  return (
    <li>
      {say('account.gift', {
        amount: show(gift.amount),
        at: formatDate(gift.createdAt, language, timeZone),
      })}
      {gift.refunded > 0 ? ` ${say('account.oneTimeRefunded', { amount: show(gift.refunded) })}` : ''}
    </li>
  )
}

/** Leads to the invoices, which stay at Stripe even after a subscription has ended. */
const InvoicesButton = ({ id, language, say }: PanelProps & { id: string }) => (
  <form action="/account/portal" method="post" class="inline">
    <input type="hidden" name="language" value={language} />
    <input type="hidden" name="contribution" value={id} />
    <button type="submit" class="plain">
      {say('account.invoices')}
    </button>
  </form>
)

export const StatementLinks = ({ say, language, years }: PanelProps & { years: readonly number[] }) =>
  years.length === 0 ? null : (
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
  )

export const DataLinks = ({ say, language }: PanelProps) => (
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
)

export const SignOut = ({ say, language }: PanelProps) => (
  <section class="account-sign-out">
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
