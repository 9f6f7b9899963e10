import { formatDate } from '../../messages/dates.ts'
import { type Language, moneyLocaleOf, sayIn } from '../../messages/messages.ts'
import { formatMoney, money } from '../../money/money.ts'
import { withLanguage } from '../../web/language.ts'
import { accountFrame } from '../../web/page/account-frame.tsx'
import type { Newsroom } from '../../web/page/newsroom.ts'
import type { StatementLine } from './statement-store.ts'

type Props = {
  newsroom: Newsroom
  language: Language
  timeZone: string
  year: number
  lines: readonly StatementLine[]
}

/** Lists one year's payments and refunds, for reading or printing. It names nobody. */
export const statementPage = ({ newsroom, language, timeZone, year, lines }: Props): string => {
  const say = sayIn(language)
  const show = ({ amount, currency }: Pick<StatementLine, 'amount' | 'currency'>) =>
    formatMoney(money(amount, currency), moneyLocaleOf(language))
  return accountFrame({
    newsroom,
    language,
    look: 'account',
    title: say('statement.title', { year: String(year) }),
    path: `/account/statement?year=${year}`,
    children: (
      <>
        <p>{say('statement.lead', { newsroom: newsroom.name[language] })}</p>
        <table class="statement">
          <thead>
            <tr>
              <th scope="col">{say('statement.day')}</th>
              <th scope="col">{say('statement.what')}</th>
              <th scope="col" class="statement-amount">
                {say('statement.amount')}
              </th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.id}>
                <td>{formatDate(line.at, language, timeZone)}</td>
                <td>{say(`statement.kind.${line.kind}`)}</td>
                <td class="statement-amount">{show(line)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            {addUp(lines).map((total) => (
              <tr key={total.currency}>
                <th scope="row" colspan={2}>
                  {say('statement.total', { currency: total.currency })}
                </th>
                <td class="statement-amount">{show(total)}</td>
              </tr>
            ))}
          </tfoot>
        </table>
        <p class="fine-print">{say('statement.print')}</p>
        <p>
          <a href={withLanguage('/account', language)}>{say('cancel.back')}</a>
        </p>
      </>
    ),
  })
}

/** Returns one total for each currency, in minor units. */
const addUp = (lines: readonly StatementLine[]): Pick<StatementLine, 'amount' | 'currency'>[] =>
  [...new Set(lines.map(({ currency }) => currency))].sort().map((currency) => ({
    currency,
    amount: lines.filter((line) => line.currency === currency).reduce((sum, { amount }) => sum + amount, 0),
  }))
