import type { Request, RequestHandler, Response } from 'express'
import { type Currency, isCurrency } from '../money/currency.ts'
import { calendarOf } from '../platform/calendar.ts'
import type { Clock } from '../platform/clock.ts'
import { hasRole } from '../staff/roles.ts'
import type { RequireRole } from '../staff/staff-session.ts'
import type { StaffMember } from '../staff/staff-store.ts'
import { languageOf } from '../web/language.ts'
import type { Newsroom } from '../web/page/newsroom.ts'
import { Refusal } from '../web/refusal.ts'
import { sendDownload, sendPrivatePage } from '../web/send.ts'
import { type RecordState, withoutEvents } from './explained/record-state.ts'
import { type CsvFormat, parseCsvFormat } from './export/csv-format.ts'
import { csvFileName } from './export/csv-header.ts'
import { type CsvTable, csvChunks } from './export/csv-table.ts'
import type { Look } from './periods/period.ts'
import {
  type ParsedQuery,
  parseReportQuery,
  type ReportQuery,
  snapQueryToMonths,
} from './periods/report-query.ts'
import type { SettledRate } from './rates/settled-rate-store.ts'
import type { ReportContext } from './report-frame.tsx'

/** The needs of every report. */
export type ReportNeeds = {
  newsroom: Newsroom
  timeZone: string
  now: Clock
  requireStaff: RequestHandler
  requireFinance: RequestHandler
  requireRole: RequireRole
  memberOf: (response: Response) => StaffMember
  /** The first day with figures, `2026-11-22`; null while there are none. */
  findFirstDay: () => Promise<string | null>
  findRecordState: () => Promise<RecordState>
  /** The currencies of all that was recorded, also those that the newsroom no longer offers. */
  findCurrencies: () => Promise<Currency[]>
  /** The latest rates at which Stripe converted payments. */
  findSettledRates: () => Promise<SettledRate[]>
  hasDemoData: () => Promise<boolean>
}

/** Reads the query of an exact report, and all that its page shows of the record. */
export const openReport = async (
  needs: ReportNeeds,
  request: Request,
  response: Response,
): Promise<ReportContext> => {
  const [parsed, state, hasDemoData] = await Promise.all([
    parseQuery(needs, request),
    needs.findRecordState(),
    needs.hasDemoData(),
  ])
  const { newsroom, timeZone, now, memberOf } = needs
  return { ...parsed, newsroom, timeZone, now: now(), member: memberOf(response), state, hasDemoData }
}

/** `isExact`: the member has the role `finance`. All others see rounded figures. */
export type ByRole = { isExact: boolean }

/** Reads the query as the member may see it: any days for the role `finance`, whole months for all others. */
export const openReportByRole = async (
  needs: ReportNeeds,
  request: Request,
  response: Response,
): Promise<ReportContext & ByRole> => {
  const opened = await openReport(needs, request, response)
  if (seesExact(needs, response)) return { ...opened, isExact: true }
  const { now, state } = opened
  const query = monthsOf(needs, opened.query)
  return { ...opened, query, currencies: [], state: withoutEvents(state, now), isExact: false }
}

/** The same for a CSV. */
export const openExportByRole = async (
  needs: ReportNeeds,
  request: Request,
  response: Response,
): Promise<{ query: ReportQuery; format: CsvFormat } & ByRole> => {
  const { query, format } = await openExport(needs, request)
  const isExact = seesExact(needs, response)
  return { query: isExact ? query : monthsOf(needs, query), format, isExact }
}

const seesExact = ({ memberOf }: ReportNeeds, response: Response): boolean =>
  hasRole(memberOf(response), 'finance')

const monthsOf = ({ timeZone, now }: ReportNeeds, query: ReportQuery): ReportQuery => {
  const calendar = calendarOf(timeZone)
  return snapQueryToMonths(query, { today: calendar.dayAt(now()), calendar, since: query.since })
}

/** Sends a page. An address with an invalid part gets 422, a sentence and figures of the defaults. */
export const sendReport = (response: Response, { problems }: ParsedQuery, html: string): void =>
  sendPrivatePage(response.status(problems.length > 0 ? 422 : 200), html)

/** Reads the query of a CSV. Refuses an invalid one: a program must not get another table than it asked for. */
export const openExport = async (
  needs: ReportNeeds,
  request: Request,
): Promise<{ query: ReportQuery; format: CsvFormat }> => {
  const { query, problems } = await parseQuery(needs, request)
  const parsed = parseCsvFormat(parametersOf(request))
  const isRepeated = Object.values(request.query).some((value) => typeof value !== 'string')
  if (problems.length > 0 || !parsed.ok || isRepeated) throw new Refusal('malformed')
  return { query, format: parsed.format }
}

export const sendCsv = (
  response: Response,
  table: CsvTable,
  { query, format }: { query: ReportQuery; format: CsvFormat },
): Promise<void> => {
  const chunks = csvChunks(table, { format, language: query.language })
  return sendDownload(response, { name: csvFileName(table.about), type: 'text/csv', chunks })
}

const parseQuery = async (
  needs: ReportNeeds,
  request: Request,
): Promise<ParsedQuery & { currencies: readonly Currency[] }> => {
  const calendar = calendarOf(needs.timeZone)
  const [since, recorded] = await Promise.all([needs.findFirstDay(), needs.findCurrencies()])
  const currencies = [...new Set([...offeredBy(needs), ...recorded.filter(isCurrency)])]
  const look = { today: calendar.dayAt(needs.now()), calendar, since }
  return { ...parseQueryFor(needs, request, { look, currencies }), currencies }
}

const offeredBy = ({ newsroom }: Pick<ReportNeeds, 'newsroom'>): Currency[] =>
  newsroom.giving.map(({ currency }) => currency)

type Parsing = {
  look: Look
  /** The currencies to choose from; without them those that the newsroom offers. */
  currencies?: readonly Currency[]
}

export const parseQueryFor = (
  needs: Pick<ReportNeeds, 'newsroom'>,
  request: Request,
  { look, currencies = offeredBy(needs) }: Parsing,
): ParsedQuery => {
  const parameter = parametersOf(request)
  const language = languageOf(request, parameter('language'), needs.newsroom.staffLanguages)
  return parseReportQuery({ parameter, language, currencies }, look)
}

/** Reads one parameter of the address; empty if it is absent or given twice. */
export const parametersOf =
  (request: Request) =>
  (name: string): string => {
    const value = request.query[name]
    return typeof value === 'string' ? value.trim() : ''
  }
