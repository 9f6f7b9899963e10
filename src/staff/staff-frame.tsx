import type { ComponentChildren } from 'preact'
import { type Language, sayIn } from '../messages/messages.ts'
import type { AssetName } from '../web/page/assets.ts'
import type { Newsroom } from '../web/page/newsroom.ts'
import { type Alternate, homePath, page } from '../web/page/page.tsx'
import { APPEAL_REPORT_ROLES, hasRole } from './roles.ts'
import type { StaffMember } from './staff-store.ts'

/** The staff member who sees the page. */
export type SignedInMember = Pick<StaffMember, 'name' | 'roles'>

/** The entries of the navigation. */
export type StaffEntry = (typeof ENTRIES)[number]['entry']

type Props = {
  newsroom: Newsroom
  language: Language
  title: string
  /** Absent on the sign-in pages. */
  member?: SignedInMember
  /** The current entry of the navigation. */
  current?: StaffEntry
  /** The same page in each language. Empty: a link would lose what the page holds. */
  translations: readonly Alternate[]
  /** Scripts of the page besides those of every page for staff. */
  scripts?: readonly AssetName[]
  children: ComponentChildren
}

export const CAMPAIGNS_PATH = '/staff/campaigns'

const ENTRIES = [
  { entry: 'overview', path: '/staff', label: 'overview.title', roles: ['report', 'finance'] },
  {
    entry: 'supporters',
    path: '/staff/reports/supporters',
    label: 'reports.supporters',
    roles: ['report', 'finance'],
  },
  { entry: 'movements', path: '/staff/reports/movements', label: 'movements.title', roles: ['finance'] },
  { entry: 'cohorts', path: '/staff/reports/cohorts', label: 'cohorts.title', roles: ['finance'] },
  { entry: 'income', path: '/staff/reports/income', label: 'income.title', roles: ['finance'] },
  { entry: 'at-risk', path: '/staff/reports/at-risk', label: 'atRisk.title', roles: ['finance'] },
  { entry: 'campaigns', path: CAMPAIGNS_PATH, label: 'campaigns.title', roles: ['campaigns'] },
  {
    entry: 'appeal',
    path: '/staff/reports/appeal',
    label: 'appealReport.title',
    roles: APPEAL_REPORT_ROLES,
  },
  {
    entry: 'snoozes',
    path: '/staff/reports/snoozes',
    label: 'snoozeReport.title',
    roles: APPEAL_REPORT_ROLES,
  },
  { entry: 'supporter', path: '/staff/supporters', label: 'supporterView.title', roles: ['finance'] },
  { entry: 'inbox', path: '/staff/inbox', label: 'inbox.title', roles: ['finance'] },
] as const

// Offers only pages that the member's roles may use.
const entriesFor = (member: SignedInMember) => ENTRIES.filter(({ roles }) => hasRole(member, ...roles))

/** Renders a page for staff: the newsroom's type, set more densely. */
export const staffPage = ({
  newsroom,
  language,
  title,
  member,
  current,
  translations,
  scripts = [],
  children,
}: Props): string => {
  const say = sayIn(language)
  return page({
    language,
    title: `${title} · ${newsroom.name[language]}`,
    styles: ['staff.css'],
    scripts: member ? ['plots.js', ...scripts] : scripts,
    children: (
      <>
        <a class="skip" href="#text">
          {say('site.skip')}
        </a>
        <header class="staff-head">
          <p class="staff-name">
            <a href={homePath(newsroom, language)}>{newsroom.name[language]}</a> · {say('staff.title')}
          </p>
          <Languages language={language} translations={translations} />
          {member ? (
            <form action="/staff/sign-out" method="post">
              <span>{say('staff.signedInAs', { name: member.name })}</span>{' '}
              <button type="submit" class="plain">
                {say('staff.signOut')}
              </button>
            </form>
          ) : null}
          {member ? <Entries language={language} member={member} current={current} /> : null}
        </header>
        <main id="text" class="staff-main" tabindex={-1}>
          {children}
        </main>
      </>
    ),
  })
}

type EntriesProps = { language: Language; member: SignedInMember; current: StaffEntry | undefined }

const Entries = ({ language, member, current }: EntriesProps) => {
  const say = sayIn(language)
  return (
    <nav class="staff-entries" aria-label={say('staff.reports')}>
      <ul>
        {entriesFor(member).map(({ entry, path, label }) => (
          <li key={entry}>
            <a
              href={`${path}?language=${language}`}
              {...(entry === current ? { 'aria-current': 'page' as const } : {})}
            >
              {say(label)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

const Languages = ({ language, translations }: Pick<Props, 'language' | 'translations'>) =>
  translations.length === 0 ? null : (
    <nav class="languages" aria-label={sayIn(language)('site.languages')}>
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
  )
