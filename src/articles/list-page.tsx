import { type Language, sayIn } from '../messages/messages.ts'
import { homePath, page, ReaderFrame, sectionPath } from '../web/page/page.tsx'
import type { Article } from './article.ts'
import { ArticleCard, type Newspaper, sectionName } from './article-card.tsx'

type FrontPage = Newspaper & { language: Language; origin: string; articles: readonly Article[] }

// One lead, four stories and twenty in brief. Older articles are listed in their sections only.
const MAX_FRONT_ARTICLES = 25

/** Lists one lead, four stories and the rest in brief. */
export const frontPage = ({ newsroom, timeZone, language, origin, articles }: FrontPage): string => {
  const say = sayIn(language)
  const [lead, ...others] = articles.slice(0, MAX_FRONT_ARTICLES)
  const card = (as: 'story' | 'brief') => (article: Article) => (
    <li key={article.slug}>
      <ArticleCard newsroom={newsroom} timeZone={timeZone} article={article} as={as} />
    </li>
  )
  return page({
    language,
    title: `${newsroom.name[language]} · ${newsroom.motto[language]}`,
    description: newsroom.motto[language],
    canonical: origin + homePath(newsroom, language),
    alternates: newsroom.languages.map((each) => ({
      language: each,
      href: origin + homePath(newsroom, each),
    })),
    feed: `${homePath(newsroom, language)}feed.xml`,
    children: (
      <ReaderFrame newsroom={newsroom} language={language} isFront>
        {lead ? (
          <div class="front">
            <ArticleCard newsroom={newsroom} timeZone={timeZone} article={lead} as="lead" />
            <ul class="stories">{others.slice(0, 4).map(card('story'))}</ul>
            {others.length > 4 ? (
              <section class="briefs" aria-labelledby="more">
                <h2 id="more">{say('site.more')}</h2>
                <ul>{others.slice(4).map(card('brief'))}</ul>
              </section>
            ) : null}
          </div>
        ) : (
          <p class="column notice">{say('site.empty')}</p>
        )}
      </ReaderFrame>
    ),
  })
}

type SectionPage = FrontPage & { section: string }

export const sectionPage = ({
  newsroom,
  timeZone,
  language,
  origin,
  articles,
  section,
}: SectionPage): string => {
  const say = sayIn(language)
  const name = sectionName(newsroom, section, language)
  const hrefIn = (each: Language) => sectionPath(newsroom, each, section)
  return page({
    language,
    title: say('site.sectionTitle', { section: name, newsroom: newsroom.name[language] }),
    canonical: origin + hrefIn(language),
    alternates: newsroom.languages.map((each) => ({ language: each, href: origin + hrefIn(each) })),
    feed: `${homePath(newsroom, language)}feed.xml`,
    children: (
      <ReaderFrame
        newsroom={newsroom}
        language={language}
        section={section}
        translations={newsroom.languages.map((each) => ({ language: each, href: hrefIn(each) }))}
      >
        <div class="front">
          <h1 class="section-title">{name}</h1>
          {articles.length === 0 ? <p class="notice">{say('site.empty')}</p> : null}
          <ul class="stories">
            {articles.map((article) => (
              <li key={article.slug}>
                <ArticleCard newsroom={newsroom} timeZone={timeZone} article={article} as="story" />
              </li>
            ))}
          </ul>
        </div>
      </ReaderFrame>
    ),
  })
}
