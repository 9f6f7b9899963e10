import { formatInstant } from '../../messages/dates.ts'
import type { Words } from '../form/words.ts'
import type { Change } from '../history/difference.ts'
import { DifferencePanel } from '../history/difference-panel.tsx'

/** Somebody saved a version while the person wrote. */
export type Conflict = {
  savedBy: string
  savedAt: Date
  /** From the version on which the form is based to the newest. Null: one of them cannot be read. */
  theirs: readonly Change[] | null
  /** From the newest version to the form. */
  yours: readonly Change[] | null
}

type Props = { words: Words; conflict: Conflict; timeZone: string }

/** Says who saved meanwhile, what changed, and what saving over it would do. */
export const ConflictPanel = ({ words, conflict, timeZone }: Props) => {
  const { say, language } = words
  const { savedBy, theirs, yours } = conflict
  const at = formatInstant(conflict.savedAt, language, timeZone)
  return (
    <div class="error-summary" role="alert" tabindex={-1} id="conflict" data-focus="">
      <h2>{say('campaigns.conflict.title', { name: savedBy, at })}</h2>
      <p>{say('campaigns.conflict.text')}</p>
      {theirs ? (
        <>
          <h3>{say('campaigns.conflict.theirs', { name: savedBy })}</h3>
          <DifferencePanel words={words} changes={theirs} />
        </>
      ) : null}
      {yours ? (
        <>
          <h3>{say('campaigns.conflict.yours')}</h3>
          <DifferencePanel words={words} changes={yours} />
        </>
      ) : null}
    </div>
  )
}
