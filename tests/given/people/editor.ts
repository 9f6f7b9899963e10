import { randomUUID } from 'node:crypto'
import { createCampaign, setState } from '../../../src/campaigns/campaign-store.ts'
import type { CampaignSettings } from '../../../src/campaigns/settings/campaign-settings.ts'
import type { Database } from '../../../src/platform/database/database.ts'
import { findStaffByName } from '../../../src/staff/staff-store.ts'
import { START_AT } from '../start-at.ts'
import { CARO, givenStaff, signInStaff } from './staff.ts'

type Mainstay = { database: Database; origin: string }

/** Signs in a member with the role `campaigns`. */
export const signInEditor = async ({ database, origin }: Mainstay) => {
  if ((await findStaffByName(database, CARO.name)) === null) await givenStaff(database, CARO, 'campaigns')
  return signInStaff(origin, CARO)
}

/** Creates a campaign, published unless it is a draft, and returns its number. Processes see it at their next look. */
export const givenCampaign = async (
  { database }: Pick<Mainstay, 'database'>,
  settings: CampaignSettings,
  state: 'published' | 'draft' = 'published',
): Promise<number> => {
  if ((await findStaffByName(database, CARO.name)) === null) await givenStaff(database, CARO, 'campaigns')
  const staff = await findStaffByName(database, CARO.name)
  return database.inTransaction(async (transaction) => {
    const created = { settings, staffId: staff?.id ?? '', formKey: randomUUID() }
    const { number } = await createCampaign(transaction, created, START_AT)
    if (state === 'published')
      await setState(transaction, { campaign: number, from: ['draft'], to: 'published' })
    return number
  })
}
