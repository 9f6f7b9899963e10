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
import { defaultPeriod, parsePeriod } from './period.ts'
import { supportersCsv } from './supporters-csv.ts'
import { buildSupportersReport, type SupportersReport } from './supporters-report.ts'
import { type ReportQuery, supportersReportPage } from './supporters-report-page.tsx'
import type { SpanMovements } from './supporters-report-store.ts'

type Needs = {
  newsroom: Newsroom
  timeZone: string
  now: Clock
  requireStaff: RequestHandler
  memberOf: (response: Response) => StaffMember
  findMovements: (spans: readonly CalendarSpan[]) => Promise<SpanMovements[]>
}

export const reportRoutes = (needs: Needs): Router => {
  const router = Router()
  const before = [needs.requireStaff]
  route(router, '/staff/reports/supporters', {
    before,
    get: async (request, response) => {
      const parsed = parseQuery(needs, request)
      const report = await reportFor(needs, parsed.query)
      const member = needs.memberOf(response)
      sendPrivatePage(response, supportersReportPage({ newsroom: needs.newsroom, member, ...parsed, report }))
    },
  })
  route(router, '/staff/reports/supporters.csv', {
    before,
    get: async (request, response) => {
      const { query, remarks } = parseQuery(needs, request)
      // A program must not get another period than it asked for.
      if (remarks.length > 0) throw new Refusal('malformed')
      const name = `supporters-${query.period.from}-${query.period.to}.csv`
      response.set({ 'cache-control': 'no-store', 'content-disposition': `attachment; filename="${name}"` })
      response.type('text/csv').send(supportersCsv(await reportFor(needs, query)))
    },
  })
  return router
}

const reportFor = async (
  { findMovements }: Needs,
  { period, currency }: ReportQuery,
): Promise<SupportersReport> => buildSupportersReport(await findMovements(period.days), period, currency)

type ParsedQuery = { query: ReportQuery; remarks: ('reports.badRange' | 'reports.badCurrency')[] }

// Reports invalid parameters and still shows the page with defaults.
const parseQuery = ({ newsroom, timeZone, now }: Needs, request: Request): ParsedQuery => {
  const text = (name: string): string => {
    const value = request.query[name]
    return typeof value === 'string' ? value.trim() : ''
  }
  const calendar = calendarOf(timeZone)
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
