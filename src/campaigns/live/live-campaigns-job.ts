import type { Letter } from '../../appeal/letter/letter.ts'
import { type Campaign, type CampaignsInForce, inOrder } from '../../appeal/policy/campaign.ts'
import { letterCampaign } from '../../appeal/policy/letter-campaign.ts'
import type { Language } from '../../messages/messages.ts'
import { MINUTE_MS } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import { type Repeating, repeat } from '../../platform/jobs/repeat.ts'
import { errorFields, type Log } from '../../platform/log.ts'
import type { CurrencyOffer } from '../../web/page/newsroom.ts'
import { type AppealSettings, findAppealSettings } from '../appeal-settings-store.ts'
import { type CampaignRow, listPublished } from '../campaign-store.ts'
import { campaignSettings } from '../settings/campaign-settings.ts'
import { compileCampaign } from './compile-campaign.ts'

export type LiveCampaigns = {
  /** The campaigns in force. Without news of the database for a minute: the newsroom's letter alone. */
  current: () => CampaignsInForce
  offeredLengths: () => readonly string[]
  /** Reads the campaigns at once. Returns true if anything changed. */
  refresh: () => Promise<boolean>
  job: Repeating
}

type Needs = {
  database: Database
  giving: readonly CurrencyOffer[]
  timeZone: string
  findLetter: (language: Language) => Letter | null
  /** Milliseconds that only grow. */
  monotonic: () => number
  /** Called after a change was read. */
  onChange: () => void
  log: Log
}

/** A change is in force within two seconds: this pause and one statement. */
const PAUSE_MS = 1_000
const STALE_MS = MINUTE_MS

/** Keeps the published campaigns in memory and looks for a change each second. */
export const liveCampaigns = (needs: Needs): LiveCampaigns => {
  const { database, log, monotonic } = needs
  const letter = letterCampaign(needs)
  let settings: AppealSettings | null = null
  // Until the kill switch is read, nobody is asked.
  let inForce: CampaignsInForce = { isStopped: true, campaigns: [letter] }
  let readAt = monotonic()
  const refresh = async (): Promise<boolean> => {
    // Read first: a change that commits meanwhile is read at the next look.
    const found = await findAppealSettings(database)
    const isNews = found.change !== settings?.change
    // The kill switch holds even if the campaigns cannot be read.
    inForce = { ...inForce, isStopped: found.isStopped }
    if (isNews) {
      const rows = await listPublished(database).catch((error: unknown) => {
        // Staff may have stopped any of the campaigns that were in force.
        inForce = { ...inForce, campaigns: [letter] }
        throw error
      })
      const campaigns = inOrder(rows.flatMap((row) => compiled(needs, row)))
      inForce = { ...inForce, campaigns: [...campaigns, letter] }
      settings = found
      needs.onChange()
    }
    readAt = monotonic()
    return isNews
  }
  return {
    current: () =>
      monotonic() - readAt < STALE_MS ? inForce : { isStopped: inForce.isStopped, campaigns: [letter] },
    offeredLengths: () => settings?.snoozeLengths ?? [],
    refresh,
    job: repeat({
      pauseMs: PAUSE_MS,
      step: async () => {
        await refresh()
        return false
      },
      onError: (error) =>
        log.warn('campaigns not read, will be retried', { component: 'campaigns', ...errorFields(error) }),
    }),
  }
}

/**
 * Leaves out a campaign of another version of Mainstay or of other newsroom settings. One that cannot be compiled must
 * not keep the kill switch from being read.
 */
const compiled = ({ giving, timeZone, log }: Needs, row: CampaignRow): Campaign[] => {
  const parsed = campaignSettings.safeParse(row.settings)
  try {
    if (parsed.success) return [compileCampaign(row, parsed.data, { giving, timeZone })]
  } catch (error) {
    log.warn('campaign not compiled', { component: 'campaigns', ...errorFields(error) })
  }
  log.warn('campaign not shown: its settings are not understood', {
    component: 'campaigns',
    reason: `campaign ${row.number}, version ${row.version}`,
  })
  return []
}
