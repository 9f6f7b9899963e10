import type { FrontMatter } from './front-matter/front-matter.ts'

/** A published article: its front matter and its text. */
export type Article = Omit<FrontMatter, 'summary' | 'isDraft'> & {
  slug: string
  /** The first sentences of the text, if the author wrote no summary. */
  summary: string
  hasOwnSummary: boolean
  /** Sanitized. */
  html: string
  words: number
}

export const articlePath = (slug: string): string => `/articles/${slug}`

export const minutesToRead = (article: Article): number => Math.max(1, Math.round(article.words / 200))

/** The last correction, else the publication. */
export const changedAt = ({ publishedAt, updatedAt }: Pick<Article, 'publishedAt' | 'updatedAt'>): Date =>
  updatedAt && updatedAt > publishedAt ? updatedAt : publishedAt

/** Leaves out articles dated later than `now`. Keeps the order. */
export const published = (articles: readonly Article[], now: Date): Article[] =>
  articles.filter((article) => article.publishedAt <= now)
