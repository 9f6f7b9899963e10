import type { Language } from '../messages/messages.ts'

export type Picture = { file: string; alt: string; caption: string | null }

export type Article = {
  slug: string
  language: Language
  title: string
  /** The first sentences of the text, if the author wrote no summary. */
  summary: string
  hasOwnSummary: boolean
  section: string
  authors: readonly string[]
  tags: readonly string[]
  publishedAt: Date
  updatedAt: Date | null
  /** A death, an attack: the article shows no appeal. */
  sensitive: boolean
  /** False if the newsroom turned the appeal off on this article. */
  appeal: boolean
  picture: Picture | null
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
