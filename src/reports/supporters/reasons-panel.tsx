import { sayIn } from '../../messages/messages.ts'
import type { Counted } from '../explained/how-counted-panel.tsx'
import { type ReasonMonths, reasonGroups } from './current-figures.ts'
import { Spread } from './spread-panel.tsx'

type Props = { counts: ReasonMonths; counted: Counted }

/** Shows which reasons supporters gave for canceling in the whole past months of the period. */
export const ReasonsPanel = ({ counts, counted: { language, period } }: Props) => {
  const say = sayIn(language)
  const groups = reasonGroups(counts)
  return (
    <>
      <h2>{say('supporters.reasons')}</h2>
      <p class="hint">{say('supporters.reasons.note')}</p>
      {groups.every(({ value }) => value === 'few') ? (
        <p>{say('supporters.reasons.few')}</p>
      ) : (
        <div class="spreads">
          <Spread
            title={say('supporters.reasons.title', { period })}
            heading={say('supporters.reasons.reason')}
            groups={groups.map(({ reason, value }) => ({
              label: say(reason === 'none' ? 'supporters.reasons.none' : `cancel.reason.${reason}`),
              value,
            }))}
            language={language}
          />
        </div>
      )}
    </>
  )
}
