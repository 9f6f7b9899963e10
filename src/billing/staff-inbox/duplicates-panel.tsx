import type { Language, Say } from '../../messages/messages.ts'
import { CasePanel, FoldedCases } from '../../staff/case-panel.tsx'
import type { DuplicateRow } from '../duplicates/duplicate-store.ts'
import { failureText } from '../model/failure-reason.ts'

type Props = { say: Say; language: Language; rows: readonly DuplicateRow[]; at: (instant: Date) => string }

/** Returns whether staff must decide, or what was decided is not done. */
export const isOpenDuplicate = ({ decision, finalFailure, postponedReason }: DuplicateRow): boolean =>
  decision === null || finalFailure !== null || postponedReason !== null

/** Lists duplicate subscriptions with buttons to decide. */
export const OpenDuplicates = ({ say, language, rows, at }: Props) => (
  <CasePanel
    say={say}
    id="duplicates"
    title={say('duplicates.title')}
    help={say('duplicates.help')}
    rows={rows}
  >
    <DuplicateList say={say} language={language} rows={rows} at={at} />
  </CasePanel>
)

/** Lists decided duplicates, folded. */
export const DecidedDuplicates = ({ say, language, rows, at }: Props) => (
  <FoldedCases say={say} id="decided" title={say('duplicates.decided')} rows={rows}>
    <DuplicateList say={say} language={language} rows={rows} at={at} />
  </FoldedCases>
)

const DuplicateList = ({ say, language, rows, at }: Props) => (
  <ul class="cases">
    {rows.map((row) => (
      <li key={row.subscriptionId} data-duplicate={row.decision ?? 'open'}>
        <p>
          <code>{row.subscriptionId}</code>{' '}
          {say('duplicates.row', { kept: row.keptSubscriptionId, at: at(row.foundAt) })}{' '}
          {row.isOtherBrowser && !row.decision ? say('duplicates.otherBrowser') : null}{' '}
          {row.decision ? say(`duplicates.${row.decision}`) : null}
          {row.finalFailure ? (
            <strong>{say('duplicates.failed', { because: row.finalFailure })}</strong>
          ) : null}
          {row.postponedReason ? (
            <strong>{say('duplicates.again', { because: failureText(say, row.postponedReason) })}</strong>
          ) : null}
        </p>
        {row.decision ? null : (
          <div class="case-actions">
            <DecisionForm
              say={say}
              language={language}
              id={row.subscriptionId}
              decision={row.payments > 1 ? 'cancel' : 'refund'}
            />
            <DecisionForm say={say} language={language} id={row.subscriptionId} decision="keep" />
          </div>
        )}
      </li>
    ))}
  </ul>
)

type DecisionFormProps = { say: Say; language: Language; id: string; decision: 'refund' | 'cancel' | 'keep' }

const DecisionForm = ({ say, language, id, decision }: DecisionFormProps) => (
  <form action={`/staff/inbox/duplicates/${decision}`} method="post">
    <input type="hidden" name="language" value={language} />
    <input type="hidden" name="subscription" value={id} />
    <button type="submit" class="secondary">
      {say(`duplicates.${decision}`)}
    </button>
  </form>
)
