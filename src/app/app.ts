import type { Express } from 'express'
import { openLetterStore } from '../appeal/letter-store.ts'
import { articleRoutes } from '../articles/article-routes.tsx'
import { openArticleStore } from '../articles/article-store.ts'
import { pictureRoutes } from '../articles/picture-routes.ts'
import { checkoutOutcome, recordSameAddress } from '../billing/duplicates/duplicate-store.ts'
import { staffInboxRoutes } from '../billing/staff-inbox/staff-inbox-routes.ts'
import {
  canShowAsSupporter,
  linkReader,
  supporterStatusOfReader,
} from '../billing/status/browser-status-store.ts'
import { assembleCheckout } from '../checkout/checkout.ts'
import { outboxRoutes } from '../mail/outbox-routes.ts'
import { databaseAnswers } from '../platform/database/database.ts'
import { derivedKey } from '../platform/keys.ts'
import { redisAnswers } from '../platform/redis.ts'
import { type Repeating, runPromptJobs, stopJobs } from '../platform/repeat.ts'
import { readerCookies } from '../readers/identify-reader.ts'
import { readerHash } from '../readers/reader-cookie.ts'
import { reportRoutes } from '../reports/report-routes.ts'
import { movementsByDay } from '../reports/supporters-report-store.ts'
import { deleteExpiredSnoozesJob } from '../snooze/delete-expired-snoozes-job.ts'
import { lookUpSuppression } from '../snooze/look-up-suppression-action.ts'
import { postgresSnoozeStore } from '../snooze/postgres-snooze-store.ts'
import { redisSnoozeStore } from '../snooze/redis-snooze-store.ts'
import { snoozeRoutes } from '../snooze/snooze-routes.ts'
import { listAudit, recordAudit } from '../staff/audit-store.ts'
import { staffRoutes } from '../staff/staff-routes.ts'
import { staffOf, staffSessions } from '../staff/staff-session.ts'
import { assembleSupporters } from '../supporters/supporters.ts'
import { healthRoutes } from '../web/health-routes.ts'
import { metricsRoutes } from '../web/metrics-routes.ts'
import { addressDigest, budget, limitByAddress } from '../web/rate-limit.ts'
import { assembleApp } from './express-app.ts'
import type { Resources } from './resources.ts'
import { wireBilling } from './wire-billing.ts'
import { wireMail } from './wire-mail.ts'

export type Mainstay = {
  app: Express
  startJobs: () => void
  runPromptJobs: () => Promise<boolean>
  stop: () => Promise<void>
}

const SUPPRESSION_TIMEOUT_MS = 150

/** The composition root: the one place that knows every feature. */
export const buildMainstay = async (parts: Resources): Promise<Mainstay> => {
  const { newsroom, timeZone, database, redis, keys, now, log, https, origin } = parts
  const { languages } = newsroom
  const articles = await openArticleStore({
    directory: `${parts.newsroomDir}/articles`,
    sections: newsroom.sections.map((section) => section.slug),
    languages,
    log,
  })
  const letters = await openLetterStore({ directory: `${parts.newsroomDir}/appeal`, languages, log })
  const snoozes = redis ? redisSnoozeStore(redis) : postgresSnoozeStore(database)
  const readers = readerCookies({ keys, now, https })
  const digest = addressDigest(derivedKey(keys, 'rate-limit'), now)
  const limit = (name: string, points: number, known?: typeof readers.countedAs) =>
    limitByAddress(budget(redis, { name, points, seconds: 60 }), digest, known)
  const sessions = staffSessions({ database, https })
  let starting = true
  let stopping = false
  const jobs: Repeating[] = []
  const countDecision = parts.metrics.counter(
    'mainstay_appeal_decisions_total',
    'Articles served, by whether the letter stood under them or why not',
    ['reason'],
  )
  const reading = articleRoutes({
    countDecision: (reason) => countDecision({ reason }),
    newsroom,
    timeZone,
    origin,
    now,
    ...readers,
    findArticle: articles.find,
    listArticles: articles.list,
    findLetter: letters.find,
    lookUpSuppression: lookUpSuppression({
      store: snoozes,
      now,
      timeoutMs: parts.suppressionTimeoutMs ?? SUPPRESSION_TIMEOUT_MS,
      findSupporterStatus: (hash) => supporterStatusOfReader(database, hash),
    }),
  })
  const snoozing = snoozeRoutes({
    ...{ newsroom, timeZone, now },
    store: snoozes,
    hashOf: readerHash,
    ...readers,
    limit: limit('reminders', 120),
  })

  const billing = wireBilling(parts, snoozes.writeSupporterStatus)
  const spendServer = budget(redis, { name: 'sessions', points: 600, seconds: 60 })
  const supporting = assembleCheckout({
    ...parts,
    ...readers,
    hashOf: readerHash,
    limit: limit('checkouts', 30),
    limitThanks: limit('thanks', 60),
    spendSession: () => spendServer('all'),
    recordNow: billing.recordNow,
    outcomeOf: (checkoutId) => checkoutOutcome(database, checkoutId),
    canShowAsSupporter: async (request, hash) =>
      (await supporterFeature.givesSignedIn(request)) ??
      (hash !== null && canShowAsSupporter(database, hash, now())),
  })
  const mailing = wireMail(parts, () => supporterFeature.mails)
  const supporterFeature = assembleSupporters({
    ...parts,
    ...readers,
    limitAsking: limit('asking', 60, readers.countedAs),
    limitCodes: limit('codes', 60, readers.countedAs),
    ...parts.stripe,
    linkReader,
    recordSameAddress,
    ...{ clearSupporterStatus: snoozes.clearSupporterStatus, findSuppression: snoozes.find },
    ...billing,
    wakeMail: mailing.wake,
    staff: { ...sessions, memberOf: staffOf, recordAudit },
  })
  const outbox = parts.mail.keptIn ? [outboxRoutes({ newsroom, timeZone, directory: parts.mail.keptIn })] : []

  const staff = staffRoutes({
    database,
    newsroom,
    sessions,
    digest,
    guess: budget(redis, { name: 'sign-in', points: 10, seconds: 60 }),
  })
  const reports = reportRoutes({
    ...{ newsroom, timeZone, now },
    requireStaff: sessions.requireStaff,
    memberOf: staffOf,
    movementsByDay: (period) => movementsByDay(database, period, timeZone),
  })
  const staffInbox = staffInboxRoutes({
    database,
    ...{ newsroom, timeZone, now },
    ...sessions,
    memberOf: staffOf,
    recordAudit,
    listAudit: (actions) => listAudit(database, actions),
    wake: billing.wake,
  })

  const health = healthRoutes({
    starting: () => starting,
    stopping: () => stopping,
    databaseAnswers: () => databaseAnswers(database),
    redisAnswers: redis ? () => redisAnswers(redis) : null,
  })

  const startJobs = () => {
    jobs.push(...billing.startJobs(), ...supporting.startJobs())
    jobs.push(...mailing.startJobs(), ...supporterFeature.startJobs())
    if (!redis) jobs.push(deleteExpiredSnoozesJob(database, log))
    starting = false
  }

  return {
    app: assembleApp({
      newsroom,
      log,
      https,
      origin,
      trustProxy: parts.trustProxy,
      first: [
        billing.webhooks,
        health,
        metricsRoutes({ metrics: parts.metrics, token: parts.metricsToken }),
        pictureRoutes(`${parts.newsroomDir}/pictures`),
      ],
      features: [
        reading,
        snoozing,
        ...supporting.routes,
        ...supporterFeature.routes,
        ...outbox,
        staff,
        staffInbox,
        reports,
      ],
    }),
    startJobs,
    runPromptJobs: () => runPromptJobs(jobs),
    stop: async () => {
      stopping = true
      await stopJobs(jobs)
      await Promise.all([articles.stop(), letters.stop()])
    },
  }
}
