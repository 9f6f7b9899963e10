import type { Router } from 'express'
import { published } from '../articles/article.ts'
import { explainRoutes } from '../campaigns/explain/explain-routes.ts'
import { previewRoutes } from '../campaigns/preview/preview-routes.ts'
import { NOT_SUPPRESSED } from '../snooze/suppression.ts'
import { type StaffSessions, staffOf } from '../staff/staff-session.ts'
import type { Resources } from './open/resources.ts'
import type { Reading } from './wire-reading.ts'

type Wired = { sessions: StaffSessions; reading: Reading }

/** Wires the pages on which staff look at campaigns. */
export const wireCampaigns = (resources: Resources, { sessions, reading }: Wired): readonly Router[] => {
  const { database, newsroom, timeZone, now } = resources
  const { campaigns, listArticles, findArticle, renderArticle } = reading
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
      database,
      newsroom,
      timeZone,
      listArticles: (language) => published(listArticles(language), now()),
      renderArticle: async ({ article: slug, campaign, form }) => {
        const article = findArticle(slug)
        const decision = { show: true, campaign, form } as const
        const asked = { decision, suppression: NOT_SUPPRESSED, at: now(), isCounted: false }
        return article && renderArticle({ article, ...asked })
      },
    }),
  ]
}
