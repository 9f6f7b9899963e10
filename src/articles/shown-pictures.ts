import type { Article } from './article.ts'
import { namesIn } from './pictures/article-pictures.ts'
import { ICONS } from './pictures/picture-icon.ts'

/** Published articles, and the HTML of letters: anybody can read them. */
type Readable = { articles: readonly Article[]; texts: readonly string[] }

const named = new WeakMap<Article, ReadonlySet<string>>()

/** Returns whether a page that anybody can read shows a picture, or links to it. */
export const isPictureShown = (name: string, { articles, texts }: Readable): boolean => {
  const wanted = name.normalize()
  return (
    ICONS.includes(wanted) ||
    articles.some((article) => namesOf(article).has(wanted)) ||
    texts.some((html) => namesIn(html).includes(wanted))
  )
}

const namesOf = (article: Article): ReadonlySet<string> => {
  const before = named.get(article)
  if (before) return before
  const { picture, html } = article
  const names = new Set([...(picture ? [picture.file.normalize()] : []), ...namesIn(html)])
  named.set(article, names)
  return names
}
