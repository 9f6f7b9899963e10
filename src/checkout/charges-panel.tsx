import { formatUpcomingDay } from '../messages/dates.ts'
import { type Language, moneyLocaleOf, sayIn } from '../messages/messages.ts'
import { formatMoney, type Money } from '../money/money.ts'
import type { Frequency } from '../web/page/newsroom.ts'
import { nextCharges } from './next-charges.ts'

type Props = {
  language: Language
  timeZone: string
  now: Date
  frequency: Frequency
  /** Null: no amount that can be charged is typed yet. */
  price: Money | null
  statementName: string | null
}

/** Says when the contribution is charged, and how the charges look on a bank statement. */
export const ChargesPanel = ({ statementName, ...charges }: Props) => (
  <div class="charges">
    <Charges {...charges} />
    {statementName ? (
      <p>
        {sayIn(charges.language)('support.statement')} <bdi>{statementName}</bdi>
      </p>
    ) : null}
  </div>
)

const Charges = ({ language, timeZone, now, frequency, price }: Omit<Props, 'statementName'>) => {
  const say = sayIn(language)
  const next = nextCharges(frequency, now, timeZone)
  const day = formatUpcomingDay(now, { now, language, timeZone })
  const values = { day: next.every === 'month' ? next.day : day }
  const open = say(`support.charges.${frequency}.open`, values)
  const sentence = (amount: string) => say(`support.charges.${frequency}`, { ...values, amount })
  return (
    <p>
      {/* A script puts the typed amount in. */}
      <span id="charges" data-words={sentence('{amount}')} data-open={open}>
        {price ? sentence(formatMoney(price, moneyLocaleOf(language))) : open}
      </span>{' '}
      {next.every !== 'never' && next.isClamped ? say(`support.charges.${next.every}.clamped`) : null}
    </p>
  )
}
