import type { Router } from 'express'
import { type AppealCounts, countInto, openTallies } from '../appeal/counting/appeal-counts.ts'
import { countedPayment } from '../appeal/counting/paid-label.ts'
import { addPayments } from '../appeal/counting/payment-count-store.ts'
import { seenRoutes } from '../appeal/counting/seen-routes.ts'
import { countWriter } from '../appeal/counting/write-counts-job.ts'
import type { CountPayments } from '../checkout/count-paid-checkouts-job.ts'
import { calendarOf } from '../platform/calendar.ts'
import type { Repeating } from '../platform/jobs/repeat.ts'
import { errorFields } from '../platform/log.ts'
import type { Limits } from './limits.ts'
import type { Resources } from './open/resources.ts'

export type Counting = {
  counts: AppealCounts
  countPayments: CountPayments
  routes: Router
  job: Repeating
  /** Writes what was counted since the last time. Logs an error: the process is about to end. */
  writeNow: () => Promise<void>
}

/** Wires the counts of the appeal. */
export const wireCounting = ({ database, timeZone, now, log }: Resources, limits: Limits): Counting => {
  const calendar = calendarOf(timeZone)
  const tallies = openTallies()
  const counts = countInto(tallies, { calendar, now })
  const writer = countWriter({ database, tallies, now, log })
  return {
    counts,
    countPayments: (transaction, payments) =>
      addPayments(
        transaction,
        payments.flatMap((each) => countedPayment(calendar, each) ?? []),
      ),
    routes: seenRoutes({ limit: limits.perMinute('seen', 120), countStep: counts.countStep }),
    job: writer.job,
    writeNow: () =>
      writer
        .write()
        .catch((error: unknown) =>
          log.error('the last counts were not written', { component: 'appeal', ...errorFields(error) }),
        ),
  }
}
