import { type Language, localeOf, sayIn } from '../../messages/messages.ts'
import type { Currency } from '../../money/currency.ts'
import { moneyFigure } from '../explained/figure.ts'
import { figureText } from '../explained/figure-words.ts'
import { monthlyOf } from '../monthly.ts'
import { FiguresTable } from '../plots/figures-table-panel.tsx'
import { DistributionChart } from '../plots/rows-chart.tsx'
import { countUnit } from '../plots/units.ts'
import { reasonText } from './at-risk-words.ts'
import type { PastDue, PastDuePart } from './past-due.ts'

type Props = { language: Language; pastDue: PastDue }

/** Plots and lists the contributions past due now, by age and by reason. */
export const PastDueNow = ({ language, pastDue }: Props) => {
  const say = sayIn(language)
  if (pastDue.all.contributions === 0)
    return (
      <>
        <h2>{say('atRisk.now')}</h2>
        <p class="empty">{say('atRisk.nowEmpty')}</p>
      </>
    )
  const ages = [...pastDue.byAge].map(([age, part]) => ({ name: say(`atRisk.age.${age}`), part }))
  const reasons = [...pastDue.byReason].map(([reason, part]) => ({ name: reasonText(say, reason), part }))
  return (
    <>
      <Breakdown
        {...{ language, pastDue }}
        title={say('atRisk.ages')}
        first={say('atRisk.age')}
        rows={ages}
      />
      <Breakdown
        {...{ language, pastDue }}
        title={say('atRisk.reasons')}
        first={say('atRisk.reason')}
        rows={reasons}
      />
    </>
  )
}

type BreakdownProps = Props & {
  title: string
  first: string
  rows: readonly { name: string; part: PastDuePart }[]
}

const Breakdown = ({ language, pastDue, title, first, rows }: BreakdownProps) => {
  const say = sayIn(language)
  const currencies = [...pastDue.all.annual.keys()].sort()
  return (
    <>
      <h2>{title}</h2>
      <DistributionChart
        label={title}
        groups={rows.map(({ name, part }) => ({ label: name, value: part.contributions }))}
        unit={countUnit(language, say('atRisk.contributions'))}
        language={language}
      />
      <FiguresTable
        caption={title}
        columns={[
          first,
          say('atRisk.contributions'),
          ...currencies.map((currency) => say('atRisk.monthlyAtRisk', { currency })),
        ]}
        rows={[...rows, { name: say('atRisk.total'), part: pastDue.all }].map(({ name, part }) => ({
          name,
          cells: [
            part.contributions.toLocaleString(localeOf(language)),
            ...currencies.map((each) => monthlyText(part, each, language)),
          ],
        }))}
      />
    </>
  )
}

const monthlyText = ({ annual }: PastDuePart, currency: Currency, language: Language): string =>
  figureText(moneyFigure(monthlyOf(annual.get(currency) ?? 0), currency), language)
