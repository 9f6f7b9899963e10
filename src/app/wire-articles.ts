import type { Router } from 'express'
import type { AppealCounts } from '../appeal/counting/appeal-counts.ts'
import type { ArticleStore } from '../articles/article-store.ts'
import type { PictureStore } from '../articles/pictures/picture-store.ts'
import { articleRoutes } from '../articles/serving/article-routes.ts'
import { keptArticles } from '../articles/serving/kept-articles.ts'
import { lookAtPictures } from '../articles/serving/look-at-pictures-action.ts'
import { articleRenderer, type RenderArticle } from '../articles/serving/render-article.tsx'
import { type ServeKept, serveKeptArticle } from '../articles/serving/serve-kept-article-action.ts'
import { viewArticle } from '../articles/serving/view-article-action.ts'
import type { GoalSums } from '../campaigns/live/goal-sums-job.ts'
import type { LiveCampaigns } from '../campaigns/live/live-campaigns-job.ts'
import { type Calendar, calendarOf, dayNumberOf, rememberedDays } from '../platform/calendar.ts'
import type { SnoozeLength } from '../snooze/lengths/length.ts'
import type { LookUpSuppression } from '../snooze/look-up-suppression-action.ts'
import type { SnoozeStore } from '../snooze/snooze-store.ts'
import { requestLog } from '../web/access-log.ts'
import { isOwnHost } from '../web/host-guard.ts'
import { securityHeadersOf } from '../web/security-headers.ts'
import type { Resources } from './open/resources.ts'
import type { Readers } from './wire-readers.ts'

type Wired = {
  readers: Readers
  snoozes: SnoozeStore
  counts: AppealCounts
  articles: ArticleStore
  pictures: PictureStore
  campaigns: LiveCampaigns
  goals: GoalSums
  lookUpSuppression: LookUpSuppression
  offeredLengths: () => readonly SnoozeLength[]
}

export type Articles = {
  routes: Router
  serveKept: ServeKept
  /** Renders the page that staff see. It is neither kept nor counted. */
  renderPreview: (asked: Omit<Parameters<RenderArticle>[0], 'pictures' | 'isCounted'>) => Promise<string>
}

/** Wires the pages of articles: what decides about their appeal, renders them, keeps them and counts them. */
export const wireArticles = (resources: Resources, wired: Wired): Articles => {
  const { newsroom, timeZone, origin, https, isTrial, log } = resources
  const { readers, offeredLengths, goals } = wired
  const dayAt = rememberedDays(calendarOf(timeZone))
  const listArticles = wired.articles.list
  const made = { newsroom, timeZone, origin, listArticles, goalProgress: goals.progressOf, offeredLengths }
  const pictures = lookAtPictures({
    newsroom,
    origin,
    pictures: wired.pictures,
    monotonic: () => performance.now(),
  })
  const renderArticle = articleRenderer(made)
  const kept = keptArticles({ ...made, dayAt })
  const articles = viewsOf(resources, { ...wired, dayAt })
  return {
    routes: articleRoutes({
      articles,
      pictures,
      renderArticle,
      kept,
      setReaderCookie: readers.setReaderCookie,
    }),
    serveKept: serveKeptArticle({
      articles,
      pictures,
      kept,
      isHostAllowed: (host) => !isTrial || isOwnHost(host, origin()),
      headersWith: {
        appeal: securityHeadersOf(https, { connects: true }),
        none: securityHeadersOf(https, { connects: false }),
      },
      logRequest: requestLog(log),
    }),
    renderPreview: async (asked) =>
      renderArticle({ ...asked, pictures: await pictures(asked.article), isCounted: false }),
  }
}

const viewsOf = (
  { countryHeader, metrics, now }: Resources,
  {
    readers,
    snoozes,
    counts,
    articles,
    campaigns,
    lookUpSuppression,
    dayAt,
  }: Wired & Pick<Calendar, 'dayAt'>,
) => {
  const countDecision = decisionCounter(metrics)
  return viewArticle({
    now,
    findArticle: articles.find,
    campaignsInForce: campaigns.current,
    countryHeader,
    dayNumber: (at) => dayNumberOf(dayAt(at)),
    identify: readers.identify,
    lookUpSuppression,
    writeSeen: snoozes.writeSeen,
    countDecision: (reason) => countDecision({ reason }),
    countAppeal: counts.countAppeal,
  })
}

const decisionCounter = (metrics: Resources['metrics']) =>
  metrics.counter(
    'mainstay_appeal_decisions_total',
    'Articles served to readers, by the reason why the appeal was shown or not',
    ['reason'],
  )
