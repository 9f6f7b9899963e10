import type { Router } from 'express'
import { countCancelReasons } from '../../billing/actions/cancel-reason-store.ts'
import { findDemoRefusal } from '../../billing/demo/demo-state-action.ts'
import { hasDemoData } from '../../billing/demo/demo-store.ts'
import type { DemoFill } from '../../billing/demo/fill-demo-job.ts'
import { findRecordState } from '../../billing/maintenance/record-state-store.ts'
import {
  findBillingAttention,
  findPastDueSums,
  listPastDue,
} from '../../billing/staff-inbox/attention-store.ts'
import { atRiskRoutes } from '../../reports/at-risk/at-risk-routes.ts'
import { findAttemptSums, findFailureSums } from '../../reports/at-risk/failure-sums-store.ts'
import { findCohortChanges, findCohortSizes } from '../../reports/cohorts/cohort-store.ts'
import { cohortsRoutes } from '../../reports/cohorts/cohorts-routes.ts'
import { incomeRoutes } from '../../reports/income/income-routes.ts'
import { readLedger } from '../../reports/income/ledger-export-store.ts'
import { findFirstLedgerDay, findLedgerSums } from '../../reports/income/ledger-sums-store.ts'
import { findCurrentAmounts } from '../../reports/movements/current-amounts-store.ts'
import { movementsRoutes } from '../../reports/movements/movements-routes.ts'
import { findLatestEvents } from '../../reports/overview/event-store.ts'
import { overviewRoutes } from '../../reports/overview/overview-routes.ts'
import { findSettledRates } from '../../reports/rates/settled-rate-store.ts'
import type { ReportNeeds } from '../../reports/report-request-routes.ts'
import {
  findCurrencies,
  findFirstMovementDay,
  findMoneySums,
  findMonthSums,
  findMovementSums,
} from '../../reports/rollups/movement-figures-store.ts'
import { findAmountSums, findScheduleSums } from '../../reports/supporters/current-figures-store.ts'
import { supportersRoutes } from '../../reports/supporters/supporters-routes.ts'
import { listAudit, recordAudit } from '../../staff/audit-store.ts'
import { type StaffSessions, staffOf } from '../../staff/staff-session.ts'
import { countBounced } from '../../supporters/address/bounced-store.ts'
import { countDisowned } from '../../supporters/disown/disown-store.ts'
import type { Resources } from '../open/resources.ts'
import { wireAppealReports } from './wire-appeal-reports.ts'

type Wired = { sessions: StaffSessions; demo: DemoFill }

/** Wires the reports and the overview for staff. */
export const wireReports = (resources: Resources, { sessions, demo }: Wired): readonly Router[] => {
  const { newsroom, timeZone, now } = resources
  const { database, look } = resources.reportSource
  const reports: ReportNeeds = {
    newsroom,
    timeZone,
    now,
    requireStaff: sessions.requireStaff,
    requireFinance: sessions.requireFinance,
    requireRole: sessions.requireRole,
    memberOf: staffOf,
    findFirstDay: () => findFirstMovementDay(database),
    findCurrencies: () => findCurrencies(database),
    findSettledRates: () => findSettledRates(database),
    findRecordState: async () => {
      const [state, replica] = await Promise.all([findRecordState(database, now()), look()])
      return { ...state, asOf: replica?.is === 'usable' ? (replica.asOf ?? now()) : null }
    },
    hasDemoData: () => hasDemoData(database),
  }
  return [
    wireOverview(resources, reports, demo),
    supportersRoutes({
      ...reports,
      findMovementSums: (days) => findMovementSums(database, days),
      findMonthSums: (to) => findMonthSums(database, to),
      findAmountSums: () => findAmountSums(database),
      findScheduleSums: (from) => findScheduleSums(database, from),
      findPastDueSums: () => findPastDueSums(database, now()),
      countCancelReasons: (span) => countCancelReasons(database, span),
    }),
    movementsRoutes({
      ...reports,
      findMoneySums: (days, choice) => findMoneySums(database, days, choice),
      findCurrentAmounts: (currency) => findCurrentAmounts(database, currency),
    }),
    cohortsRoutes({
      ...reports,
      findCohortChanges: (cadence) => findCohortChanges(database, cadence),
      findCohortSizes: (cadence) => findCohortSizes(database, cadence),
    }),
    wireAtRisk(resources, reports),
    wireIncome(resources, reports),
    ...wireAppealReports(resources, reports),
  ]
}

const BY_DAY = { basis: 'occurred', by: 'day', currency: null } as const

const wireOverview = (
  { database: primary, reportSource: { database }, isSandbox, now }: Resources,
  reports: ReportNeeds,
  demo: DemoFill,
): Router =>
  overviewRoutes({
    ...reports,
    findMovementSums: (days) => findMovementSums(database, days),
    findMonthSums: (to) => findMonthSums(database, to),
    findLedgerSums: (days) => findLedgerSums(database, days, BY_DAY),
    findLatestEvents: (limit) => findLatestEvents(database, limit),
    findBillingAttention: () => findBillingAttention(database),
    findDemoState: async () => {
      if (demo.progress().is === 'filling') return 'filling'
      return (await findDemoRefusal(primary, isSandbox)) === null ? 'offered' : 'none'
    },
    findPastDueSums: () => findPastDueSums(database, now()),
    countAddressCases: async () => ({
      disowned: await countDisowned(database),
      bounced: await countBounced(database),
    }),
  })

const wireAtRisk = (
  { database: primary, reportSource: { database }, now }: Resources,
  reports: ReportNeeds,
): Router =>
  atRiskRoutes({
    ...reports,
    findPastDueSums: () => findPastDueSums(database, now()),
    listPastDue: (asked) => listPastDue(database, asked),
    findFailureSums: (days) => findFailureSums(database, days),
    findAttemptSums: (days) => findAttemptSums(database, days),
    recordView: (staffId) =>
      primary.inTransaction((transaction) =>
        recordAudit(transaction, { staffId, action: 'past-due-view', subject: null }, now()),
      ),
  })

const EXPORT_ACTION = 'ledger-export'

const wireIncome = (
  { database: primary, reportSource: { database }, now }: Resources,
  reports: ReportNeeds,
): Router =>
  incomeRoutes({
    ...reports,
    findFirstDay: () => findFirstLedgerDay(database),
    findSums: (days, choice) => findLedgerSums(database, days, choice),
    readLedger: (part) => readLedger(database, part),
    recordExport: (staffId, subject) =>
      primary.inTransaction((transaction) =>
        recordAudit(transaction, { staffId, action: EXPORT_ACTION, subject }, now()),
      ),
    listExports: () => listAudit(database, [EXPORT_ACTION]),
  })
