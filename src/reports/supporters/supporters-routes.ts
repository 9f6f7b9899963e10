import { type Request, type Response, Router } from 'express'
import { sayIn } from '../../messages/messages.ts'
import { calendarOf } from '../../platform/calendar.ts'
import { hasRole } from '../../staff/roles.ts'
import { Refusal } from '../../web/refusal.ts'
import { route } from '../../web/route.ts'
import { withoutEvents } from '../explained/record-state.ts'
import type { CsvTable } from '../export/csv-table.ts'
import { type Period, pastMonths } from '../periods/period.ts'
import { type ReportQuery, snapQueryToMonths } from '../periods/report-query.ts'
import type { ReportContext } from '../report-frame.tsx'
import {
  openExport,
  openReport,
  parametersOf,
  parseQueryFor,
  type ReportNeeds,
  sendCsv,
  sendReport,
} from '../report-request-routes.ts'
import type { Days, MonthSum, MovementSum } from '../rollups/movement-figures-store.ts'
import {
  buildUpcoming,
  type CurrentFigures,
  countFailing,
  type PastDue,
  type ReasonCount,
  type ReasonMonths,
} from './current-figures.ts'
import type { AmountSum, ScheduleSum } from './current-figures-store.ts'
import { buildRoundedReport, changesByMonth, firstRoundedMonth, monthsOfRecord } from './rounded-report.ts'
import { roundedReportPage } from './rounded-report-page.tsx'
import {
  amountsTable,
  CSV_TABLES,
  groupsTable,
  reasonsTable,
  supportersTable,
  upcomingTable,
} from './supporters-csv.ts'
import { buildSupportersReport, type SupportersReport } from './supporters-report.ts'
import { supportersReportPage } from './supporters-report-page.tsx'

type Needs = ReportNeeds & {
  findMovementSums: (days: Days) => Promise<MovementSum[]>
  /** Sums all movements up to a day by month. */
  findMonthSums: (to: string) => Promise<MonthSum[]>
  findAmountSums: () => Promise<AmountSum[]>
  /** Finds all that is scheduled from a day on. */
  findScheduleSums: (from: string) => Promise<ScheduleSum[]>
  findPastDueSums: () => Promise<PastDue[]>
  countCancelReasons: (span: { from: Date; until: Date }) => Promise<ReasonCount[]>
}

/** Serves exact figures and the export with the role `finance`, rounded months with only `report`. */
export const supportersRoutes = (needs: Needs): Router => {
  const router = Router()
  route(router, '/staff/reports/supporters', {
    before: [needs.requireStaff, needs.requireRole('report', 'finance')],
    get: async (request, response) => {
      const isExact = hasRole(needs.memberOf(response), 'finance')
      await (isExact ? sendExact(needs, request, response) : sendRounded(needs, request, response))
    },
  })
  route(router, '/staff/reports/supporters.csv', {
    before: [needs.requireStaff, needs.requireFinance],
    get: (request, response) => sendTable(needs, request, response),
  })
  return router
}

const sendExact = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const context = await openReport(needs, request, response)
  const { period, comparison } = context.query
  const [report, before, current, rates] = await Promise.all([
    exactReport(needs, context.query, period),
    comparison.is === 'period' ? exactReport(needs, context.query, comparison.period) : null,
    currentFigures(needs, context),
    needs.findSettledRates(),
  ])
  sendReport(response, context, supportersReportPage({ context, report, before, current, rates }))
}

const currentFigures = async (
  needs: Needs,
  { query: { currency, period }, now }: ReportContext,
): Promise<CurrentFigures> => {
  const today = calendarOf(needs.timeZone).dayAt(now)
  const [amounts, schedule, pastDue, reasons] = await Promise.all([
    needs.findAmountSums(),
    needs.findScheduleSums(today),
    needs.findPastDueSums(),
    reasonsIn(needs, period),
  ])
  const { retryDays } = needs.newsroom.rules
  return {
    today,
    amounts: amounts.filter((sum) => currency === null || sum.currency === currency),
    upcoming: buildUpcoming(schedule, { today, currency }),
    failing: countFailing(pastDue, { currency, retryDays }),
    reasons,
  }
}

const sendRounded = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const calendar = calendarOf(needs.timeZone)
  const now = needs.now()
  const today = calendar.dayAt(now)
  const months = monthsOfRecord(now, calendar)
  const [sums, state, hasDemoData] = await Promise.all([
    needs.findMonthSums(today),
    needs.findRecordState(),
    needs.hasDemoData(),
  ])
  const rows = changesByMonth(sums, months)
  // The first rounded figures say since when, because the first movement is of one person.
  const look = { today, calendar, since: firstRoundedMonth(rows, months) }
  const parsed = parseQueryFor(needs, request, { look })
  const query = snapQueryToMonths(parsed.query, look)
  const { comparison } = query
  const report = buildRoundedReport(rows, months, query.period)
  const before = comparison.is === 'period' ? buildRoundedReport(rows, months, comparison.period) : null
  const { newsroom, timeZone, memberOf } = needs
  const member = memberOf(response)
  const shown = { newsroom, timeZone, now, member, ...parsed, query, report, before, hasDemoData }
  sendReport(response, parsed, roundedReportPage({ ...shown, state: withoutEvents(state, now) }))
}

const sendTable = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const { query, format } = await openExport(needs, request)
  const title = sayIn(query.language)('reports.supporters')
  const asked = parametersOf(request)('table') || CSV_TABLES[0]
  const name = CSV_TABLES.find((each) => each === asked)
  if (name === undefined) throw new Refusal('malformed')
  const about = { title, query, timeZone: needs.timeZone }
  await sendCsv(response, await tableOf(needs, name, about), { query, format })
}

type About = Parameters<typeof supportersTable>[1] & { query: ReportQuery }

/** Makes a table of the period, or of this moment. */
const tableOf = async (needs: Needs, name: (typeof CSV_TABLES)[number], about: About): Promise<CsvTable> => {
  const today = calendarOf(needs.timeZone).dayAt(needs.now())
  switch (name) {
    case 'days':
      return supportersTable(await exactReport(needs, about.query, about.query.period), about)
    case 'amounts':
      return amountsTable(await needs.findAmountSums(), today, about)
    case 'cadences':
      return groupsTable(await needs.findAmountSums(), { by: 'cadence', today }, about)
    case 'currencies':
      return groupsTable(await needs.findAmountSums(), { by: 'currency', today }, about)
    case 'upcoming':
      return upcomingTable(await needs.findScheduleSums(today), today, about)
    case 'reasons':
      return reasonsTable(await reasonsIn(needs, about.query.period), about)
  }
}

const reasonsIn = async (
  { countCancelReasons, timeZone, now }: Needs,
  period: Period,
): Promise<ReasonMonths> => {
  const counts: ReasonCount[][] = []
  for (const { startsAt, endsAt } of pastMonths(period, calendarOf(timeZone), now()))
    counts.push(await countCancelReasons({ from: startsAt, until: endsAt }))
  return counts
}

const exactReport = async (
  { findMovementSums }: Needs,
  { currency }: Pick<ReportQuery, 'currency'>,
  period: Period,
): Promise<SupportersReport> => buildSupportersReport(await findMovementSums(period), period, currency)
