import { SitemapStream, streamToPromise } from 'sitemap'
import type { Language } from '../../messages/messages.ts'
import type { Newsroom } from '../../web/page/newsroom.ts'
import { homePath } from '../../web/page/page.tsx'
import { type Article, articlePath, changedAt } from '../article.ts'
import { withAbsoluteAddresses } from '../pictures/article-pictures.ts'
import { type FindPicture, plainPicture } from '../pictures/picture.ts'
import { type AtomEntry, atom } from './atom.ts'

type Source = { newsroom: Newsroom; origin: string; language: Language; articles: readonly Article[] }

/** How many articles a feed holds. */
export const FEED_ARTICLES = 30

/** Makes an Atom feed of articles in one language, with their whole text. */
export const atomFeed = ({
  newsroom,
  origin,
  language,
  articles,
  find,
}: Source & { find: FindPicture }): string => {
  const home = origin + homePath(newsroom, language)
  return atom({
    home,
    self: `${home}feed.xml`,
    title: newsroom.name[language],
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
  }
  for (const article of articles)
    stream.write({ url: articlePath(article.slug), lastmod: changedAt(article).toISOString() })
  stream.end()
  return String(await written)
}
