import type { ComponentChildren } from 'preact'
import { render } from 'preact-render-to-string'
import { directionOf, type Language, nameOfLanguage, sayIn } from '../../messages/messages.ts'
import { withLanguage } from '../language.ts'
import { type AssetName, assetPath } from './assets.ts'
import { type LinkPreview, LinkPreviewTags } from './link-preview.tsx'
import type { Newsroom } from './newsroom.ts'

export type Alternate = { language: Language; href: string }

type Page = {
  language: Language
  title: string
  description?: string
  styles?: readonly AssetName[]
  scripts?: readonly AssetName[]
  /** An absolute URL for search engines. Without it the page asks not to be indexed. */
  canonical?: string
  alternates?: readonly Alternate[]
  feed?: string
  /** The pages before and after this one of a long list. */
  neighbours?: { previous: string | null; next: string | null }
  /** How other sites show a link to the page. */
  preview?: LinkPreview
  children: ComponentChildren
}

/** Renders a whole HTML document. */
export const page = (props: Page): string => `<!doctype html>\n${render(<Document {...props} />)}`

const Document = ({
  language,
  title,
  description,
  styles = [],
  scripts = [],
  canonical,
  children,
  ...rest
}: Page) => (
  <html lang={language} dir={directionOf(language)}>
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{title}</title>
      {description ? <meta name="description" content={description} /> : null}
      {canonical ? <link rel="canonical" href={canonical} /> : <meta name="robots" content="noindex" />}
      <meta name="color-scheme" content="light dark" />
      <MainFont language={language} />
      {(['style.css', ...styles] as const).map((name) => (
        <link key={name} rel="stylesheet" href={assetPath(name)} />
      ))}
      {rest.alternates?.map((each) => (
        <link key={each.language} rel="alternate" hreflang={each.language} href={each.href} />
      ))}
      {rest.feed ? <link rel="alternate" type="application/atom+xml" href={rest.feed} /> : null}
      {rest.neighbours?.previous ? <link rel="prev" href={rest.neighbours.previous} /> : null}
      {rest.neighbours?.next ? <link rel="next" href={rest.neighbours.next} /> : null}
      {rest.preview ? (
        <LinkPreviewTags {...rest.preview} description={description} address={canonical} />
      ) : null}
      <link rel="icon" href="/icon.png" type="image/png" sizes="180x180" />
      <link rel="apple-touch-icon" href="/icon.png" />
      {scripts.map((name) => (
        <script key={name} src={assetPath(name)} defer />
      ))}
    </head>
    <body>{children}</body>
  </html>
)

// Right-to-left pages use fonts of the system.
const MainFont = ({ language }: { language: Language }) => {
  if (directionOf(language) === 'rtl') return null
  const name: AssetName = language === 'ru' ? 'serif-cyrillic.woff2' : 'serif-latin.woff2'
  return <link rel="preload" as="font" type="font/woff2" crossorigin="anonymous" href={assetPath(name)} />
}

type Frame = {
  newsroom: Newsroom
  language: Language
  /** The section of the page. */
  section?: string
  /** The same page in the other languages. */
  translations?: readonly Alternate[]
  main?: { 'data-appeal'?: string }
  /** The front page's heading is the newsroom's name. */
  isFront?: boolean
  /** The masthead invites to support: for readers who neither give nor were promised silence. */
  isInvited?: boolean
  children: ComponentChildren
}

/** Renders masthead, navigation, main part and footer of every page for readers. */
export const ReaderFrame = ({ newsroom, language, main, isFront = false, children, ...rest }: Frame) => {
  const say = sayIn(language)
  const home = homePath(newsroom, language)
  const Name = isFront ? 'h1' : 'p'
  return (
    <>
      <a class="skip" href="#text">
        {say('site.skip')}
      </a>
      <header class="masthead">
        <div class="masthead-row">
          <Languages newsroom={newsroom} language={language} translations={rest.translations} />
          {rest.isInvited ? (
            <a class="masthead-support" href={withLanguage('/support', language)}>
              {say('site.support')}
            </a>
          ) : null}
        </div>
        <Name class="masthead-name">
          <a href={home}>{newsroom.name[language]}</a>
        </Name>
        <p class="masthead-motto">{newsroom.motto[language]}</p>
        <nav class="sections" aria-label={say('site.sections')}>
          <ul>
            {newsroom.sections.map((section) => (
              <li key={section.slug}>
                <a
                  href={sectionPath(newsroom, language, section.slug)}
                  {...(section.slug === rest.section ? { 'aria-current': 'true' } : {})}
                >
                  {section.name[language]}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      </header>
      <main id="text" tabindex={-1} {...main}>
        {children}
      </main>
      <footer class="colophon">
        <p>{say('site.footer')}</p>
        <p>
          <a href={home}>{say('site.home')}</a> <a href={`${home}feed.xml`}>{say('site.feed')}</a>{' '}
          <a href={withLanguage('/privacy', language)}>{say('site.privacy')}</a>{' '}
          <a href={withLanguage('/account', language)}>{say('site.manage')}</a>
        </p>
      </footer>
    </>
  )
}

type LanguagesProps = Pick<Frame, 'newsroom' | 'language'> & {
  translations: readonly Alternate[] | undefined
}

const Languages = ({ newsroom, language, translations = [] }: LanguagesProps) => (
  <nav class="languages" aria-label={sayIn(language)('site.languages')}>
    <ul>
      {newsroom.languages.map((each) => (
        <li key={each}>
          <a
            lang={each}
            hreflang={each}
            href={translations.find((one) => one.language === each)?.href ?? homePath(newsroom, each)}
            {...(each === language ? { 'aria-current': 'true' } : {})}
          >
            {nameOfLanguage(each)}
          </a>
        </li>
      ))}
    </ul>
  </nav>
)

/** Returns `/` for the newsroom's first language, `/ru/` for another. */
export const homePath = (newsroom: Newsroom, language: Language): string =>
  language === newsroom.languages[0] ? '/' : `/${language}/`

export const sectionPath = (newsroom: Newsroom, language: Language, slug: string): string =>
  `${homePath(newsroom, language)}sections/${slug}`
