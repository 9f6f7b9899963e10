import type { Router } from 'express'
import type { Billing } from '../billing/billing.ts'
import { findRecordState } from '../billing/maintenance/record-state-store.ts'
import { staffInboxRoutes } from '../billing/staff-inbox/staff-inbox-routes.ts'
import { limitConcurrency } from '../platform/limit-concurrency.ts'
import { findCohortChanges, findCohortSizes } from '../reports/cohorts/cohort-store.ts'
import { cohortsRoutes } from '../reports/cohorts/cohorts-routes.ts'
import { findCurrentAmounts } from '../reports/movements/current-amounts-store.ts'
import { movementsRoutes } from '../reports/movements/movements-routes.ts'
import type { ReportNeeds } from '../reports/report-request.ts'
import { reportRoutes } from '../reports/report-routes.ts'
import { findFirstMovementDay, findMovementSums } from '../reports/rollups/movement-figures-store.ts'
import { findMovements } from '../reports/supporters-report-store.ts'
import { listAudit, recordAudit } from '../staff/audit-store.ts'
import { listFailedSignIns } from '../staff/failed-sign-in-store.ts'
import { staffRoutes } from '../staff/staff-routes.ts'
import { type StaffSessions, staffOf } from '../staff/staff-session.ts'
import { listDisowned, settleDisowned } from '../supporters/disown/disown-store.ts'
import type { Limits } from './limits.ts'
import type { Resources } from './open/resources.ts'

/** At most this many password checks run and wait in this process. */
const PASSWORD_CHECKS = { running: 2, waiting: 20 }

type Wired = { sessions: StaffSessions; limits: Limits; billing: Billing }

/** Wires the pages for staff: sign-in, reports, and the inbox of Stripe's events. */
export const wireStaff = (resources: Resources, { sessions, limits, billing }: Wired): readonly Router[] => {
  const { database, newsroom, timeZone, now } = resources
  const reports: ReportNeeds = {
    newsroom,
    timeZone,
    now,
    requireStaff: sessions.requireStaff,
    requireFinance: sessions.requireFinance,
    memberOf: staffOf,
    findFirstDay: () => findFirstMovementDay(database),
    findRecordState: () => findRecordState(database, now()),
    // Nothing writes demo data yet.
    hasDemoData: async () => false,
  }
  return [
    staffRoutes({
      database,
      newsroom,
      sessions,
      now,
      digest: limits.digest,
      guess: limits.staffSignIn,
      attempts: limits.passwordAttempts,
      hashing: limitConcurrency(PASSWORD_CHECKS),
    }),
    staffInboxRoutes({
      database,
      newsroom,
      timeZone,
      now,
      requireStaff: sessions.requireStaff,
      requireFinance: sessions.requireFinance,
      memberOf: staffOf,
      recordAudit,
      listFailedSignIns: () => listFailedSignIns(database),
      listAudit: (actions) => listAudit(database, actions),
      disowned: { list: () => listDisowned(database), settle: settleDisowned },
      wake: billing.wake,
    }),
    reportRoutes({ ...reports, findMovements: (spans) => findMovements(database, spans) }),
    cohortsRoutes({
      ...reports,
      findCohortChanges: (cadence) => findCohortChanges(database, cadence),
      findCohortSizes: (cadence) => findCohortSizes(database, cadence),
    }),
    movementsRoutes({
      ...reports,
      findMovementSums: (days) => findMovementSums(database, days),
      findCurrentAmounts: (currency) => findCurrentAmounts(database, currency),
    }),
  ]
}
