import { type Request, type Response, Router } from 'express'
import type { PastDueContribution, PastDueSum } from '../../billing/staff-inbox/attention-store.ts'
import { sayIn } from '../../messages/messages.ts'
import type { Currency } from '../../money/currency.ts'
import { calendarOf } from '../../platform/calendar.ts'
import { route } from '../../web/route.ts'
import type { ReportQuery } from '../periods/report-query.ts'
import { openExport, openReport, type ReportNeeds, sendCsv, sendReport } from '../report-request-routes.ts'
import type { Days } from '../rollups/movement-figures-store.ts'
import { failuresTable, pastDueTable } from './at-risk-csv.ts'
import { atRiskPage, PAST_DUE_CSV } from './at-risk-page.tsx'
import type { AttemptSum, FailureSum } from './failure-sums-store.ts'
import { pastDueOf } from './past-due.ts'
import { type Recovery, recoveryOf } from './recovery.ts'
import { LISTED } from './working-list-panel.tsx'

export type AtRiskNeeds = ReportNeeds & {
  findPastDueSums: () => Promise<PastDueSum[]>
  listPastDue: (asked: { currency: Currency | null; limit: number }) => Promise<PastDueContribution[]>
  findFailureSums: (days: Days) => Promise<FailureSum[]>
  findAttemptSums: (days: Days) => Promise<AttemptSum[]>
  /** Records in the audit log that a staff member saw the list. */
  recordView: (staffId: string) => Promise<void>
}

/** Serves the report on contributions at risk, for the role `finance`. It lists single contributions. */
export const atRiskRoutes = (needs: AtRiskNeeds): Router => {
  const router = Router()
  const before = [needs.requireStaff, needs.requireFinance]
  route(router, '/staff/reports/at-risk', {
    before,
    get: (request, response) => showReport(needs, request, response),
  })
  route(router, '/staff/reports/at-risk.csv', {
    before,
    get: (request, response) => sendTable(needs, request, response),
  })
  route(router, PAST_DUE_CSV, {
    before,
    get: (request, response) => sendPastDue(needs, request, response),
  })
  return router
}

const showReport = async (needs: AtRiskNeeds, request: Request, response: Response): Promise<void> => {
  const context = await openReport(needs, request, response)
  const { currency, period, comparison } = context.query
  await needs.recordView(needs.memberOf(response).id)
  const [sums, list, recovery, before] = await Promise.all([
    needs.findPastDueSums(),
    needs.listPastDue({ currency, limit: LISTED }),
    findRecovery(needs, currency, period),
    comparison.is === 'period' ? findRecovery(needs, currency, comparison.period) : null,
  ])
  const pastDue = pastDueOf(sums, currency)
  sendReport(response, context, atRiskPage({ context, pastDue, recovery, before, list }))
}

const findRecovery = async (
  { findFailureSums, findAttemptSums }: AtRiskNeeds,
  currency: Currency | null,
  { from, to }: ReportQuery['period'],
): Promise<Recovery> => {
  const [failures, attempts] = await Promise.all([
    findFailureSums({ from, to }),
    findAttemptSums({ from, to }),
  ])
  return recoveryOf(failures, attempts, currency)
}

const sendTable = async (needs: AtRiskNeeds, request: Request, response: Response): Promise<void> => {
  const { query, format } = await openExport(needs, request)
  const title = sayIn(query.language)('atRisk.title')
  const failures = await needs.findFailureSums(query.period)
  const table = failuresTable(failures, { title, query, timeZone: needs.timeZone })
  await sendCsv(response, table, { query, format })
}

/** Sends the sums of this moment, whichever period is asked for. */
const sendPastDue = async (needs: AtRiskNeeds, request: Request, response: Response): Promise<void> => {
  const { query, format } = await openExport(needs, request)
  const today = calendarOf(needs.timeZone).dayAt(needs.now())
  const asOfToday = { ...query, period: { from: today, to: today, days: [] } }
  const title = sayIn(query.language)('atRisk.now')
  const about = { title, query: asOfToday, timeZone: needs.timeZone }
  await sendCsv(response, pastDueTable(await needs.findPastDueSums(), about), { query, format })
}
