import { AppealPanel } from '../../appeal/appeal-panel.tsx'
import { withAppealLine } from '../../appeal/forms/line-panel.tsx'
import type { GoalProgress } from '../../appeal/goal-progress.ts'
import type { Goal } from '../../appeal/policy/campaign.ts'
import { type AppealDecision, stateOf } from '../../appeal/policy/decision.ts'
import type { Language } from '../../messages/messages.ts'
import type { SnoozeLength } from '../../snooze/lengths/length.ts'
import type { Suppression } from '../../snooze/suppression.ts'
import type { Newsroom } from '../../web/page/newsroom.ts'
import { type Article, articlePath, published } from '../article.ts'
import { picturesIn } from '../pictures/article-pictures.ts'
import { newsroomPreview, picturePreview } from '../pictures/picture-preview.ts'
import type { PictureStore } from '../pictures/picture-store.ts'
import { articlePage } from './article-page.tsx'

type Asked = {
  article: Article
  decision: AppealDecision
  suppression: Suppression
  at: Date
  /** The page says what is in view of its appeal. Not in previews. */
  isCounted: boolean
}

/** Renders an article's page with the appeal, or the line in its place. */
export type RenderArticle = (asked: Asked) => Promise<string>

type Needs = {
  newsroom: Newsroom
  timeZone: string
  origin: () => string
  listArticles: (language: Language) => readonly Article[]
  pictures: Pick<PictureStore, 'describe' | 'look'>
  goalProgress: (goal: Goal | null) => GoalProgress | null
  offeredLengths: () => readonly SnoozeLength[]
}

export const articleRenderer =
  (needs: Needs): RenderArticle =>
  async ({ article, decision, suppression, at, isCounted }) => {
    const { newsroom, timeZone, origin, listArticles } = needs
    const { language } = article
    const [{ currency }] = newsroom.giving
    const others = published(listArticles(language), at).filter(({ slug }) => slug !== article.slug)
    const { find, preview } = await picturesOf(needs, article)
    return articlePage({
      newsroom,
      timeZone,
      origin: origin(),
      article,
      find,
      preview,
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
        />
      ),
      withLine: (text) => withAppealLine(text, { decision, language, currency }),
      others: others.slice(0, 4),
    })
  }

const picturesOf = async ({ pictures, origin, newsroom }: Needs, { picture, html, language }: Article) => {
  const find = await pictures.describe([...(picture ? [picture.file] : []), ...picturesIn(html)])
  const lead = picture ? find(picture.file) : 'unusable'
  const preview =
    picture && typeof lead !== 'string'
      ? picturePreview(origin(), lead, picture.alt)
      : await newsroomPreview(pictures, origin(), newsroom.name[language])
  return { find, preview }
}
