import type { Language } from '../messages/messages.ts'
import type { Newsroom } from '../web/page/newsroom.ts'
import { homePath } from '../web/page/page.tsx'
import type { Article } from './article.ts'

/** A tag or an author: what lists of articles are made of, besides sections. */
export const TOPIC_KINDS = ['tags', 'authors'] as const
export type TopicKind = (typeof TOPIC_KINDS)[number]

export type Topic = {
  kind: TopicKind
  slug: string
  /** As the newest article spells it. */
  name: string
  articles: readonly Article[]
}

/**
 * Returns the part of an address that stands for a tag or a name in any script. Capital and small letters are alike.
 * Empty for a text without letters and figures, which has no page.
 */
export const topicSlug = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '')

type Place = { newsroom: Newsroom; language: Language; kind: TopicKind }

/** Returns the address of a tag's or author's list. Null: it has none. */
export const topicPath = ({ newsroom, language, kind }: Place, text: string): string | null => {
  const slug = topicSlug(text)
  return slug === '' ? null : `${homePath(newsroom, language)}${kind}/${encodeURIComponent(slug)}`
}

/** Finds the articles with a tag or by an author. Null: there are none. */
export const findTopic = (articles: readonly Article[], kind: TopicKind, slug: string): Topic | null => {
  const named = articles.filter((article) => slugsOf(article)[kind].includes(slug))
  const name = named[0]?.[kind].find((text) => topicSlug(text) === slug)
  return slug === '' || name === undefined ? null : { kind, slug, name, articles: named }
}

/** Lists the slugs of all tags or authors, each once. */
export const topicSlugs = (articles: readonly Article[], kind: TopicKind): string[] =>
  [...new Set(articles.flatMap((article) => slugsOf(article)[kind]))].filter((slug) => slug !== '')

type Slugs = Record<TopicKind, readonly string[]>

const known = new WeakMap<Article, Slugs>()

/** Computed once for an article: each list looks at all of them. An edited article is another object. */
const slugsOf = (article: Article): Slugs => {
  const before = known.get(article)
  if (before) return before
  const slugs = { tags: article.tags.map(topicSlug), authors: article.authors.map(topicSlug) }
  known.set(article, slugs)
  return slugs
}
