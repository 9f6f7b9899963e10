import { stateAt } from '../live/compile-campaign.ts'
import type { CampaignSettings, CampaignState, ShownState } from '../settings/campaign-settings.ts'

type Stored = { state: CampaignState; settings: CampaignSettings | null }

/** Returns the state that staff see. A published campaign that cannot be read waits, as no reader sees it. */
export const shownStateOf = ({ state, settings }: Stored, timeZone: string, now: Date): ShownState => {
  if (state !== 'published') return state
  return settings ? stateAt(settings, timeZone, now) : 'scheduled'
}
