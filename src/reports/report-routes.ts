import { type Request, type RequestHandler, type Response, Router } from 'express'
import { isCurrency } from '../money/currency.ts'
import { type CalendarSpan, calendarOf } from '../platform/calendar.ts'
import type { Clock } from '../platform/clock.ts'
import type { StaffMember } from '../staff/staff-store.ts'
import { languageOf } from '../web/language.ts'
import { type Newsroom, offerOf } from '../web/page/newsroom.ts'
import { Refusal } from '../web/refusal.ts'
import { route } from '../web/route.ts'
import { sendPrivatePage } from '../web/send.ts'
import { defaultPeriod, parsePeriod, snapToMonths } from './period.ts'
import type { ReportQuery, ReportRemark } from './report-query-panel.tsx'
import { buildRoundedReport, monthsOfRecord, type RoundedReport } from './rounded-report.ts'
import { roundedReportPage } from './rounded-report-page.tsx'
import { supportersCsv } from './supporters-csv.ts'
import { buildSupportersReport, type SupportersReport } from './supporters-report.ts'
import { supportersReportPage } from './supporters-report-page.tsx'
import type { SpanMovements } from './supporters-report-store.ts'

type Needs = {
  newsroom: Newsroom
  timeZone: string
  now: Clock
  requireStaff: RequestHandler
  requireFinance: RequestHandler
  memberOf: (response: Response) => StaffMember
  findMovements: (spans: readonly CalendarSpan[]) => Promise<SpanMovements[]>
}

/** Serves reports: exact ones and exports for the role `finance`, rounded months for the role `report`. */
export const reportRoutes = (needs: Needs): Router => {
  const router = Router()
  route(router, '/staff/reports/supporters', {
    before: [needs.requireStaff],
    get: async (request, response) => {
      const parsed = parseQuery(needs, request)
      const { newsroom, memberOf } = needs
      const member = memberOf(response)
      if (member.role === 'finance') {
        const report = await exactReport(needs, parsed.query)
        return sendPrivatePage(response, supportersReportPage({ newsroom, member, ...parsed, report }))
      }
      const query = {
        ...parsed.query,
        period: snapToMonths(parsed.query.period, needs.now(), calendarFor(needs)),
      }
      const report = await roundedReport(needs, query)
      const { remarks } = parsed
      sendPrivatePage(response, roundedReportPage({ newsroom, member, query, remarks, report }))
    },
  })
  route(router, '/staff/reports/supporters.csv', {
    before: [needs.requireStaff, needs.requireFinance],
    get: async (request, response) => {
      const { query, remarks } = parseQuery(needs, request)
      // A program must not get another period than it asked for.
      if (remarks.length > 0) throw new Refusal('malformed')
      const name = `supporters-${query.period.from}-${query.period.to}.csv`
      response.set({ 'cache-control': 'no-store', 'content-disposition': `attachment; filename="${name}"` })
      response.type('text/csv').send(supportersCsv(await exactReport(needs, query)))
    },
  })
  return router
}

const calendarFor = ({ timeZone }: Needs) => calendarOf(timeZone)

const exactReport = async (
  { findMovements }: Needs,
  { period, currency }: ReportQuery,
): Promise<SupportersReport> => buildSupportersReport(await findMovements(period.days), period, currency)

const roundedReport = async (needs: Needs, { period }: ReportQuery): Promise<RoundedReport> => {
  const months = monthsOfRecord(needs.now(), calendarFor(needs))
  return buildRoundedReport(await needs.findMovements(months), months, period)
}

type ParsedQuery = { query: ReportQuery; remarks: ReportRemark[] }

// Reports invalid parameters and still shows the page with defaults.
const parseQuery = (needs: Needs, request: Request): ParsedQuery => {
  const { newsroom, now } = needs
  const text = (name: string): string => {
    const value = request.query[name]
    return typeof value === 'string' ? value.trim() : ''
  }
  const calendar = calendarFor(needs)
  const period = parsePeriod({ from: text('from'), to: text('to') }, now(), calendar)
  const requested = text('currency').toUpperCase()
  const currency = isCurrency(requested) && offerOf(newsroom, requested) ? requested : null
  return {
    query: {
      language: languageOf(request, text('language'), newsroom.languages),
      currency,
      period: period ?? defaultPeriod(now(), calendar),
    },
    remarks: [
      ...(period === null ? (['reports.badRange'] as const) : []),
      ...(requested !== '' && currency === null ? (['reports.badCurrency'] as const) : []),
    ],
  }
}
