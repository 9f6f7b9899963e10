import type { Article } from '../article.ts'

const COUNT = 4

/** Returns the newest other articles of a list that has the newest first. Looks no further than it must. */
export const otherArticles = (articles: readonly Article[], shown: Article, at: Date): Article[] => {
  const others: Article[] = []
  for (const each of articles) {
    if (others.length === COUNT) break
    if (each.slug !== shown.slug && each.publishedAt <= at) others.push(each)
  }
  return others
}
