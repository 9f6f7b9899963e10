import { Feed } from 'feed'
import { SitemapStream, streamToPromise } from 'sitemap'
import type { Language } from '../messages/messages.ts'
import type { Newsroom } from '../web/page/newsroom.ts'
import { homePath } from '../web/page/page.tsx'
import { type Article, articlePath } from './article.ts'

type Source = { newsroom: Newsroom; origin: string; language: Language; articles: readonly Article[] }

/** Makes an Atom feed of the newest thirty articles in one language. */
export const atomFeed = ({ newsroom, origin, language, articles }: Source): string => {
  const home = origin + homePath(newsroom, language)
  const newest = articles[0]
  const feed = new Feed({
    id: home,
    link: home,
    title: newsroom.name[language],
    description: newsroom.motto[language],
    language,
    feedLinks: { atom: `${home}feed.xml` },
    copyright: newsroom.name[language],
    generator: 'Mainstay',
    updated: newest ? (newest.updatedAt ?? newest.publishedAt) : new Date(0),
  })
  for (const article of articles.slice(0, 30)) {
    const link = origin + articlePath(article.slug)
    feed.addItem({
      id: link,
      link,
      title: article.title,
      description: article.summary,
      date: article.updatedAt ?? article.publishedAt,
      published: article.publishedAt,
      author: article.authors.map((name) => ({ name })),
    })
  }
  return feed.atom1()
}

type SitemapSource = Omit<Source, 'language'> & { languages: readonly Language[] }

export const sitemap = async ({ newsroom, origin, languages, articles }: SitemapSource): Promise<string> => {
  const stream = new SitemapStream({ hostname: origin })
  const written = streamToPromise(stream)
  for (const language of languages) {
    const home = homePath(newsroom, language)
    stream.write({ url: home })
    for (const section of newsroom.sections) stream.write({ url: `${home}sections/${section.slug}` })
  }
  for (const article of articles) {
    stream.write({
      url: articlePath(article.slug),
      lastmod: (article.updatedAt ?? article.publishedAt).toISOString(),
    })
  }
  stream.end()
  return String(await written)
}
