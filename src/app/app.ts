import type { RequestListener } from 'node:http'
import type { Express, Router } from 'express'
import type { ServeKept } from '../articles/serving/serve-kept-article-action.ts'
import { fillDemo } from '../billing/demo/fill-demo-job.ts'
import { outboxRoutes } from '../mail/outbox-routes.ts'
import { calendarOf } from '../platform/calendar.ts'
import { databaseAnswers } from '../platform/database/database.ts'
import { type Repeating, runPromptJobs, stopJobs } from '../platform/jobs/repeat.ts'
import { errorFields, type Log } from '../platform/log.ts'
import { redisAnswers } from '../platform/redis.ts'
import { compactRollupsJob } from '../reports/rollups/compact-rollups-job.ts'
import { extendCalendarJob } from '../reports/rollups/extend-calendar-job.ts'
import { carefulSnoozeStore } from '../snooze/careful-snooze-store.ts'
import { postgresSnoozeStore } from '../snooze/postgres-snooze-store.ts'
import { redisSnoozeStore } from '../snooze/redis-snooze-store.ts'
import { staffSessions } from '../staff/staff-session.ts'
import { healthRoutes } from '../web/health-routes.ts'
import { metricsRoutes } from '../web/metrics-routes.ts'
import { assembleApp } from './express-app.ts'
import { makeLimits } from './limits.ts'
import type { Resources } from './open/resources.ts'
import { writeAppealOfDemo } from './reports/appeal-of-demo.ts'
import { wireBilling } from './wire-billing.ts'
import { wireCheckout } from './wire-checkout.ts'
import { wireCounting } from './wire-counting.ts'
import { wireFirstRun } from './wire-first-run.ts'
import { wireMail } from './wire-mail.ts'
import { wireReaders } from './wire-readers.ts'
import { wireReading } from './wire-reading.ts'
import { wireStaff } from './wire-staff.ts'
import { wireSupporters } from './wire-supporters.ts'

export type Mainstay = {
  /** The routes alone. */
  app: Express
  /** Answers requests with kept pages, else by the routes. */
  answer: RequestListener
  startJobs: () => void
  /** Runs at once every job that looks for work each second. Returns false if none found any. */
  runPromptJobs: () => Promise<boolean>
  stop: () => Promise<void>
  /** Writes what the last requests counted. Must run after them. */
  writeLastCounts: () => Promise<void>
}

/** Wires every feature to the open resources: the composition root. */
export const buildMainstay = async (resources: Resources): Promise<Mainstay> => {
  const { newsroom, database, redis, keys, https, now } = resources
  const store = redis ? redisSnoozeStore(redis) : postgresSnoozeStore(database)
  const snoozes = carefulSnoozeStore(store, now)
  const readers = wireReaders(resources, store)
  const limits = makeLimits(resources)
  const sessions = staffSessions({ database, keys, https })
  const counting = wireCounting(resources, limits)
  const { counts } = counting
  const reading = await wireReading(resources, { readers, snoozes, limits, counts })
  const billing = wireBilling(resources, snoozes.writeSupporterStatus)
  const sendingMail = wireMail(resources)
  const wakeMail = sendingMail.wake
  const wired = { readers, limits, billing, reading }
  const supporters = wireSupporters(resources, { ...wired, snoozes, sessions, wakeMail })
  const checkout = wireCheckout(resources, { ...wired, supporters, counting })
  const firstRun = await wireFirstRun(resources)
  const demo = fillDemo(database, { log: resources.log, writeMore: writeAppealOfDemo(resources) })
  const staff = wireStaff(resources, { sessions, limits, billing, demo, reading })
  const jobs = [
    ...billing.jobs,
    ...checkout.jobs,
    ...sendingMail.jobs,
    ...supporters.jobs,
    ...reading.jobs,
    counting.job,
    ...rollupJobs(resources),
    demo.job,
  ]
  const state = { isStarting: true, isStopping: false }
  const app = assembleApp({
    newsroom,
    log: resources.log,
    https,
    origin: resources.origin,
    trustProxy: resources.trustProxy,
    isTrial: resources.isTrial,
    isInvited: reading.isInvited,
    first: [...firstRun.first, billing.webhooks, ...serviceRoutes(resources, state), reading.pictures],
    features: [
      ...reading.routes,
      counting.routes,
      ...checkout.routes,
      ...supporters.routes,
      ...outbox(resources),
      ...staff,
      ...firstRun.routes,
    ],
  })
  return {
    app,
    // The bar of first steps changes pages, so none is sent as it was kept.
    answer: firstRun.first.length > 0 ? app : keptFirst(reading.serveKept, { app, log: resources.log }),
    startJobs: () => {
      for (const job of jobs) job.start()
      state.isStarting = false
    },
    runPromptJobs: () => runPromptJobs(jobs),
    stop: async () => {
      state.isStopping = true
      await stopJobs(jobs)
      await Promise.all([reading.stop(), firstRun.stop()])
    },
    writeLastCounts: counting.writeNow,
  }
}

/** Answers with kept pages first. The routes answer everything else, also what failed before anything was sent. */
const keptFirst =
  (serveKept: ServeKept, { app, log }: { app: RequestListener; log: Log }): RequestListener =>
  (request, response) =>
    void serveKept(request, response)
      .catch((error: unknown) => {
        log.error('a kept page failed', errorFields(error))
        return response.headersSent
      })
      .then((isServed) => isServed || app(request, response))

const rollupJobs = ({ database, slowDatabase, timeZone, now, log }: Resources): Repeating[] => [
  compactRollupsJob(database, log),
  extendCalendarJob({ database: slowDatabase, calendar: calendarOf(timeZone), now, log }),
]

type State = { isStarting: boolean; isStopping: boolean }

const serviceRoutes = (
  { database, redis, degradedBecause, metrics, metricsToken }: Resources,
  state: State,
): Router[] => [
  healthRoutes({
    starting: () => state.isStarting,
    stopping: () => state.isStopping,
    databaseAnswers: () => databaseAnswers(database),
    redisAnswers: redis ? () => redisAnswers(redis) : null,
    degradedBecause,
  }),
  metricsRoutes({ metrics, token: metricsToken }),
]

const outbox = ({ mail, newsroom, timeZone }: Resources): Router[] =>
  mail.outboxDirectory ? [outboxRoutes({ newsroom, timeZone, directory: mail.outboxDirectory })] : []
