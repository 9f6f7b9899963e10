import type { Router } from 'express'
import { removeDemoCounts } from '../appeal/demo/demo-counts-store.ts'
import type { Billing } from '../billing/billing.ts'
import { demoRoutes } from '../billing/demo/demo-routes.ts'
import type { DemoFill } from '../billing/demo/fill-demo-job.ts'
import { staffInboxRoutes } from '../billing/staff-inbox/staff-inbox-routes.ts'
import { limitConcurrency } from '../platform/limit-concurrency.ts'
import { rebuildRollups } from '../reports/rollups/rollup-store.ts'
import { listAudit, recordAudit } from '../staff/audit-store.ts'
import { listFailedSignIns } from '../staff/failed-sign-in-store.ts'
import { staffRoutes } from '../staff/staff-routes.ts'
import { type StaffSessions, staffOf } from '../staff/staff-session.ts'
import { listBounced } from '../supporters/address/bounced-store.ts'
import { listDisowned, settleDisowned } from '../supporters/disown/disown-store.ts'
import type { Limits } from './limits.ts'
import type { Resources } from './open/resources.ts'
import { wireReports } from './reports/wire-reports.ts'
import { wireCampaigns } from './wire-campaigns.ts'
import type { Reading } from './wire-reading.ts'

/** At most this many password checks run and wait in this process. */
const PASSWORD_CHECKS = { running: 2, waiting: 20 }

type Wired = { sessions: StaffSessions; limits: Limits; billing: Billing; demo: DemoFill; reading: Reading }

/** Wires the pages for staff: sign-in, reports, and the inbox of Stripe's events. */
export const wireStaff = (
  resources: Resources,
  { sessions, limits, billing, demo, reading }: Wired,
): readonly Router[] => {
  const { database, newsroom, timeZone, now } = resources
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
      listBounced: () => listBounced(database),
      disowned: { list: () => listDisowned(database), settle: settleDisowned },
      wake: billing.wake,
    }),
    demoRoutes({
      database,
      newsroom,
      requireStaff: sessions.requireStaff,
      requireFinance: sessions.requireFinance,
      memberOf: staffOf,
      recordAudit,
      rebuildRollups,
      removeMore: removeDemoCounts,
      isSandbox: resources.isSandbox,
      supporters: resources.demoSupporters,
      fill: demo,
      now,
    }),
    ...wireReports(resources, { sessions, demo }),
    ...wireCampaigns(resources, { sessions, reading, limits }),
  ]
}
