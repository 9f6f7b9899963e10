import type { ComponentChildren } from 'preact'
import { type Language, sayIn } from '../../messages/messages.ts'
import type { PreviewPicture } from '../../web/page/link-preview.tsx'
import { homePath, page, ReaderFrame, sectionPath } from '../../web/page/page.tsx'
import type { Article } from '../article.ts'
import { ArticleCard, type Newspaper, sectionName } from '../article-card.tsx'
import type { FindPicture } from '../pictures/picture.ts'
import { type Topic, topicPath } from '../topic.ts'
import { feedPath } from './feed.ts'
import { LIST_LENGTH, type ListPart, neighboursOf, partPath } from './list-parts.ts'

type List = Newspaper & {
  language: Language
  origin: string
  part: ListPart<Article>
  find: FindPicture
  /** The masthead invites strangers to support. */
  isInvited: boolean
  /** The picture of a link to the list. */
  preview: PreviewPicture | null
}

/** The front page has one lead, four stories and twenty in brief. Pages with older articles follow. */
export const FRONT_LENGTHS = { first: 25, later: LIST_LENGTH } as const

/** Lists one lead, four stories and the rest in brief; on later pages older stories. */
export const frontPage = (list: List): string => {
  const { newsroom, language, part, isInvited } = list
  const home = homePath(newsroom, language)
  return page({
    ...head({ list, path: home, title: `${newsroom.name[language]} · ${newsroom.motto[language]}` }),
    description: newsroom.motto[language],
    // Other languages have other articles on their later pages.
    ...(part.page === 1 ? { alternates: alternatesOf(list, (each) => homePath(newsroom, each)) } : {}),
    children: (
      <ReaderFrame newsroom={newsroom} language={language} isInvited={isInvited} isFront>
        {part.page === 1 ? <Front {...list} /> : <Stories {...list} path={home} />}
      </ReaderFrame>
    ),
  })
}

const Front = ({ part, ...list }: List) => {
  const say = sayIn(list.language)
  const [lead, ...others] = part.items
  if (!lead) return <p class="column notice">{say('site.empty')}</p>
  const card = (as: 'story' | 'brief') => (article: Article) => (
    <li key={article.slug}>
      <ArticleCard {...list} article={article} as={as} />
    </li>
  )
  return (
    <div class="front">
      <ArticleCard {...list} article={lead} as="lead" />
      <ul class="stories">{others.slice(0, 4).map(card('story'))}</ul>
      {others.length > 4 ? (
        <section class="briefs" aria-labelledby="more">
          <h2 id="more">{say('site.more')}</h2>
          <ul>{others.slice(4).map(card('brief'))}</ul>
        </section>
      ) : null}
      <Pages language={list.language} part={part} path={homePath(list.newsroom, list.language)} />
    </div>
  )
}

/** Lists the articles of one section. */
export const sectionPage = ({ section, ...list }: List & { section: string }): string => {
  const { newsroom, language, part, isInvited } = list
  const name = sectionName(newsroom, section, language)
  const hrefIn = (each: Language) => sectionPath(newsroom, each, section)
  const title = sayIn(language)('site.sectionTitle', { section: name, newsroom: newsroom.name[language] })
  return page({
    ...head({ list, path: hrefIn(language), title }),
    ...(part.page === 1 ? { alternates: alternatesOf(list, hrefIn) } : {}),
    children: (
      <ReaderFrame
        newsroom={newsroom}
        language={language}
        section={section}
        isInvited={isInvited}
        translations={newsroom.languages.map((each) => ({ language: each, href: hrefIn(each) }))}
      >
        <Stories {...list} path={hrefIn(language)} heading={name} />
      </ReaderFrame>
    ),
  })
}

type TopicList = List & {
  topic: Topic
  /** The languages that have articles on it. */
  languages: readonly Language[]
}

/** Lists the articles with one tag, or by one author. */
export const topicPage = ({ topic, languages, ...list }: TopicList): string => {
  const { newsroom, language, part, isInvited } = list
  const { kind, name } = topic
  const hrefIn = (each: Language) => topicPath({ newsroom, language: each, kind }, name) ?? ''
  const path = hrefIn(language)
  const say = sayIn(language)
  const title = say('site.sectionTitle', { section: name, newsroom: newsroom.name[language] })
  const inLanguages = languages.map((each) => ({ language: each, href: hrefIn(each) }))
  const onSite = inLanguages.map(({ href, ...each }) => ({ ...each, href: list.origin + href }))
  return page({
    ...head({ list, path, title }),
    ...(part.page === 1 && onSite.length > 1 ? { alternates: onSite } : {}),
    feed: feedPath({ path }),
    children: (
      <ReaderFrame newsroom={newsroom} language={language} isInvited={isInvited} translations={inLanguages}>
        <Stories {...list} path={path} heading={name} kicker={say(`site.kind.${kind}`)}>
          <p class="list-feed">
            <a href={feedPath({ path })}>{say('site.feedOf')}</a>
          </p>
        </Stories>
      </ReaderFrame>
    ),
  })
}

type Head = { list: List; path: string; title: string }

const head = ({ list: { newsroom, language, origin, part, preview }, path, title }: Head) => ({
  language,
  title: part.page === 1 ? title : sayIn(language)('site.titleOfPage', { title, ...numbersOf(part) }),
  canonical: origin + partPath(path, part.page),
  neighbours: neighboursOf(path, part),
  feed: `${homePath(newsroom, language)}feed.xml`,
  preview: { site: newsroom.name[language], title, picture: preview },
})

const alternatesOf = ({ newsroom, origin }: List, hrefIn: (language: Language) => string) =>
  newsroom.languages.map((each) => ({ language: each, href: origin + hrefIn(each) }))

const numbersOf = ({ page: number, pages }: ListPart<unknown>) => ({ page: number, pages })

type StoriesProps = List & { path: string; heading?: string; kicker?: string; children?: ComponentChildren }

const Stories = ({ part, path, heading, kicker, children, ...list }: StoriesProps) => {
  const say = sayIn(list.language)
  return (
    <div class="front">
      {heading === undefined ? (
        <h2 class="section-title">{say('site.pageOf', numbersOf(part))}</h2>
      ) : (
        <h1 class="section-title">
          {kicker ? <span class="kicker">{kicker} </span> : null}
          <bdi>{heading}</bdi>
        </h1>
      )}
      {part.items.length === 0 ? <p class="notice">{say('site.empty')}</p> : null}
      <ul class="stories">
        {part.items.map((article) => (
          <li key={article.slug}>
            <ArticleCard {...list} article={article} as="story" />
          </li>
        ))}
      </ul>
      <Pages language={list.language} part={part} path={path} />
      {children}
    </div>
  )
}

type PagesProps = { language: Language; part: ListPart<Article>; path: string }

const Pages = ({ language, part, path }: PagesProps) => {
  if (part.pages === 1) return null
  const say = sayIn(language)
  const { previous, next } = neighboursOf(path, part)
  return (
    <nav class="pages" aria-label={say('site.pages')}>
      {previous ? (
        <a rel="prev" href={previous}>
          {say('site.newer')}
        </a>
      ) : null}
      <span>{say('site.pageOf', numbersOf(part))}</span>
      {next ? (
        <a rel="next" href={next}>
          {say('site.older')}
        </a>
      ) : null}
    </nav>
  )
}
