import { SitemapStream, streamToPromise } from 'sitemap'
import { type Language, sayIn } from '../../messages/messages.ts'
import type { Newsroom } from '../../web/page/newsroom.ts'
import { homePath } from '../../web/page/page.tsx'
import { type Article, articlePath, changedAt } from '../article.ts'
import { withAbsoluteAddresses } from '../pictures/article-pictures.ts'
import { type FindPicture, plainPicture } from '../pictures/picture.ts'
import { TOPIC_KINDS, topicPath, topicSlugs } from '../topic.ts'
import { type AtomEntry, atom } from './atom.ts'

type Source = { newsroom: Newsroom; origin: string; language: Language; articles: readonly Article[] }

/** How many articles a feed holds. */
export const FEED_ARTICLES = 30

/** The list that a feed belongs to. `name`: its tag or author; null: the front page. */
export type FeedList = { path: string; name: string | null }

export const feedPath = ({ path }: Pick<FeedList, 'path'>): string =>
  path.endsWith('/') ? `${path}feed.xml` : `${path}/feed.xml`

/** Makes an Atom feed of articles in one language, with their whole text. */
export const atomFeed = ({
  newsroom,
  origin,
  language,
  list,
  articles,
  find,
}: Source & { list: FeedList; find: FindPicture }): string => {
  const site = newsroom.name[language]
  return atom({
    home: origin + list.path,
    self: origin + feedPath(list),
    title:
      list.name === null
        ? site
        : sayIn(language)('site.sectionTitle', { section: list.name, newsroom: site }),
    subtitle: newsroom.motto[language],
    language,
    entries: articles.map((article) => entryOf(article, origin, find)),
  })
}

const entryOf = (article: Article, origin: string, find: FindPicture): AtomEntry => {
  const link = origin + articlePath(article.slug)
  const text = withAbsoluteAddresses(article.html, { origin, link, find })
  return {
    link,
    title: article.title,
    summary: article.summary,
    content: leadPicture(article, origin, find) + text,
    authors: article.authors,
    tags: article.tags,
    publishedAt: article.publishedAt,
    updatedAt: changedAt(article),
  }
}

const leadPicture = ({ picture }: Article, origin: string, find: FindPicture): string => {
  const facts = picture ? find(picture.file) : 'unusable'
  if (!picture || typeof facts === 'string') return ''
  const { src, width, height } = plainPicture(facts)
  const image = `<img src="${origin}${src}" alt="${escapeHtml(picture.alt)}" width="${width}" height="${height}" />`
  const caption = picture.caption ? `<figcaption>${escapeHtml(picture.caption)}</figcaption>` : ''
  return `<figure>${image}${caption}</figure>`
}

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

type SitemapSource = Omit<Source, 'language'> & { languages: readonly Language[] }

export const sitemap = async ({ newsroom, origin, languages, articles }: SitemapSource): Promise<string> => {
  const stream = new SitemapStream({ hostname: origin })
  const written = streamToPromise(stream)
  for (const language of languages) {
    const home = homePath(newsroom, language)
    stream.write({ url: home })
    for (const section of newsroom.sections) stream.write({ url: `${home}sections/${section.slug}` })
    const inLanguage = articles.filter((article) => article.language === language)
    for (const kind of TOPIC_KINDS)
      for (const slug of topicSlugs(inLanguage, kind))
        stream.write({ url: topicPath({ newsroom, language, kind }, slug) })
  }
  for (const article of articles)
    stream.write({ url: articlePath(article.slug), lastmod: changedAt(article).toISOString() })
  stream.end()
  return String(await written)
}
