import { type Language, localeOf, sayIn } from '../../messages/messages.ts'
import { formatMoney, money } from '../../money/money.ts'
import { monthlyOf } from '../monthly.ts'
import { FiguresTable } from '../plots/figures-table-panel.tsx'
import { nameText } from '../plots/plot-words.ts'
import { SUM_PARTS } from './sum-panel.tsx'
import type { SupportersReport } from './supporters-report.ts'

/** Lists the days of the plots on which something changed. */
export const DayTable = ({ language, report }: { language: Language; report: SupportersReport }) => {
  const say = sayIn(language)
  const currencies = [...report.annual.keys()].sort()
  const parts = SUM_PARTS.filter(({ part }) => report.days.some((day) => day[part] > 0))
  const changedDays = report.days.filter((day, index) => {
    const before = report.days[index - 1]
    return (
      SUM_PARTS.some(({ part }) => day[part] > 0) ||
      currencies.some((each) => day.annual.get(each) !== before?.annual.get(each))
    )
  })
  return (
    <FiguresTable
      caption={say('supporters.table')}
      note={say('supporters.tableNote')}
      columns={[
        say('supporters.day'),
        say('supporters.active'),
        ...parts.map(({ metric }) => say(`metric.${metric}`)),
        ...currencies.map((each) => `MRR, ${each}`),
      ]}
      rows={changedDays.toReversed().map((day) => ({
        name: nameText(day.day, language),
        cells: [
          day.end,
          ...parts.map(({ part }) => day[part]),
          ...currencies.map((each) =>
            formatMoney(
              money(Math.round(monthlyOf(day.annual.get(each) ?? 0)), each),
              localeOf(language),
              true,
            ),
          ),
        ],
      }))}
    />
  )
}
