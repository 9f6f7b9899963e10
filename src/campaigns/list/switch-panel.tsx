import { formatInstant } from '../../messages/dates.ts'
import type { AuditRow } from '../../staff/audit-store.ts'
import { FoldedCases } from '../../staff/case-panel.tsx'
import type { Words } from '../form/words.ts'
import { ConfirmedAction } from '../states/state-panel.tsx'

/** The kill switch of every appeal, and its state in plain sight. */
export const SwitchPanel = ({ words, isStopped }: { words: Words; isStopped: boolean }) => {
  const { say } = words
  return (
    <section class={isStopped ? 'all-stopped' : 'all-running'} aria-labelledby="switch">
      <h2 id="switch">{isStopped ? say('campaigns.all.stopped') : say('campaigns.all.running')}</h2>
      <ConfirmedAction
        words={words}
        path={isStopped ? '/staff/campaigns/resume-all' : '/staff/campaigns/stop-all'}
        label={isStopped ? say('campaigns.all.resume') : say('campaigns.all.stop')}
        warning={isStopped ? say('campaigns.all.resumeConfirm') : say('campaigns.all.stopConfirm')}
      />
    </section>
  )
}

/** Everything about campaigns that the audit log holds. */
export const AUDITED = [
  'appeal-stop',
  'appeal-resume',
  'snooze-lengths',
  'campaign-create',
  'campaign-save',
  'campaign-publish',
  'campaign-end',
  'campaign-archive',
  'campaign-stop',
  'campaign-resume',
] as const

type AuditProps = { words: Words; timeZone: string; rows: readonly AuditRow[] }

/** Lists the latest changes, newest first. */
export const CampaignsAuditPanel = ({ words, timeZone, rows }: AuditProps) => {
  const { say, language } = words
  const actionName = (action: string): string => {
    const known = AUDITED.find((each) => each === action)
    return known ? say(`campaigns.audit.${known}`) : action
  }
  return (
    <FoldedCases say={say} id="audit" title={say('campaigns.audit')} rows={rows}>
      <ul class="cases">
        {rows.map(({ name, action, subject, createdAt }) => (
          <li key={`${name} ${action} ${subject} ${createdAt.toISOString()}`}>
            {formatInstant(createdAt, language, timeZone)} <strong>{name}</strong>: {actionName(action)}{' '}
            <code>{subject}</code>
          </li>
        ))}
      </ul>
    </FoldedCases>
  )
}
