import { type Request, type Response, Router } from 'express'
import { sayIn } from '../../messages/messages.ts'
import { calendarOf, monthOf } from '../../platform/calendar.ts'
import { APPEAL_REPORT_ROLES } from '../../staff/roles.ts'
import { Refusal } from '../../web/refusal.ts'
import { route } from '../../web/route.ts'
import { spansOf } from '../income/income.ts'
import type { Period } from '../periods/period.ts'
import type { ReportQuery } from '../periods/report-query.ts'
import {
  type ByRole,
  openExportByRole,
  openReportByRole,
  parametersOf,
  type ReportNeeds,
  sendCsv,
  sendReport,
} from '../report-request-routes.ts'
import type { Days } from '../rollups/movement-figures-store.ts'
import {
  buildSnoozeReport,
  buildUpcoming,
  type SnoozeReport,
  type Upcoming,
  upcomingSpan,
  wholeMonths,
} from './snooze-report.ts'
import type { RemindedSum, ReminderSum, ShownSum, SnoozeSum } from './snooze-sums-store.ts'
import { SNOOZE_TABLES, snoozeTable } from './snoozes-csv.ts'
import { SNOOZES_PATH, snoozesPage } from './snoozes-page.tsx'

export type SnoozeReportNeeds = ReportNeeds & {
  findSnoozeSums: (days: Days) => Promise<SnoozeSum[]>
  findShownSums: (days: Days) => Promise<ShownSum[]>
  findReminderSums: (days: Days) => Promise<ReminderSum[]>
  findRemindedSums: (months: { from: string; to: string }) => Promise<RemindedSum[]>
}

/** Serves the report on snoozes: exact for the role `finance`, rounded for all others. */
export const snoozeReportRoutes = (needs: SnoozeReportNeeds): Router => {
  const router = Router()
  const before = [needs.requireStaff, needs.requireRole(...APPEAL_REPORT_ROLES)]
  route(router, SNOOZES_PATH, { before, get: (request, response) => sendPage(needs, request, response) })
  route(router, `${SNOOZES_PATH}.csv`, {
    before,
    get: (request, response) => sendTable(needs, request, response),
  })
  return router
}

const sendPage = async (needs: SnoozeReportNeeds, request: Request, response: Response): Promise<void> => {
  const opened = await openReportByRole(needs, request, response)
  const { query, isExact } = opened
  const { comparison } = query
  const [report, before, upcoming] = await Promise.all([
    findReport(needs, query.period, opened),
    comparison.is === 'period' ? findReport(needs, comparison.period, opened) : null,
    findUpcoming(needs, query, { isExact }),
  ])
  sendReport(response, opened, snoozesPage({ context: opened, report, before, upcoming }))
}

const sendTable = async (needs: SnoozeReportNeeds, request: Request, response: Response): Promise<void> => {
  const asked = parametersOf(request)('table') || 'month'
  const table = SNOOZE_TABLES.find((each) => each === asked)
  if (table === undefined) throw new Refusal('malformed')
  const { query, format, isExact } = await openExportByRole(needs, request, response)
  const [report, upcoming] = await Promise.all([
    findReport(needs, query.period, { query, isExact }),
    findUpcoming(needs, query, { isExact }),
  ])
  const about = { title: sayIn(query.language)('snoozeReport.title'), query, timeZone: needs.timeZone }
  await sendCsv(response, snoozeTable(table, { report, upcoming }, about), { query, format })
}

const todayOf = ({ timeZone, now }: SnoozeReportNeeds): string => calendarOf(timeZone).dayAt(now())

const findReport = async (
  needs: SnoozeReportNeeds,
  period: Period,
  { query, isExact }: ByRole & { query: ReportQuery },
): Promise<SnoozeReport> => {
  const [snoozes, shown, due, paid] = await Promise.all([
    needs.findSnoozeSums(period),
    needs.findShownSums(period),
    needs.findReminderSums(wholeMonths(period)),
    needs.findRemindedSums({ from: monthOf(period.from), to: monthOf(period.to) }),
  ])
  const months = spansOf({ period, since: query.since })
  return buildSnoozeReport({ snoozes, shown, due, paid }, { months, today: todayOf(needs), isExact })
}

const findUpcoming = async (
  needs: SnoozeReportNeeds,
  query: ReportQuery,
  { isExact }: ByRole,
): Promise<Upcoming> => {
  const today = todayOf(needs)
  const span = upcomingSpan(query, today)
  return buildUpcoming(await needs.findReminderSums(span), { span, today, isExact })
}
