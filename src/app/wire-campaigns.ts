import type { RequestHandler, Router } from 'express'
import { published } from '../articles/article.ts'
import type { CampaignNeeds } from '../campaigns/campaign-request-routes.ts'
import { editorRoutes } from '../campaigns/editor/editor-routes.ts'
import { stateRoutes } from '../campaigns/editor/state-routes.ts'
import { explainRoutes } from '../campaigns/explain/explain-routes.ts'
import { historyRoutes } from '../campaigns/history/history-routes.ts'
import { campaignListRoutes } from '../campaigns/list/list-routes.ts'
import { type PreviewArticles, previewRoutes } from '../campaigns/preview/preview-routes.ts'
import { typedPreviewRoutes } from '../campaigns/preview/typed-preview-routes.ts'
import { NOT_SUPPRESSED } from '../snooze/suppression.ts'
import { listAudit, recordAudit } from '../staff/audit-store.ts'
import { type StaffSessions, staffOf } from '../staff/staff-session.ts'
import type { Limits } from './limits.ts'
import type { Resources } from './open/resources.ts'
import type { Reading } from './wire-reading.ts'

type Wired = { sessions: StaffSessions; reading: Reading; limits: Limits }

/** Wires the pages on which staff write campaigns and look at them. */
export const wireCampaigns = (resources: Resources, wired: Wired): readonly Router[] => [
  ...wireEditor(resources, wired),
  ...wireViews(resources, wired),
]

const previewArticles = ({ now }: Resources, { reading }: Wired): PreviewArticles => {
  const { listArticles, findArticle, renderPreview } = reading
  return {
    listArticles: (language) => published(listArticles(language), now()),
    renderArticle: async ({ article: slug, campaign, form }) => {
      const article = findArticle(slug)
      const decision = { show: true, campaign, form, caps: null } as const
      const asked = { decision, suppression: NOT_SUPPRESSED, at: now() }
      return article && renderPreview({ article, ...asked })
    },
  }
}

const wireViews = (resources: Resources, wired: Wired): readonly Router[] => {
  const { sessions, reading } = wired
  const { database, newsroom, timeZone, now } = resources
  const { campaigns, listArticles } = reading
  const staff = {
    requireStaff: sessions.requireStaff,
    requireCampaigns: sessions.requireRole('campaigns'),
    memberOf: staffOf,
  }
  return [
    explainRoutes({
      ...staff,
      newsroom,
      timeZone,
      now,
      campaignsInForce: campaigns.current,
      listArticles: () => newsroom.languages.flatMap((language) => published(listArticles(language), now())),
      knowsCountries: resources.countryHeader !== null,
    }),
    previewRoutes({
      ...staff,
      ...previewArticles(resources, wired),
      database,
      newsroom,
      timeZone,
    }),
  ]
}

const wireEditor = (resources: Resources, wired: Wired): readonly Router[] => {
  const { sessions, reading, limits } = wired
  const { database, newsroom, timeZone, now, countryHeader, redis } = resources
  const requireCampaigns = sessions.requireRole('campaigns')
  // Anybody can send a long form without a session.
  const unsaved = limits.perMinute('unsaved-campaigns', 10)
  const needs: CampaignNeeds = {
    database,
    newsroom,
    timeZone,
    now,
    knowsCountries: countryHeader !== null,
    countsAppeals: redis !== null,
    listAimedArticles: (language) => reading.listArticles(language),
    guards: [sessions.requireStaff, requireCampaigns],
    guardsOr: (keepPosted) => [sessions.requireStaffOr(limited(unsaved, keepPosted)), requireCampaigns],
    memberOf: staffOf,
    recordAudit,
    wake: reading.campaigns.job.wake,
  }
  return [
    campaignListRoutes({ ...needs, listAudit: (actions) => listAudit(database, actions) }),
    editorRoutes(needs),
    stateRoutes(needs),
    historyRoutes(needs),
    typedPreviewRoutes({ ...needs, ...previewArticles(resources, wired) }),
  ]
}

const limited =
  (limit: RequestHandler, handler: RequestHandler): RequestHandler =>
  (request, response, next) =>
    limit(request, response, (error?: unknown) => (error ? next(error) : handler(request, response, next)))
