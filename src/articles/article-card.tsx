import { Fragment } from 'preact'
import { formatDate } from '../messages/dates.ts'
import { type Language, sayIn } from '../messages/messages.ts'
import { picturePath } from '../web/page/markdown.ts'
import type { Newsroom } from '../web/page/newsroom.ts'
import { type Article, articlePath, minutesToRead } from './article.ts'
import type { FindPicture } from './pictures/picture.ts'
import { PicturePanel } from './pictures/picture-panel.tsx'
import { SIZES } from './pictures/responsive.ts'

export type Newspaper = { newsroom: Newsroom; timeZone: string }

export const sectionName = (newsroom: Newsroom, slug: string, language: Language): string =>
  newsroom.sections.find((section) => section.slug === slug)?.name[language] ?? slug

type Card = Newspaper & { article: Article; as: 'lead' | 'story' | 'brief'; find: FindPicture }

/** Shows one article in a list, in the size of its place. */
export const ArticleCard = ({ newsroom, timeZone, article, as, find }: Card) => {
  const picture = as === 'brief' ? null : article.picture
  return (
    <article class={`card card-${as}`}>
      {picture ? (
        // Only the headline is a link: screen readers would read a second one on the picture aloud again.
        <PicturePanel
          fallback={picturePath(picture.file)}
          state={find(picture.file)}
          alt=""
          sizes={SIZES[as === 'lead' ? 'lead' : 'story']}
          isFirst={as === 'lead'}
        />
      ) : null}
      <p class="kicker">{sectionName(newsroom, article.section, article.language)}</p>
      <h2>
        <a href={articlePath(article.slug)}>{article.title}</a>
      </h2>
      {as === 'brief' ? null : <p class="summary">{article.summary}</p>}
      <Byline article={article} timeZone={timeZone} />
    </article>
  )
}

type TopicLinkProps = { name: string; href: string | null }

/** A tag or an author, with a link to its list if it has one. */
export const TopicLink = ({ name, href }: TopicLinkProps) => (
  <bdi>{href === null ? name : <a href={href}>{name}</a>}</bdi>
)

// A private letter that stands for the names until they are marked up.
const NAMES = '\uE000'
// Each name is isolated by itself. Together they follow the direction of the page.
const ISOLATED_NAMES = /\u2068?\uE000\u2069?/

type BylineProps = { article: Article; timeZone: string; hrefOf?: (author: string) => string | null }

/** Names the authors, the date and the reading time. A name in another direction moves nothing around it. */
export const Byline = ({ article, timeZone, hrefOf }: BylineProps) => {
  const say = sayIn(article.language)
  const [before, after] = say('site.by', { authors: NAMES }).split(ISOLATED_NAMES)
  return (
    <p class="byline">
      {before}
      {article.authors.map((name, index) => (
        <Fragment key={name}>
          {index === 0 ? null : say('language.comma')}
          <TopicLink name={name} href={hrefOf?.(name) ?? null} />
        </Fragment>
      ))}
      {after}
      <span class="byline-rest">
        {' · '}
        <time dateTime={article.publishedAt.toISOString()}>
          {formatDate(article.publishedAt, article.language, timeZone)}
        </time>
        {' · '}
        <span class="reading-time">{say('site.minutes', { minutes: minutesToRead(article) })}</span>
      </span>
    </p>
  )
}
