import { AppealPanel } from '../../appeal/appeal-panel.tsx'
import { withAppealLine } from '../../appeal/forms/line-panel.tsx'
import type { GoalProgress } from '../../appeal/goal-progress.ts'
import type { Goal } from '../../appeal/policy/campaign.ts'
import { type AppealDecision, stateOf } from '../../appeal/policy/decision.ts'
import type { Language } from '../../messages/messages.ts'
import type { SnoozeLength } from '../../snooze/lengths/length.ts'
import type { Suppression } from '../../snooze/suppression.ts'
import type { Newsroom } from '../../web/page/newsroom.ts'
import { type Article, articlePath } from '../article.ts'
import { articlePage } from './article-page.tsx'
import type { ArticlePictures } from './look-at-pictures-action.ts'
import { otherArticles } from './other-articles.ts'

type Asked = {
  article: Article
  decision: AppealDecision
  suppression: Suppression
  at: Date
  pictures: ArticlePictures
  /** The page says what is in view of its appeal. Not in previews. */
  isCounted: boolean
}

/** Renders an article's page with the appeal, or the line in its place. */
export type RenderArticle = (asked: Asked) => string

type Needs = {
  newsroom: Newsroom
  timeZone: string
  origin: () => string
  listArticles: (language: Language) => readonly Article[]
  goalProgress: (goal: Goal | null) => GoalProgress | null
  offeredLengths: () => readonly SnoozeLength[]
}

export const articleRenderer =
  (needs: Needs): RenderArticle =>
  ({ article, decision, suppression, at, pictures, isCounted }) => {
    const { newsroom, timeZone, origin, listArticles } = needs
    const { language } = article
    const [{ currency }] = newsroom.giving
    return articlePage({
      newsroom,
      timeZone,
      origin: origin(),
      article,
      ...pictures,
      appealState: stateOf(decision),
      isAppealCounted: decision.show && isCounted,
      isInvited: !suppression.isSuppressed,
      appeal: (
        <AppealPanel
          decision={decision}
          suppression={suppression}
          currency={currency}
          section={article.section}
          language={language}
          timeZone={timeZone}
          now={at}
          here={articlePath(article.slug)}
          goal={decision.show ? needs.goalProgress(decision.campaign.goal) : null}
          offered={needs.offeredLengths()}
          isCounted={isCounted}
        />
      ),
      withLine: (text) => withAppealLine(text, { decision, language, currency }),
      others: otherArticles(listArticles(language), article, at),
    })
  }
