import type { ComponentChildren } from 'preact'
import { sayIn } from '../messages/messages.ts'
import { picturePath } from '../web/page/markdown.ts'
import { homePath, page, ReaderFrame, sectionPath } from '../web/page/page.tsx'
import { Sanitised } from '../web/page/sanitised.tsx'
import { type Article, articlePath } from './article.ts'
import { ArticleCard, Byline, type Newspaper, sectionName } from './article-card.tsx'

type Props = Newspaper & {
  origin: string
  article: Article
  /** `shown`, or the reason why the appeal is not shown. */
  appealState: string
  /** The appeal, or the line in its place. */
  appeal: ComponentChildren
  /** The newest other articles in the same language. */
  others: readonly Article[]
}

export const articlePage = ({
  newsroom,
  timeZone,
  origin,
  article,
  appealState,
  appeal,
  others,
}: Props): string => {
  const { language } = article
  return page({
    language,
    title: `${article.title} · ${newsroom.name[language]}`,
    description: article.summary,
    canonical: origin + articlePath(article.slug),
    feed: `${homePath(newsroom, language)}feed.xml`,
    children: (
      <ReaderFrame
        newsroom={newsroom}
        language={language}
        section={article.section}
        main={{ 'data-appeal': appealState }}
      >
        <article class="column">
          <Heading newsroom={newsroom} timeZone={timeZone} article={article} />
          <Sanitised html={article.html} />
          <Tags article={article} />
        </article>
        {appeal}
        <Others newsroom={newsroom} timeZone={timeZone} article={article} others={others} />
      </ReaderFrame>
    ),
  })
}

const Heading = ({ newsroom, timeZone, article }: Newspaper & { article: Article }) => {
  return (
    <header class="article-head">
      <p class="kicker">
        <a href={sectionPath(newsroom, article.language, article.section)}>
          {sectionName(newsroom, article.section, article.language)}
        </a>
      </p>
      <h1>{article.title}</h1>
      <p class="standfirst">{article.summary}</p>
      <Byline article={article} timeZone={timeZone} />
      {article.picture ? (
        <figure>
          <img src={picturePath(article.picture.file)} alt={article.picture.alt} width="1200" height="675" />
          {article.picture.caption ? <figcaption>{article.picture.caption}</figcaption> : null}
        </figure>
      ) : null}
    </header>
  )
}

const Tags = ({ article }: { article: Article }) =>
  article.tags.length === 0 ? null : (
    <p class="tags">
      {sayIn(article.language)('site.tags')}: {article.tags.join(', ')}
    </p>
  )

const Others = ({ newsroom, timeZone, article, others }: Newspaper & Pick<Props, 'article' | 'others'>) =>
  others.length === 0 ? null : (
    <section class="briefs others" aria-labelledby="others">
      <h2 id="others">{sayIn(article.language)('site.more')}</h2>
      <ul>
        {others.map((each) => (
          <li key={each.slug}>
            <ArticleCard newsroom={newsroom} timeZone={timeZone} article={each} as="brief" />
          </li>
        ))}
      </ul>
    </section>
  )
