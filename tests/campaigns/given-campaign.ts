import { randomUUID } from 'node:crypto'
import { createCampaign, setState } from '../../src/campaigns/campaign-store.ts'
import type { CampaignSettings } from '../../src/campaigns/settings/campaign-settings.ts'
import { addStaff } from '../../src/staff/staff-store.ts'
import type { GivenMainstay } from '../given/mainstay.ts'
import { someSettings } from './given-settings.ts'

/** Publishes a campaign. Resolves to its number once articles show it. */
export const givenCampaign = async (
  { database, now, settle }: Pick<GivenMainstay, 'database' | 'now' | 'settle'>,
  changes: Partial<CampaignSettings> = {},
): Promise<number> => {
  const staffId = randomUUID()
  await addStaff(database, { id: staffId, name: `Editor ${staffId}`, passwordHash: null }, now())
  const campaign = await database.inTransaction(async (transaction) => {
    const number = await createCampaign(transaction, { settings: someSettings(changes), staffId }, now())
    await setState(transaction, { campaign: number, from: ['draft'], to: 'published' })
    return number
  })
  await settle()
  return campaign
}
