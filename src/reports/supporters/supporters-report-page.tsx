import { type Say, sayIn } from '../../messages/messages.ts'
import { monthlyOf } from '../monthly.ts'
import { periodWords } from '../periods/period-words.ts'
import { type BarSeries, BarsChart } from '../plots/bars-chart.tsx'
import { FiguresTable, tableOf } from '../plots/figures-table-panel.tsx'
import { LineChart } from '../plots/line-chart.tsx'
import { barFigures } from '../plots/plot-data.ts'
import { earlierName, earlierOf } from '../plots/plot-words.ts'
import { countUnit } from '../plots/units.ts'
import type { SettledRate } from '../rates/settled-rate-store.ts'
import { TotalInOne } from '../rates/total-panel.tsx'
import { type ReportContext, reportPage } from '../report-frame.tsx'
import type { CurrentFigures } from './current-figures.ts'
import { DayTable } from './day-table-panel.tsx'
import { activePoints, type MonthBars, monthBars } from './month-bars.ts'
import { ReasonsPanel } from './reasons-panel.tsx'
import { SpreadPanel } from './spread-panel.tsx'
import { SumPanel } from './sum-panel.tsx'
import { CSV_TABLES } from './supporters-csv.ts'
import type { SupportersReport } from './supporters-report.ts'
import { SupportersTiles } from './supporters-tiles-panel.tsx'
import { UpcomingPanel } from './upcoming-panel.tsx'

const PATH = '/staff/reports/supporters'

type Props = {
  context: ReportContext
  report: SupportersReport
  /** The report of the compared period. Null: nothing is compared. */
  before: SupportersReport | null
  current: CurrentFigures
  rates: readonly SettledRate[]
}

/** Shows the exact figures of every day, for the role `finance`. */
export const supportersReportPage = ({ context, report, before, current, rates }: Props): string => {
  const { newsroom, query, timeZone, state } = context
  const { language, period } = query
  const say = sayIn(language)
  const counted = { language, timeZone, period: periodWords(period, language), state }
  return reportPage({
    context,
    path: PATH,
    entry: 'supporters',
    title: say('reports.supporters'),
    sentence: summarySentence(say, report),
    csvPath: `${PATH}.csv`,
    tables: CSV_TABLES.map((each) => [each, say(`supporters.csv.${each}`)]),
    children: (
      <>
        <SupportersTiles
          report={report}
          before={before}
          current={current}
          usual={query.currency ?? newsroom.giving[0].currency}
          counted={counted}
        />
        {query.currency === null ? (
          <TotalInOne
            amounts={new Map([...report.annual].map(([each, annual]) => [each, monthlyOf(annual)]))}
            into={newsroom.giving[0].currency}
            rates={rates}
            counted={counted}
          />
        ) : null}
        {report.isEmpty ? (
          <p class="empty">{say('supporters.empty')}</p>
        ) : (
          <Plots context={context} report={report} before={before} />
        )}
        <h2>{say('supporters.sum')}</h2>
        <SumPanel
          people={report.people}
          before={before?.people ?? null}
          counted={counted}
          until={period.to}
          failing={period.to === current.today ? current.failing : null}
        />
        <SpreadPanel amounts={current.amounts} currency={query.currency} language={language} />
        <UpcomingPanel upcoming={current.upcoming} language={language} />
        <ReasonsPanel counts={current.reasons} counted={counted} />
        <p class="hint">{say('reports.exact')}</p>
      </>
    ),
  })
}

const Plots = ({ context, report, before }: Omit<Props, 'current' | 'rates'>) => {
  const { language, since, compare } = context.query
  const say = sayIn(language)
  const unit = countUnit(language, say('plots.people'))
  const earlierLabel = earlierName(compare, language)
  const series = barSeries(say, monthBars(report.days, since))
  const earlier = before
    ? earlierOf(barSeries(say, monthBars(before.days, since)), earlierLabel, language)
    : undefined
  return (
    <>
      <h2>{say('supporters.plot')}</h2>
      <LineChart
        language={language}
        points={activePoints(report.days, since)}
        label={say('supporters.active')}
        {...(before === null
          ? {}
          : {
              comparison: {
                label: earlierLabel,
                points: activePoints(before.days, since),
              },
            })}
        unit={unit}
      />
      <DayTable language={language} report={report} />
      <h2>{say('supporters.bars')}</h2>
      <BarsChart
        language={language}
        label={say('supporters.bars')}
        series={series}
        earlier={earlier}
        unit={unit}
      />
      <FiguresTable
        caption={say('supporters.barsTable')}
        note={say('supporters.barsNote')}
        {...tableOf(barFigures(series, earlier), say('rounded.month'), { unit, language })}
      />
    </>
  )
}

/** The series of the bars. Rare ones are left out while they are zero. */
const barSeries = (say: Say, months: MonthBars): BarSeries[] => {
  const back = { label: say('supporters.back'), points: months.back, tone: 'light' } as const
  const paused = { label: say('metric.paused-supporters'), points: months.paused, tone: 'grey' } as const
  const isSome = ({ points }: { points: typeof months.new }) =>
    points.some(({ value }) => value !== 0 && value)
  return [
    { label: say('supporters.new'), points: months.new, tone: 'accent' } as const,
    ...(isSome(back) ? [back] : []),
    { label: say('supporters.lost'), points: months.lost, tone: 'hatched', isBelow: true } as const,
    ...(isSome(paused) ? [{ ...paused, isBelow: true }] : []),
  ]
}

const summarySentence = (say: Say, { people, isEmpty }: SupportersReport): string => {
  if (isEmpty) return say('supporters.sentence.none')
  const change = people.end - people.start
  if (change > 0) return say('supporters.sentence.grew', { now: people.end, change })
  if (change < 0) return say('supporters.sentence.shrank', { now: people.end, change: -change })
  return say('supporters.sentence.same', { now: people.end })
}
