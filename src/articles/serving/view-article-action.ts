import { targetRequestOf } from '../../appeal/page-request.ts'
import type { CampaignsInForce } from '../../appeal/policy/campaign.ts'
import { withOneMore } from '../../appeal/policy/caps.ts'
import { type AppealDecision, decideAppeal, stateOf } from '../../appeal/policy/decision.ts'
import type { Clock } from '../../platform/clock.ts'
import type { IdentifiedReader } from '../../readers/reader-cookie.ts'
import type { SnoozeStore } from '../../snooze/snooze-store.ts'
import type { Suppression } from '../../snooze/suppression.ts'
import { isPageServed, isPageView } from '../../web/page/page-view.ts'
import type { Article } from '../article.ts'

/** A request for an article, as Node.js and Express both have it. */
type Asked = {
  method: string
  headers: Readonly<Record<string, string | string[] | undefined>>
  query: Readonly<Record<string, unknown>>
}

/** One request's view of an article: what is known of the reader, and whether the appeal shows. */
export type Viewing = {
  article: Article
  reader: IdentifiedReader | null
  suppression: Suppression
  decision: AppealDecision
  at: Date
  /** The newsroom's day, as a number that grows by one each day. */
  day: number
}

type Needs = {
  now: Clock
  findArticle: (slug: string) => Article | null
  campaignsInForce: () => CampaignsInForce
  /** The header in which a trusted proxy writes the reader's country. Null: no country is known. */
  countryHeader: string | null
  dayNumber: (at: Date) => number
  identify: (request: Pick<Asked, 'headers'>) => IdentifiedReader | null
  lookUpSuppression: (reader: IdentifiedReader | null) => Promise<Suppression>
  writeSeen: SnoozeStore['writeSeen']
  /** Counts a decision by its reason. Nothing about the reader is counted. */
  countDecision: (state: string) => void
  countAppeal: (decision: AppealDecision, section: string) => void
}

export type ViewArticle = {
  /** Returns null if there is no such article yet. */
  view: (request: Asked, slug: string) => Promise<Viewing | null>
  /** Counts a page that was sent with this status. */
  count: (request: Asked, status: number, viewing: Viewing) => void
}

/** Decides what a request for an article shows, and counts it once the page was sent. */
export const viewArticle = (needs: Needs): ViewArticle => ({
  view: async (request, slug) => {
    const at = needs.now()
    const article = needs.findArticle(slug)
    if (!article || article.publishedAt > at) return null
    const reader = needs.identify(request)
    const suppression = await needs.lookUpSuppression(reader)
    const day = needs.dayNumber(at)
    const decision = decideAppeal(needs.campaignsInForce(), {
      article,
      suppression,
      seen: suppression.isSuppressed ? null : suppression.seen,
      request: targetRequestOf(request, needs.countryHeader),
      at: at.getTime(),
      day,
    })
    return { article, reader, suppression, decision, at, day }
  },
  count: (request, status, viewing) => {
    if (isPageView(request)) needs.countDecision(stateOf(viewing.decision))
    if (!isPageServed(request, status)) return
    needs.countAppeal(viewing.decision, viewing.article.section)
    countCapped(needs, viewing)
  },
})

/** Counts an appeal towards its campaign's caps. The page is sent, and a lost count asks once more at most. */
const countCapped = (
  { writeSeen }: Pick<Needs, 'writeSeen'>,
  { reader, decision, suppression, day }: Viewing,
): void => {
  if (!reader || !decision.show || !decision.caps) return
  if (suppression.isSuppressed || suppression.seen === 'unknown') return
  void writeSeen(reader.hash, withOneMore(decision.caps, suppression.seen, day)).catch(() => {})
}
