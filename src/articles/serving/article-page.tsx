import { type ComponentChildren, Fragment } from 'preact'
import { sayIn } from '../../messages/messages.ts'
import { assetPath } from '../../web/page/assets.ts'
import type { PreviewPicture } from '../../web/page/link-preview.tsx'
import { picturePath } from '../../web/page/markdown.ts'
import { homePath, page, ReaderFrame, sectionPath } from '../../web/page/page.tsx'
import { Sanitised } from '../../web/page/sanitised.tsx'
import { type Article, articlePath, changedAt } from '../article.ts'
import { ArticleCard, Byline, type Newspaper, sectionName, TopicLink } from '../article-card.tsx'
import { withResponsivePictures } from '../pictures/article-pictures.ts'
import type { FindPicture } from '../pictures/picture.ts'
import { PicturePanel } from '../pictures/picture-panel.tsx'
import { SIZES } from '../pictures/responsive.ts'
import { topicPath } from '../topic.ts'

type Props = Newspaper & {
  origin: string
  article: Article
  /** `shown`, or the reason why the appeal is not shown. */
  appealState: string
  isAppealCounted: boolean
  isInvited: boolean
  /** The appeal, or the line in its place. */
  appeal: ComponentChildren
  /** Inserts the appeal's sentence, if its form has one, into the article's text. */
  withLine: (html: string) => string
  /** The newest other articles in the same language. */
  others: readonly Article[]
  find: FindPicture
  preview: PreviewPicture | null
}

export const articlePage = ({
  newsroom,
  timeZone,
  origin,
  article,
  appealState,
  isAppealCounted,
  isInvited,
  appeal,
  withLine,
  others,
  find,
  preview,
}: Props): string => {
  const { language } = article
  return page({
    language,
    title: `${article.title} · ${newsroom.name[language]}`,
    description: article.summary,
    canonical: origin + articlePath(article.slug),
    feed: `${homePath(newsroom, language)}feed.xml`,
    preview: {
      site: newsroom.name[language],
      title: article.title,
      picture: preview,
      article: {
        publishedAt: article.publishedAt,
        changedAt: changedAt(article),
        section: sectionName(newsroom, article.section, language),
        tags: article.tags,
      },
    },
    children: (
      <ReaderFrame
        newsroom={newsroom}
        language={language}
        section={article.section}
        isInvited={isInvited}
        main={{ 'data-appeal': appealState }}
      >
        <article class="column">
          <Heading newsroom={newsroom} timeZone={timeZone} article={article} find={find} />
          <Sanitised html={withResponsivePictures(withLine(article.html), find)} />
          <Tags article={article} newsroom={newsroom} />
        </article>
        {appeal}
        {/* Beside the appeal: the rest of the page is the same for every reader. */}
        {isAppealCounted ? <script src={assetPath('appeal.js')} defer /> : null}
        <Others newsroom={newsroom} timeZone={timeZone} article={article} others={others} find={find} />
      </ReaderFrame>
    ),
  })
}

const Heading = ({ newsroom, timeZone, article, find }: Newspaper & Pick<Props, 'article' | 'find'>) => {
  const picture = article.picture && find(article.picture.file) !== 'unusable' ? article.picture : null
  return (
    <header class="article-head">
      <p class="kicker">
        <a href={sectionPath(newsroom, article.language, article.section)}>
          {sectionName(newsroom, article.section, article.language)}
        </a>
      </p>
      <h1>{article.title}</h1>
      {article.hasOwnSummary ? <p class="standfirst">{article.summary}</p> : null}
      <Byline
        article={article}
        timeZone={timeZone}
        hrefOf={(name) => topicPath({ newsroom, language: article.language, kind: 'authors' }, name)}
      />
      {picture ? (
        <figure>
          <PicturePanel
            fallback={picturePath(picture.file)}
            state={find(picture.file)}
            alt={picture.alt}
            sizes={SIZES.column}
            isFirst
          />
          {picture.caption ? <figcaption>{picture.caption}</figcaption> : null}
        </figure>
      ) : null}
    </header>
  )
}

const Tags = ({ article, newsroom }: Pick<Props, 'article' | 'newsroom'>) =>
  article.tags.length === 0 ? null : (
    <p class="tags">
      {sayIn(article.language)('site.tags')}:{' '}
      {article.tags.map((tag, index) => (
        <Fragment key={tag}>
          {index === 0 ? null : sayIn(article.language)('language.comma')}
          <TopicLink
            name={tag}
            href={topicPath({ newsroom, language: article.language, kind: 'tags' }, tag)}
          />
        </Fragment>
      ))}
    </p>
  )

const Others = ({
  newsroom,
  timeZone,
  article,
  others,
  find,
}: Newspaper & Pick<Props, 'article' | 'others' | 'find'>) =>
  others.length === 0 ? null : (
    <section class="briefs others" aria-labelledby="others">
      <h2 id="others">{sayIn(article.language)('site.more')}</h2>
      <ul>
        {others.map((each) => (
          <li key={each.slug}>
            <ArticleCard newsroom={newsroom} timeZone={timeZone} article={each} as="brief" find={find} />
          </li>
        ))}
      </ul>
    </section>
  )
