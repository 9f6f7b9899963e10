import { formatDate } from '../../messages/dates.ts'
import { type Language, type Say, sayIn } from '../../messages/messages.ts'
import { accountFrame } from '../../web/page/account-frame.tsx'
import type { Newsroom } from '../../web/page/newsroom.ts'
import type { Preference } from '../address/preference-store.ts'
import { DataLinks, PastGiving, SignOut, StatementLinks } from './account-history-panel.tsx'
import type { AccountContribution, OneTimeGift } from './account-store.ts'
import { amountWords, ContributionPanel, nextChargeAfterPause } from './contribution-panel.tsx'
import { PreferencesPanel } from './preferences-panel.tsx'

/** The forms that lead back to this page, as its `done` parameter names them. */
export const DONE = ['cancelled', 'changed', 'paused', 'resumed', 'mail', 'address'] as const
type Done = (typeof DONE)[number]

type Props = {
  newsroom: Newsroom
  language: Language
  timeZone: string
  now: Date
  contributions: readonly AccountContribution[]
  gifts: readonly OneTimeGift[]
  /** The years that have a statement. */
  years: readonly number[]
  preference: Preference
  done: Done | null
}

/** Shows a supporter their contributions and everything they can do about them without writing to anybody. */
export const accountPage = ({
  newsroom,
  language,
  timeZone,
  now,
  contributions,
  gifts,
  years,
  preference,
  done,
}: Props): string => {
  const say = sayIn(language)
  const ended = contributions.filter(({ endedAt }) => endedAt !== null)
  const hasGiven = contributions.length + gifts.length > 0
  return accountFrame({
    newsroom,
    language,
    look: 'account',
    title: say('account.title'),
    path: '/account',
    children: (
      <>
        <DoneNotice {...{ say, language, timeZone, done, contributions }} />
        {hasGiven ? null : <p>{say('account.nothing')}</p>}
        <ActiveContributions
          newsroom={newsroom}
          language={language}
          timeZone={timeZone}
          now={now}
          say={say}
          contributions={contributions.filter(({ endedAt }) => endedAt === null)}
          hasGiven={hasGiven}
        />
        <PastGiving say={say} language={language} timeZone={timeZone} ended={ended} gifts={gifts} />
        <StatementLinks say={say} language={language} years={years} />
        {hasGiven ? (
          <PreferencesPanel
            say={say}
            language={language}
            preference={preference}
            languages={newsroom.languages}
          />
        ) : null}
        <DataLinks say={say} language={language} />
        <SignOut say={say} language={language} />
      </>
    ),
  })
}

type ActiveProps = Pick<Props, 'newsroom' | 'language' | 'timeZone' | 'now' | 'contributions'> & {
  say: Say
  hasGiven: boolean
}

const ActiveContributions = ({
  newsroom,
  language,
  timeZone,
  now,
  say,
  contributions,
  hasGiven,
}: ActiveProps) => (
  <>
    {contributions.map((contribution) => (
      <ContributionPanel
        key={contribution.id}
        newsroom={newsroom}
        language={language}
        timeZone={timeZone}
        now={now}
        say={say}
        contribution={contribution}
      />
    ))}
    {contributions.length > 1 ? <p>{say('account.several')}</p> : null}
    {contributions.length === 0 && hasGiven ? <p>{say('account.noneActive')}</p> : null}
  </>
)

type DoneProps = Pick<Props, 'language' | 'timeZone' | 'done' | 'contributions'> & { say: Say }

const DoneNotice = ({ say, language, timeZone, done, contributions }: DoneProps) =>
  done && isConfirmed(done, contributions) ? (
    <p class="remark-good" role="status">
      {say(doneMessage(done, contributions))} {appliesNow({ say, language, timeZone, done, contributions })}
    </p>
  ) : null

/** These changes are announced by the contribution's own panel until Stripe confirms them. */
const CONFIRMED_BY_STRIPE: ReadonlySet<Done> = new Set(['changed', 'paused', 'resumed'])

// Stripe may have rejected the change, or may not have confirmed it yet.
const isConfirmed = (done: Done, contributions: readonly AccountContribution[]): boolean => {
  if (done === 'cancelled')
    return !contributions.some(({ rejectedAt, endedAt }) => rejectedAt && endedAt === null)
  if (!CONFIRMED_BY_STRIPE.has(done)) return true
  return !contributions.some(({ rejectedAt, isChanging }) => rejectedAt || isChanging)
}

/** Says what applies now. With several contributions the panels below say it. */
const appliesNow = ({ say, language, timeZone, done, contributions }: DoneProps): string => {
  const [only, ...others] = contributions.filter(({ endedAt }) => endedAt === null)
  if (!only || others.length > 0 || !done || !CONFIRMED_BY_STRIPE.has(done)) return ''
  const { resumesAt, periodEnd } = only
  const next = only.isPaused ? resumesAt && nextChargeAfterPause(only, resumesAt) : periodEnd
  if (!next || only.isFailing) return ''
  const at = formatDate(next, language, timeZone)
  return say('account.done.appliesNow', { at, amount: amountWords(only, language) })
}

const doneMessage = (done: Done, contributions: readonly AccountContribution[]) =>
  done === 'cancelled' && !contributions.some(({ isCanceling }) => isCanceling)
    ? 'account.done.ended'
    : (`account.done.${done}` as const)
