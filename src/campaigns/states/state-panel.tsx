import type { Say } from '../../messages/messages.ts'
import { withLanguage } from '../../web/language.ts'
import type { Words } from '../form/words.ts'
import type { CampaignState, ShownState } from '../settings/campaign-settings.ts'
import { actionsFor, type CampaignAction } from './actions.ts'

export type StatePlace = {
  number: number
  version: number
  state: CampaignState
  shown: ShownState
  isStopped: boolean
}

type LabelProps = Pick<StatePlace, 'shown' | 'isStopped'> & { say: Say }

/** Says the state in words. A stopped campaign says so in red. */
export const StateLabel = (props: LabelProps) => (
  <>
    <strong>{props.say(`campaigns.state.${props.shown}`)}</strong> <StoppedLabel {...props} />
  </>
)

/** Stands alone where the state is said already. */
export const StoppedLabel = ({ say, shown, isStopped }: LabelProps) =>
  isStopped && shown !== 'archived' ? <strong class="stopped">{say('campaigns.stopped')}</strong> : null

/** Offers the actions that fit the campaign's state. Each takes a second press. */
export const StatePanel = ({ words, place }: { words: Words; place: StatePlace }) => (
  <div class="campaign-actions">
    {actionsFor(place).map((action) => (
      <ConfirmedAction
        key={action}
        words={words}
        path={`/staff/campaigns/${place.number}/${action}`}
        label={words.say(`campaigns.action.${action}`)}
        warning={warningFor(words.say, action, place)}
        version={place.version}
      />
    ))}
  </div>
)

const warningFor = (say: Say, action: CampaignAction, { shown, isStopped }: StatePlace): string => {
  const isUnseen = shown !== 'live' && action === 'resume'
  if (isUnseen) return say('campaigns.confirm.resume.unseen')
  if (action === 'publish' && isStopped) return say('campaigns.confirm.publish.stopped')
  return say(`campaigns.confirm.${action}`)
}

type ConfirmedProps = { words: Words; path: string; label: string; warning: string; version?: number }

/** Opens with the first press what the second one does. */
export const ConfirmedAction = ({ words, path, label, warning, version }: ConfirmedProps) => (
  <details class="staff-action">
    <summary>{label}</summary>
    <form action={withLanguage(path, words.language)} method="post">
      {version === undefined ? null : <input type="hidden" name="version" value={version} />}
      <p>{warning}</p>
      <button type="submit" class="primary">
        {words.say('campaigns.confirm.yes', { action: label })}
      </button>
    </form>
  </details>
)
