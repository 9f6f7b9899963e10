import { formatDate } from '../../messages/dates.ts'
import { type Language, localeOf, sayIn } from '../../messages/messages.ts'
import { formatMoney, money } from '../../money/money.ts'
import { monthlyOf, type SupportersReport } from './supporters-report.ts'

export const formatDay = (day: string, language: Language): string =>
  formatDate(new Date(`${day}T12:00:00Z`), language, 'UTC')

/** Lists the days of the chart on which something changed. */
export const DayTable = ({ language, report }: { language: Language; report: SupportersReport }) => {
  const say = sayIn(language)
  const currencies = [...report.annual.keys()].sort()
  const changedDays = report.days.filter((day, index) => {
    const before = report.days[index - 1]
    return (
      day.new > 0 ||
      day.lost > 0 ||
      currencies.some((each) => day.annual.get(each) !== before?.annual.get(each))
    )
  })
  return (
    <details class="day-table">
      <summary>{say('supporters.table')}</summary>
      <p class="hint">{say('supporters.tableNote')}</p>
      <section class="scroll" tabindex={0} aria-label={say('supporters.table')}>
        <table>
          <thead>
            <tr>
              <th scope="col">{say('supporters.day')}</th>
              <th scope="col">{say('supporters.active')}</th>
              <th scope="col">{say('supporters.new')}</th>
              <th scope="col">{say('supporters.lost')}</th>
              {currencies.map((each) => (
                <th key={each} scope="col">
                  MRR, {each}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {changedDays.toReversed().map((day) => (
              <tr key={day.day}>
                <th scope="row">{formatDay(day.day, language)}</th>
                <td>{day.active}</td>
                <td>{day.new}</td>
                <td>{day.lost}</td>
                {currencies.map((each) => (
                  <td key={each}>
                    {formatMoney(
                      money(Math.round(monthlyOf(day.annual.get(each) ?? 0)), each),
                      localeOf(language),
                      true,
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  )
}
