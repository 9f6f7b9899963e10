import { formatDate } from '../messages/dates.ts'
import { type Language, sayIn } from '../messages/messages.ts'
import { picturePath } from '../web/page/markdown.ts'
import type { Newsroom } from '../web/page/newsroom.ts'
import { type Article, articlePath, minutesToRead } from './article.ts'

export type Newspaper = { newsroom: Newsroom; timeZone: string }

export const sectionName = (newsroom: Newsroom, slug: string, language: Language): string =>
  newsroom.sections.find((section) => section.slug === slug)?.name[language] ?? slug

type Card = Newspaper & { article: Article; as: 'lead' | 'story' | 'brief' }

/** Shows one article in a list, in the size of its place. */
export const ArticleCard = ({ newsroom, timeZone, article, as }: Card) => {
  const withPicture = as !== 'brief' && article.picture !== null
  return (
    <article class={`card card-${as}`}>
      {withPicture && article.picture ? (
        // Only the headline is a link: screen readers would read a second one on the picture aloud again.
        <img
          src={picturePath(article.picture.file)}
          alt=""
          width="1200"
          height="675"
          loading={as === 'lead' ? 'eager' : 'lazy'}
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

/** Names the authors, the date and the reading time. */
export const Byline = ({ article, timeZone }: { article: Article; timeZone: string }) => {
  const say = sayIn(article.language)
  return (
    <p class="byline">
      {say('site.by', { authors: article.authors.join(', ') })}
      <span class="byline-rest">
        {' · '}
        <time dateTime={article.publishedAt.toISOString()}>
          {formatDate(article.publishedAt, article.language, timeZone)}
        </time>
        {' · '}
        {say('site.minutes', { minutes: minutesToRead(article) })}
      </span>
    </p>
  )
}
