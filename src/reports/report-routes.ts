import { type Request, type RequestHandler, type Response, Router } from 'express'
import { sayIn } from '../messages/messages.ts'
import { type CalendarSpan, calendarOf } from '../platform/calendar.ts'
import type { Clock } from '../platform/clock.ts'
import type { StaffMember } from '../staff/staff-store.ts'
import { languageOf } from '../web/language.ts'
import type { Newsroom } from '../web/page/newsroom.ts'
import { Refusal } from '../web/refusal.ts'
import { route } from '../web/route.ts'
import { sendDownload, sendPrivatePage } from '../web/send.ts'
import { type RecordState, withoutEvents } from './explained/record-state.ts'
import { parseCsvFormat } from './export/csv-format.ts'
import { csvFileName } from './export/csv-header.ts'
import { csvChunks } from './export/csv-table.ts'
import type { Look, Period } from './periods/period.ts'
import { type ParsedQuery, parseReportQuery, snapQueryToMonths } from './periods/report-query.ts'
import { buildRoundedReport, firstRoundedMonth, monthsOfRecord } from './rounded-report.ts'
import { roundedReportPage } from './rounded-report-page.tsx'
import { supportersTable } from './supporters-csv.ts'
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
  findFirstMovement: () => Promise<Date | null>
  findRecordState: () => Promise<RecordState>
  hasDemoData: () => Promise<boolean>
}

/** Serves reports: exact ones and exports for the role `finance`, rounded months for the role `report`. */
export const reportRoutes = (needs: Needs): Router => {
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
  const parsed = parseQuery(needs, request, await exactLook(needs))
  const { period, comparison } = parsed.query
  const [report, before, state, hasDemoData] = await Promise.all([
    exactReport(needs, parsed.query, period),
    comparison.is === 'period' ? exactReport(needs, parsed.query, comparison.period) : null,
    needs.findRecordState(),
    needs.hasDemoData(),
  ])
  sendReport(
    response,
    parsed,
    supportersReportPage({ ...pageNeeds(needs, response), ...parsed, report, before, state, hasDemoData }),
  )
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
  const parsed = parseQuery(needs, request, look)
  const query = snapQueryToMonths(parsed.query, look)
  const { comparison } = query
  const report = buildRoundedReport(rows, months, query.period)
  const before = comparison.is === 'period' ? buildRoundedReport(rows, months, comparison.period) : null
  const shown = { ...pageNeeds(needs, response), ...parsed, query, report, before, hasDemoData }
  sendReport(response, parsed, roundedReportPage({ ...shown, state: withoutEvents(state) }))
}

const sendTable = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const { query, problems } = parseQuery(needs, request, await exactLook(needs))
  const parsed = parseCsvFormat(parametersOfRequest(request))
  // A program must not get another table than it asked for.
  if (problems.length > 0 || !parsed.ok) throw new Refusal('malformed')
  const { language } = query
  const title = sayIn(language)('reports.supporters')
  const table = supportersTable(await exactReport(needs, query, query.period), {
    title,
    query,
    timeZone: needs.timeZone,
  })
  const chunks = csvChunks(table, { format: parsed.format, language })
  await sendDownload(response, { name: csvFileName(table.about), type: 'text/csv', chunks })
}

/** Sends a page. An address with an invalid part gets 422, a sentence and figures of the defaults. */
const sendReport = (response: Response, { problems }: ParsedQuery, html: string): void =>
  sendPrivatePage(response.status(problems.length > 0 ? 422 : 200), html)

const pageNeeds = ({ newsroom, timeZone, now, memberOf }: Needs, response: Response) => ({
  newsroom,
  timeZone,
  now: now(),
  member: memberOf(response),
})

const exactLook = async ({ timeZone, now, findFirstMovement }: Needs): Promise<Look> => {
  const calendar = calendarOf(timeZone)
  const first = await findFirstMovement()
  return { today: calendar.dayAt(now()), calendar, since: first === null ? null : calendar.dayAt(first) }
}

const exactReport = async (
  { findMovements }: Needs,
  { currency }: ParsedQuery['query'],
  period: Period,
): Promise<SupportersReport> => buildSupportersReport(await findMovements(period.days), period, currency)

const parseQuery = ({ newsroom }: Needs, request: Request, look: Look): ParsedQuery => {
  const parameter = parametersOfRequest(request)
  const language = languageOf(request, parameter('language'), newsroom.languages)
  const currencies = newsroom.giving.map((offer) => offer.currency)
  return parseReportQuery({ parameter, language, currencies }, look)
}

const parametersOfRequest =
  (request: Request) =>
  (name: string): string => {
    const value = request.query[name]
    return typeof value === 'string' ? value.trim() : ''
  }
