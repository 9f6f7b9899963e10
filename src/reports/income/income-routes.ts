import { type Request, type Response, Router } from 'express'
import { sayIn } from '../../messages/messages.ts'
import { calendarOf, monthOf } from '../../platform/calendar.ts'
import type { AuditRow } from '../../staff/audit-store.ts'
import { Refusal } from '../../web/refusal.ts'
import { route } from '../../web/route.ts'
import type { ReportQuery } from '../periods/report-query.ts'
import {
  openExport,
  openReport,
  parametersOf,
  type ReportNeeds,
  sendCsv,
  sendReport,
} from '../report-request-routes.ts'
import type { Days } from '../rollups/movement-figures-store.ts'
import { chargeRatesTable } from './charge-rates-csv.ts'
import { incomeTable } from './income-csv.ts'
import { type Compared, INCOME_PATH, incomePage, RATES_CSV } from './income-page.tsx'
import { ledgerTable } from './ledger-csv.ts'
import type { ExportedEntry, LedgerPart } from './ledger-export-store.ts'
import {
  LEDGER_BASES,
  LEDGER_SPANS,
  type LedgerBasis,
  type LedgerChoice,
  type LedgerSum,
} from './ledger-sums-store.ts'

type Needs = ReportNeeds & {
  findSums: (days: Days, choice: LedgerChoice) => Promise<LedgerSum[]>
  readLedger: (part: LedgerPart) => AsyncIterable<ExportedEntry>
  /** Records in the audit log who exports which part of the ledger. */
  recordExport: (staffId: string, subject: string) => Promise<void>
  listExports: () => Promise<AuditRow[]>
}

/** Serves the income report and the bookkeeper's export of the ledger, for the role `finance`. */
export const incomeRoutes = (needs: Needs): Router => {
  const router = Router()
  const before = [needs.requireStaff, needs.requireFinance]
  route(router, INCOME_PATH, { before, get: (request, response) => sendPage(needs, request, response) })
  route(router, `${INCOME_PATH}.csv`, {
    before,
    get: (request, response) => sendTable(needs, request, response),
  })
  route(router, RATES_CSV, { before, get: (request, response) => sendRates(needs, request, response) })
  route(router, `${INCOME_PATH}/ledger.csv`, {
    before,
    get: (request, response) => sendLedger(needs, request, response),
  })
  return router
}

const sendPage = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const asked = basisOf(request)
  const basis = asked ?? 'occurred'
  const opened = await openReport(needs, request, response)
  const query = withBasis(opened.query, basis)
  const problems = asked === null ? [...opened.problems, 'unknown-basis' as const] : opened.problems
  const context = { ...opened, query, problems }
  const choice = { basis, by: 'month', currency: query.currency } as const
  const { comparison } = query
  const sumsOf = async (by: LedgerChoice): Promise<Compared> => ({
    now: await needs.findSums(query.period, by),
    before: comparison.is === 'period' ? await needs.findSums(comparison.period, by) : null,
  })
  const [sums, charges, exports] = await Promise.all([
    sumsOf(choice),
    sumsOf({ ...choice, basis: 'charged' }),
    needs.listExports(),
  ])
  sendReport(response, context, incomePage({ context, basis, sums, charges, exports }))
}

const sendRates = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const { query, format } = await openExport(needs, request)
  const { period, currency, language } = query
  const rows = await needs.findSums(period, { basis: 'charged', by: 'month', currency })
  const title = sayIn(language)('income.rates')
  await sendCsv(response, chargeRatesTable(rows, { title, query, timeZone: needs.timeZone }), {
    query,
    format,
  })
}

const sendTable = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const { query, format, basis } = await openTable(needs, request)
  const parameter = parametersOf(request)
  const by = oneOf(LEDGER_SPANS, parameter('by'), 'day')
  if (by === null) throw new Refusal('malformed')
  const { period, currency, since } = query
  const rows = await needs.findSums(period, { basis, by, currency })
  const spans =
    by === 'day' ? period.days : calendarOf(needs.timeZone).months(monthOf(period.from), monthOf(period.to))
  const table = incomeTable(rows, {
    by,
    spans: spans.map(({ name }) => name),
    since: since === null || by === 'day' ? since : monthOf(since),
    about: { title: tableTitle(query, basis), query, timeZone: needs.timeZone },
  })
  await sendCsv(response, table, { query, format })
}

/** Records the export before its first row is sent: it may leave at once. */
const sendLedger = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const { query, format, basis } = await openTable(needs, request)
  const { timeZone, memberOf, recordExport, readLedger } = needs
  const { period, currency, language } = query
  const subject = [`${period.from} – ${period.to}`, basis, ...(currency === null ? [] : [currency])].join(
    ', ',
  )
  await recordExport(memberOf(response).id, subject)
  const say = sayIn(language)
  const title = say(`income.byDay.${basis}`, { title: say('income.ledger') })
  const table = ledgerTable(readLedger({ ...period, basis, currency }), { title, query, timeZone })
  await sendCsv(response, table, { query, format })
}

const openTable = async (needs: Needs, request: Request) => {
  const basis = basisOf(request)
  if (basis === null) throw new Refusal('malformed')
  return { ...(await openExport(needs, request)), basis }
}

const tableTitle = ({ language }: ReportQuery, basis: LedgerBasis): string => {
  const say = sayIn(language)
  return say(`income.byDay.${basis}`, { title: say('income.title') })
}

/** Returns what the address asks for: `usual` if it says nothing, null for an unknown value. */
const oneOf = <T extends string>(choices: readonly T[], asked: string, usual: T): T | null =>
  asked === '' ? usual : (choices.find((each) => each === asked) ?? null)

const basisOf = (request: Request): LedgerBasis | null => {
  const parameter = parametersOf(request)
  return oneOf(LEDGER_BASES, parameter('basis'), 'occurred')
}

const withBasis = (query: ReportQuery, basis: LedgerBasis): ReportQuery => ({
  ...query,
  extra: basis === 'occurred' ? [] : [['basis', basis]],
})
