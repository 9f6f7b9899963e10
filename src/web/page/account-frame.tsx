import type { ComponentChildren } from 'preact'
import type { Language } from '../../messages/messages.ts'
import { withLanguage } from '../language.ts'
import type { Newsroom } from './newsroom.ts'
import { page, ReaderFrame } from './page.tsx'

type AccountFrame = {
  newsroom: Newsroom
  language: Language
  title: string
  /** Where the same page stands in each language. */
  path: string
  /** How its column is set. */
  look: 'notice' | 'account' | 'outbox'
  children: ComponentChildren
}

/** A page of one person's affairs with us: its heading, and no invitation to give. */
export const accountFrame = ({ newsroom, language, title, path, look, children }: AccountFrame): string =>
  page({
    language,
    title: `${title} · ${newsroom.name[language]}`,
    styles: ['account.css'],
    // Where something was mistyped, it moves the focus to what says so.
    scripts: ['focus.js'],
    children: (
      <ReaderFrame
        newsroom={newsroom}
        language={language}
        withoutInvitation
        translations={newsroom.languages.map((each) => ({ language: each, href: withLanguage(path, each) }))}
      >
        <div class={`column ${look}`}>
          <h1>{title}</h1>
          {children}
        </div>
      </ReaderFrame>
    ),
  })
