import { formatDayRange } from '../../messages/dates.ts'
import { type Language, localeOf, sayIn } from '../../messages/messages.ts'
import { formatMoney, money } from '../../money/money.ts'
import { BarsChart } from '../plots/bars-chart.tsx'
import { FiguresTable } from '../plots/figures-table-panel.tsx'
import { countUnit } from '../plots/units.ts'
import type { Upcoming } from './current-figures.ts'

/** Shows the renewals that are due and the cancellations that are planned in the next 30 days. */
export const UpcomingPanel = ({ upcoming, language }: { upcoming: Upcoming; language: Language }) => {
  const say = sayIn(language)
  const { sums, until, renewalDays, cancellationDays } = upcoming
  const total = (countOf: (sum: Upcoming['sums'][number]) => number): number =>
    sums.reduce((all, sum) => all + countOf(sum), 0)
  const [renewals, cancellations] = [total((sum) => sum.renewals), total((sum) => sum.cancellations)]
  const day = formatDayRange(until, until, { language, withYear: false })
  const renewing = { label: say('supporters.renewals'), points: renewalDays, tone: 'accent' } as const
  const canceling = {
    label: say('supporters.cancellations'),
    points: cancellationDays,
    tone: 'hatched',
    isBelow: true,
  } as const
  return (
    <>
      <h2>{say('supporters.upcoming')}</h2>
      <p>{say('supporters.upcoming.sentence', { renewals, cancellations, day })}</p>
      {sums.length === 0 ? null : (
        <>
          <BarsChart
            language={language}
            label={say('supporters.upcoming')}
            series={cancellations > 0 ? [renewing, canceling] : [renewing]}
            unit={countUnit(language, say('supporters.contributions'))}
          />
          <FiguresTable
            caption={say('supporters.upcoming.table')}
            note={say('supporters.upcoming.note')}
            isOpen={true}
            columns={[
              say('reports.currency'),
              say('supporters.renewals'),
              say('supporters.upcoming.due'),
              say('supporters.cancellations'),
              say('supporters.upcoming.lost'),
            ]}
            rows={sums.map((sum) => {
              const amount = (minor: number): string =>
                formatMoney(money(minor, sum.currency), localeOf(language), true)
              return {
                name: sum.currency,
                cells: [sum.renewals, amount(sum.due), sum.cancellations, amount(sum.lost)],
              }
            })}
          />
        </>
      )}
    </>
  )
}
