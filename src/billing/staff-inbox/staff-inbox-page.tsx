import { formatInstant } from '../../messages/dates.ts'
import { type Language, type Say, sayIn } from '../../messages/messages.ts'
import type { AuditRow } from '../../staff/audit-store.ts'
import { CasePanel } from '../../staff/case-panel.tsx'
import type { FailedSignIns } from '../../staff/failed-sign-in-store.ts'
import { FailedSignInsPanel } from '../../staff/failed-sign-ins-panel.tsx'
import { type SignedInMember, staffPage } from '../../staff/staff-frame.tsx'
import type { Newsroom } from '../../web/page/newsroom.ts'
import type { RejectedCancellation } from '../actions/rejected-cancellation-store.ts'
import type { DuplicateRow } from '../duplicates/duplicate-store.ts'
import { failureText } from '../model/failure-reason.ts'
import { BouncedPanel } from './bounced-panel.tsx'
import { DisownedPanel } from './disowned-panel.tsx'
import { DisputesPanel } from './disputes-panel.tsx'
import { DecidedDuplicates, isOpenDuplicate, OpenDuplicates } from './duplicates-panel.tsx'
import { InboxAuditPanel } from './inbox-audit-panel.tsx'
import { RejectedPanel } from './rejected-panel.tsx'
import type {
  BouncedRow,
  DisownedRow,
  DisputeRow,
  FailingRow,
  InboxOverview,
  ParkedRow,
} from './staff-inbox-store.ts'

export type InboxView = {
  overview: InboxOverview
  parked: readonly ParkedRow[]
  failing: readonly FailingRow[]
  rejected: readonly RejectedCancellation[]
  duplicates: readonly DuplicateRow[]
  disputes: readonly DisputeRow[]
  disowned: readonly DisownedRow[]
  bounced: readonly BouncedRow[]
  audit: readonly AuditRow[]
  failedSignIns: readonly FailedSignIns[]
  /** The result of the last form. Null if none was sent. */
  done: 'replayed' | 'retried' | 'refunded' | 'canceled' | 'kept' | 'settled' | 'nothing' | null
}

type Props = {
  newsroom: Newsroom
  timeZone: string
  member: SignedInMember
  language: Language
  view: InboxView
}

/** Shows events that could not be recorded yet, and what staff can do about them. */
export const staffInboxPage = ({ newsroom, timeZone, member, language, view }: Props): string => {
  const say = sayIn(language)
  const at = (instant: Date) => formatInstant(instant, language, timeZone)
  const { overview, parked, failing } = view
  const open = view.duplicates.filter(isOpenDuplicate)
  const decided = view.duplicates.filter((each) => !isOpenDuplicate(each))
  return staffPage({
    newsroom,
    language,
    member,
    current: 'inbox',
    title: say('inbox.title'),
    translations: newsroom.staffLanguages.map((each) => ({
      language: each,
      href: `/staff/inbox?language=${each}`,
    })),
    children: (
      <>
        <h1>{say('inbox.title')}</h1>
        {view.done ? (
          <p class="remark-good" role="status">
            {say(`inbox.done.${view.done}`)}
          </p>
        ) : null}
        <State say={say} view={view} hasDuplicates={open.length > 0} />
        <p class="hint">
          {overview.lastAt
            ? say('inbox.overview', {
                received: overview.received,
                last: at(overview.lastAt),
                waiting: overview.waiting,
              })
            : say('inbox.never')}
        </p>
        <ParkedPanel say={say} language={language} rows={parked} at={at} />
        <FailingPanel say={say} language={language} rows={failing} at={at} />
        <RejectedPanel say={say} language={language} rows={view.rejected} at={at} />
        <DisputesPanel say={say} language={language} rows={view.disputes} at={at} />
        <DisownedPanel say={say} language={language} rows={view.disowned} at={at} />
        <OpenDuplicates say={say} language={language} rows={open} at={at} />
        <BouncedPanel say={say} language={language} rows={view.bounced} at={at} />
        <FailedSignInsPanel say={say} rows={view.failedSignIns} at={at} />
        <DecidedDuplicates say={say} language={language} rows={decided} at={at} />
        <InboxAuditPanel say={say} rows={view.audit} at={at} />
      </>
    ),
  })
}

// Failing syncs do not count: they need nobody.
const countCases = ({ parked, rejected, disputes, disowned, bounced, duplicates }: InboxView): number =>
  [parked, rejected, disputes, disowned, bounced].reduce(
    (total, rows) => total + rows.length,
    duplicates.filter(({ decision }) => decision === null).length,
  )

/** Says in one line whether staff must do something. */
const State = ({ say, view, hasDuplicates }: { say: Say; view: InboxView; hasDuplicates: boolean }) => {
  const cases = countCases(view)
  const failing = view.failing.length
  if (cases + failing + view.overview.waiting > 0 || hasDuplicates)
    return <p class="report-sentence">{say('inbox.sentence.busy', { cases, failing })}</p>
  return <p class="all-well">{say('inbox.sentence.clear')}</p>
}

type Panel<Row> = { say: Say; language: Language; rows: readonly Row[]; at: (instant: Date) => string }

const ParkedPanel = ({ say, language, rows, at }: Panel<ParkedRow>) => (
  <CasePanel say={say} id="parked" title={say('inbox.parked')} help={say('inbox.parkedHelp')} rows={rows}>
    {rows.length > 1 ? (
      <form action="/staff/inbox/replay" method="post">
        <input type="hidden" name="language" value={language} />
        <input type="hidden" name="which" value="all" />
        <button type="submit" class="secondary">
          {say('inbox.replayAll')}
        </button>
      </form>
    ) : null}
    <ul class="cases">
      {rows.map((row) => (
        <li key={row.number}>
          <p>
            <strong>{failureText(say, row.because)}</strong>
          </p>
          <p class="hint">
            {say('inbox.parkedRow', {
              events: row.events,
              types: row.types.join(', '),
              at: at(row.parkedAt),
            })}{' '}
            {row.syncKey ? <code>{row.syncKey}</code> : null}
          </p>
          <form action="/staff/inbox/replay" method="post">
            <input type="hidden" name="language" value={language} />
            <input type="hidden" name="which" value={String(row.number)} />
            <button type="submit" class="secondary">
              {say('inbox.replay')}
            </button>
          </form>
        </li>
      ))}
    </ul>
  </CasePanel>
)

const FailingPanel = ({ say, language, rows, at }: Panel<FailingRow>) => (
  <CasePanel say={say} id="failing" title={say('inbox.failing')} help={say('inbox.failingHelp')} rows={rows}>
    <ul class="cases">
      {rows.map((row) => (
        <li key={row.syncKey}>
          <p>
            <code>{row.syncKey}</code>{' '}
            {say('inbox.failingRow', {
              attempts: row.attempts,
              failure: failureText(say, row.failure),
              waiting: row.waiting,
            })}{' '}
            {row.dueAt ? say('inbox.again', { at: at(row.dueAt) }) : null}
          </p>
          <form action="/staff/inbox/retry" method="post">
            <input type="hidden" name="language" value={language} />
            <input type="hidden" name="syncKey" value={row.syncKey} />
            <button type="submit" class="secondary">
              {say('inbox.retry')}
            </button>
          </form>
        </li>
      ))}
    </ul>
  </CasePanel>
)
