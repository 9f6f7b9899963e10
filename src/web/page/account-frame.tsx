import type { ComponentChildren } from 'preact'
import type { Language } from '../../messages/messages.ts'
import { withLanguage } from '../language.ts'
import type { Newsroom } from './newsroom.ts'
import { page, ReaderFrame } from './page.tsx'

type AccountFrame = {
  newsroom: Newsroom
  language: Language
  title: string
  /** The path of this page without its language. */
  path: string
  /** The layout of the column. */
  look: 'notice' | 'account' | 'outbox'
  /** Only the privacy page may invite: the others are for people who give or say that they do. */
  isInvited?: boolean
  children: ComponentChildren
}

/** Renders a page about one person's contributions or settings. */
export const accountFrame = ({
  newsroom,
  language,
  title,
  path,
  look,
  isInvited = false,
  children,
}: AccountFrame): string =>
  page({
    language,
    title: `${title} · ${newsroom.name[language]}`,
    styles: ['account.css'],
    // Moves the focus to the error summary after a mistake.
    scripts: ['focus.js'],
    children: (
      <ReaderFrame
        newsroom={newsroom}
        language={language}
        isInvited={isInvited}
        translations={newsroom.languages.map((each) => ({ language: each, href: withLanguage(path, each) }))}
      >
        <div class={`column ${look}`}>
          <h1>{title}</h1>
          {children}
        </div>
      </ReaderFrame>
    ),
  })
