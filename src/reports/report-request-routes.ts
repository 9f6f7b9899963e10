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

type Parsed = ParsedQuery & { currencies: readonly Currency[] }

/** Reads the query of an exact report, and all that its page shows of the record. */
export const openReport = async (
  needs: ReportNeeds,
  request: Request,
  response: Response,
): Promise<ReportContext> => openWith(needs, response, parseQuery(needs, request))

const openWith = async (
  needs: ReportNeeds,
  response: Response,
  parsing: Promise<Parsed>,
): Promise<ReportContext> => {
  const [parsed, state, hasDemoData] = await Promise.all([
    parsing,
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
  if (seesExact(needs, response)) return { ...(await openReport(needs, request, response)), isExact: true }
  const opened = await openWith(needs, response, parseMonths(needs, request))
  return { ...opened, state: withoutEvents(opened.state, opened.now), isExact: false }
}

const seesExact = ({ memberOf }: ReportNeeds, response: Response): boolean =>
  hasRole(memberOf(response), 'finance')

/** Sends a page. An address with an invalid part gets 422, a sentence and figures of the defaults. */
export const sendReport = (response: Response, { problems }: ParsedQuery, html: string): void =>
  sendPrivatePage(response.status(problems.length > 0 ? 422 : 200), html)

type Export = { query: ReportQuery; format: CsvFormat }

/** Reads the query of a CSV. Refuses an invalid one: a program must not get another table than it asked for. */
export const openExport = async (needs: ReportNeeds, request: Request): Promise<Export> =>
  exportOf(await parseQuery(needs, request), request)

/** The same as the member may see it. */
export const openExportByRole = async (
  needs: ReportNeeds,
  request: Request,
  response: Response,
): Promise<Export & ByRole> => {
  const isExact = seesExact(needs, response)
  const parsed = await (isExact ? parseQuery(needs, request) : parseMonths(needs, request))
  return { ...exportOf(parsed, request), isExact }
}

const exportOf = ({ query, problems }: ParsedQuery, request: Request): Export => {
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

const parseQuery = async (needs: ReportNeeds, request: Request): Promise<Parsed> => {
  const [look, recorded] = await Promise.all([lookOf(needs), needs.findCurrencies()])
  const currencies = [...new Set([...offeredBy(needs), ...recorded.filter(isCurrency)])]
  return { ...parseQueryFor(needs, request, { look, currencies }), currencies }
}

/** Whole months of all currencies. Reads nothing that tells about one person. */
const parseMonths = async (needs: ReportNeeds, request: Request): Promise<Parsed> => {
  const look = await lookOf(needs)
  const parsed = parseQueryFor(needs, request, { look })
  return { ...parsed, query: snapQueryToMonths(parsed.query, look), currencies: [] }
}

const lookOf = async ({ timeZone, now, findFirstDay }: ReportNeeds): Promise<Look> => {
  const calendar = calendarOf(timeZone)
  return { today: calendar.dayAt(now()), calendar, since: await findFirstDay() }
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
