import type { CampaignState, ShownState } from '../settings/campaign-settings.ts'

/** Actions of staff on a campaign, besides editing it. */
export const ACTIONS = ['publish', 'end', 'archive', 'stop', 'resume'] as const
export type CampaignAction = (typeof ACTIONS)[number]

type Standing = { state: CampaignState; shown: ShownState; isStopped: boolean }

/** Returns the actions that fit the campaign's state, the likeliest first. */
export const actionsFor = ({ state, shown, isStopped }: Standing): CampaignAction[] => {
  const restart: CampaignAction[] = isStopped && state !== 'archived' ? ['resume'] : []
  switch (shown) {
    case 'draft':
      return [...restart, 'publish', 'archive']
    case 'scheduled':
    case 'live':
      return isStopped ? ['resume', 'end'] : ['stop', 'end']
    case 'ended':
      // A schedule that is over is changed in the form.
      return state === 'published' ? [...restart, 'archive'] : [...restart, 'publish', 'archive']
    case 'archived':
      return []
  }
}
