import type { Language, Say } from '../../messages/messages.ts'
import type { DuplicateRow } from '../duplicates/duplicate-store.ts'
import { failureText } from '../model/failure-reason.ts'

type Props = { say: Say; language: Language; rows: readonly DuplicateRow[]; at: (instant: Date) => string }

/** Lists duplicate subscriptions with the decision taken or buttons to decide. */
export const DuplicatesPanel = ({ say, language, rows, at }: Props) => (
  <section id="duplicates">
    <h2>{say('duplicates.title')}</h2>
    <p class="hint">{say('duplicates.help')}</p>
    {rows.length === 0 ? <p>{say('inbox.none')}</p> : null}
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
  </section>
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
