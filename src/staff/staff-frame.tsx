import type { ComponentChildren } from 'preact'
import { type Language, sayIn } from '../messages/messages.ts'
import type { Newsroom } from '../web/newsroom.ts'
import { type Alternate, page } from '../web/page.tsx'

type Props = {
  newsroom: Newsroom
  language: Language
  title: string
  /** Absent on the pages that sign in. */
  staffName?: string
  /** Which of the staff's places this is. */
  here?: 'supporters' | 'inbox' | 'one'
  /** The same page in each language. */
  translations: readonly Alternate[]
  children: ComponentChildren
}

const PLACES = [
  { place: 'supporters', path: '/staff/reports/supporters', label: 'reports.supporters' },
  { place: 'one', path: '/staff/supporters', label: 'one.title' },
  { place: 'inbox', path: '/staff/inbox', label: 'inbox.title' },
] as const

/** The page that staff see: the newsroom's type, denser. */
export const staffPage = ({
  newsroom,
  language,
  title,
  staffName,
  here,
  translations,
  children,
}: Props): string => {
  const say = sayIn(language)
  return page({
    language,
    title: `${title} · ${newsroom.name[language]}`,
    styles: ['staff.css'],
    children: (
      <>
        <a class="skip" href="#text">
          {say('site.skip')}
        </a>
        <header class="staff-head">
          <p class="staff-name">
            <a href="/">{newsroom.name[language]}</a> {say('staff.title')}
          </p>
          {staffName ? (
            <nav aria-label={say('staff.reports')}>
              <ul>
                {PLACES.map(({ place, path, label }) => (
                  <li key={place}>
                    <a
                      href={`${path}?language=${language}`}
                      {...(place === here ? { 'aria-current': 'page' as const } : {})}
                    >
                      {say(label)}
                    </a>
                  </li>
                ))}
              </ul>
            </nav>
          ) : null}
          <nav class="languages" aria-label={say('site.languages')}>
            <ul>
              {translations.map((each) => (
                <li key={each.language}>
                  <a
                    lang={each.language}
                    href={each.href}
                    {...(each.language === language ? { 'aria-current': 'true' as const } : {})}
                  >
                    {each.language.toUpperCase()}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
          {staffName ? (
            <form action="/staff/sign-out" method="post">
              <span>{say('staff.signedInAs', { name: staffName })}</span>{' '}
              <button type="submit" class="plain">
                {say('staff.signOut')}
              </button>
            </form>
          ) : null}
        </header>
        <main id="text" class="staff-main">
          {children}
        </main>
      </>
    ),
  })
}
