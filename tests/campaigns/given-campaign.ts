import type { CampaignSettings } from '../../src/campaigns/settings/campaign-settings.ts'
import type { GivenMainstay } from '../given/mainstay.ts'
import { givenCampaign as writeCampaign } from '../given/people/editor.ts'
import { someSettings } from './given-settings.ts'

/** Publishes a campaign. Resolves to its number once articles show it. */
export const givenCampaign = async (
  { database, settle }: Pick<GivenMainstay, 'database' | 'settle'>,
  changes: Partial<CampaignSettings> = {},
): Promise<number> => {
  const campaign = await writeCampaign({ database }, someSettings(changes))
  await settle()
  return campaign
}
