import { appealKey } from '../../appeal/appeal-key.ts'
import type { GoalProgress } from '../../appeal/goal-progress.ts'
import type { Goal } from '../../appeal/policy/campaign.ts'
import type { Language } from '../../messages/messages.ts'
import type { Calendar } from '../../platform/calendar.ts'
import type { SnoozeLength } from '../../snooze/lengths/length.ts'
import { type Encoding, openKeptPages, type PageBytes } from '../../web/page/kept-pages.ts'
import type { Newsroom } from '../../web/page/newsroom.ts'
import { numberOf } from '../../web/page/number-of.ts'
import type { Article } from '../article.ts'
import type { ArticlePictures } from './look-at-pictures-action.ts'
import { otherArticles } from './other-articles.ts'
import type { Viewing } from './view-article-action.ts'

export type KeptArticles = {
  keep: (viewing: Viewing, pictures: ArticlePictures, html: string) => void
  /** Returns null for a page that must be rendered. */
  find: (viewing: Viewing, pictures: ArticlePictures, encoding: Encoding) => PageBytes | null
}

type Needs = {
  newsroom: Pick<Newsroom, 'giving'>
  origin: () => string
  /** The newsroom's day at an instant. */
  dayAt: Calendar['dayAt']
  listArticles: (language: Language) => readonly Article[]
  goalProgress: (goal: Goal | null) => GoalProgress | null
  offeredLengths: () => readonly SnoozeLength[]
}

const MAX_BYTES = 24_000_000

/** Keeps the pages of articles. One is found again only for a request that would get the same bytes. */
export const keptArticles = (needs: Needs): KeptArticles => {
  const pages = openKeptPages(MAX_BYTES)
  const keyOf = pageKeys(needs)
  return {
    keep: (viewing, pictures, html) => pages.keep(keyOf(viewing, pictures), html),
    find: (viewing, pictures, encoding) => pages.find(keyOf(viewing, pictures), encoding),
  }
}

/** Returns a text that names all that an article's page is made of. An edited article is another object. */
export const pageKeys =
  ({ newsroom, origin, dayAt, listArticles, goalProgress, offeredLengths }: Needs) =>
  ({ article, decision, suppression, at, day }: Viewing, pictures: ArticlePictures): string => {
    const { language } = article
    const [{ currency }] = newsroom.giving
    return [
      numberOf(article),
      otherArticles(listArticles(language), article, at).map(numberOf).join(' '),
      numberOf(pictures),
      origin(),
      day,
      appealKey({
        decision,
        suppression,
        language,
        currency,
        goal: decision.show ? goalProgress(decision.campaign.goal) : null,
        offered: offeredLengths(),
        dayAt,
      }),
    ].join('|')
  }
