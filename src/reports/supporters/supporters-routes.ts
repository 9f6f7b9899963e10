import { type Request, type Response, Router } from 'express'
import { sayIn } from '../../messages/messages.ts'
import { type CalendarSpan, calendarOf } from '../../platform/calendar.ts'
import { route } from '../../web/route.ts'
import { withoutEvents } from '../explained/record-state.ts'
import type { Period } from '../periods/period.ts'
import { type ParsedQuery, snapQueryToMonths } from '../periods/report-query.ts'
import {
  openExport,
  openReport,
  parseQueryFor,
  type ReportNeeds,
  sendCsv,
  sendReport,
} from '../report-request.ts'
import { buildRoundedReport, firstRoundedMonth, monthsOfRecord } from './rounded-report.ts'
import { roundedReportPage } from './rounded-report-page.tsx'
import { supportersTable } from './supporters-csv.ts'
import { buildSupportersReport, type SupportersReport } from './supporters-report.ts'
import { supportersReportPage } from './supporters-report-page.tsx'
import type { SpanMovements } from './supporters-report-store.ts'

type Needs = ReportNeeds & {
  findMovements: (spans: readonly CalendarSpan[]) => Promise<SpanMovements[]>
}

/** Serves reports: exact ones and exports for the role `finance`, rounded months for the role `report`. */
export const supportersRoutes = (needs: Needs): Router => {
  const router = Router()
  route(router, '/staff/reports/supporters', {
    before: [needs.requireStaff],
    get: async (request, response) => {
      const isExact = needs.memberOf(response).role === 'finance'
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
  const [report, before] = await Promise.all([
    exactReport(needs, context.query, period),
    comparison.is === 'period' ? exactReport(needs, context.query, comparison.period) : null,
  ])
  sendReport(response, context, supportersReportPage({ context, report, before }))
}

const sendRounded = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const calendar = calendarOf(needs.timeZone)
  const now = needs.now()
  const months = monthsOfRecord(now, calendar)
  const [rows, state, hasDemoData] = await Promise.all([
    needs.findMovements(months),
    needs.findRecordState(),
    needs.hasDemoData(),
  ])
  // The first rounded figures say since when, because the first movement is of one person.
  const since = firstRoundedMonth(rows, months)
  const look = { today: calendar.dayAt(now), calendar, since }
  const parsed = parseQueryFor(needs, request, look)
  const query = snapQueryToMonths(parsed.query, look)
  const { comparison } = query
  const report = buildRoundedReport(rows, months, query.period)
  const before = comparison.is === 'period' ? buildRoundedReport(rows, months, comparison.period) : null
  const { newsroom, timeZone, memberOf } = needs
  const member = memberOf(response)
  const shown = { newsroom, timeZone, now, member, ...parsed, query, report, before, hasDemoData }
  sendReport(response, parsed, roundedReportPage({ ...shown, state: withoutEvents(state) }))
}

const sendTable = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const { query, format } = await openExport(needs, request)
  const title = sayIn(query.language)('reports.supporters')
  const about = { title, query, timeZone: needs.timeZone }
  await sendCsv(response, supportersTable(await exactReport(needs, query, query.period), about), {
    query,
    format,
  })
}

const exactReport = async (
  { findMovements }: Needs,
  { currency }: ParsedQuery['query'],
  period: Period,
): Promise<SupportersReport> => buildSupportersReport(await findMovements(period.days), period, currency)
