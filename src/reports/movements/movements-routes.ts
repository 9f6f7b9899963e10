import { type Request, type Response, Router } from 'express'
import { sayIn } from '../../messages/messages.ts'
import type { Currency } from '../../money/currency.ts'
import { monthOf } from '../../platform/calendar.ts'
import { Refusal } from '../../web/refusal.ts'
import { route } from '../../web/route.ts'
import type { Period } from '../periods/period.ts'
import type { ReportQuery } from '../periods/report-query.ts'
import {
  openExport,
  openReport,
  parametersOf,
  type ReportNeeds,
  sendCsv,
  sendReport,
} from '../report-request-routes.ts'
import type { Days, MoneyChoice, MoneySum } from '../rollups/movement-figures-store.ts'
import type { CurrentAmounts } from './current-amounts-store.ts'
import { moneyIdentity } from './money-identity.ts'
import { mrrRates, type SpanIdentity, spanIdentities } from './movements.ts'
import { movementsTable } from './movements-csv.ts'
import { movementsPage, PATH } from './movements-page.tsx'
import type { PeriodMovements } from './movements-tiles-panel.tsx'

type Needs = ReportNeeds & {
  findMoneySums: (days: Days, choice: MoneyChoice) => Promise<MoneySum[]>
  findCurrentAmounts: (currency: Currency) => Promise<CurrentAmounts>
}

/** Serves the report on changes of MRR, for the role `finance`. */
export const movementsRoutes = (needs: Needs): Router => {
  const router = Router()
  const before = [needs.requireStaff, needs.requireFinance]
  route(router, PATH, { before, get: (request, response) => sendPage(needs, request, response) })
  route(router, `${PATH}.csv`, { before, get: (request, response) => sendTable(needs, request, response) })
  return router
}

const sendPage = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const opened = await openReport(needs, request, response)
  const currency = currencyOf(needs, opened.query)
  const query = { ...opened.query, currency }
  const { period, comparison } = query
  const compared = comparison.is === 'period' ? comparison.period : null
  const [rows, rowsBefore, current] = await Promise.all([
    needs.findMoneySums(period, { by: 'month', currency }),
    compared === null ? null : needs.findMoneySums(compared, { by: 'month', currency }),
    needs.findCurrentAmounts(currency),
  ])
  const movementsOf = (sums: readonly MoneySum[], { from }: Period): PeriodMovements => {
    const identity = moneyIdentity(sums, currency)
    return { identity, rates: mrrRates(identity, query.since === null || from <= query.since) }
  }
  const page = movementsPage({
    context: { ...opened, query },
    currency,
    now: movementsOf(rows, period),
    before: compared === null || rowsBefore === null ? null : movementsOf(rowsBefore, compared),
    months: spansOf(rows, { ...query, currency }, 'month'),
    monthsBefore:
      compared === null ? [] : spansOf(rowsBefore ?? [], { ...query, period: compared, currency }, 'month'),
    current,
  })
  sendReport(response, opened, page)
}

const sendTable = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const { query, format } = await openExport(needs, request)
  const span = parametersOf(request)('table') || 'month'
  if (span !== 'month' && span !== 'day') throw new Refusal('malformed')
  const currency = currencyOf(needs, query)
  const shown = { ...query, currency }
  const sums = await needs.findMoneySums(query.period, { by: span, currency })
  const spans = spansOf(sums, shown, span)
  const about = { title: sayIn(query.language)('movements.title'), query: shown, timeZone: needs.timeZone }
  await sendCsv(response, movementsTable(spans, { ...about, currency, span }), { query: shown, format })
}

/** The chosen currency, or the newsroom's first: currencies are never added up. */
const currencyOf = ({ newsroom }: Needs, { currency }: ReportQuery): Currency =>
  currency ?? newsroom.giving[0].currency

/** Splits the period into months or days. Those before the first figure are left out: nothing is known of them. */
const spansOf = (
  rows: readonly MoneySum[],
  { currency, period, since }: ReportQuery & { currency: Currency },
  span: 'month' | 'day',
): SpanIdentity[] => {
  const nameOf = span === 'month' ? monthOf : (day: string) => day
  const days = period.days.filter(({ name }) => since !== null && name >= since)
  const names = [...new Set(days.map(({ name }) => nameOf(name)))]
  return spanIdentities(rows, currency, { names, nameOf })
}
