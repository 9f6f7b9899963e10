import type { LetterStore } from '../appeal/letter/letter-store.ts'
import { type GoalSums, goalSums } from '../campaigns/live/goal-sums-job.ts'
import { type LiveCampaigns, liveCampaigns } from '../campaigns/live/live-campaigns-job.ts'
import { calendarOf } from '../platform/calendar.ts'
import { findLedgerSums } from '../reports/income/ledger-sums-store.ts'
import type { Resources } from './open/resources.ts'

/** Wires the campaigns in force and the sums of their goals. Reads the campaigns once. */
export const wireLiveCampaigns = async (
  resources: Resources,
  findLetter: LetterStore['find'],
): Promise<{ campaigns: LiveCampaigns; goals: GoalSums }> => {
  const campaigns = liveCampaignsOf(resources, findLetter, () => goals.job.wake())
  const goals = goalSumsOf(resources, campaigns)
  // Without the database no appeal shows, until the job reads the kill switch.
  await campaigns.refresh().catch(() => false)
  return { campaigns, goals }
}

const liveCampaignsOf = (
  { intakeDatabase, newsroom, timeZone, log, monotonic = () => performance.now() }: Resources,
  findLetter: LetterStore['find'],
  onChange: () => void,
): LiveCampaigns =>
  liveCampaigns({
    // Busy pages must not delay the kill switch.
    database: intakeDatabase,
    giving: newsroom.giving,
    timeZone,
    findLetter,
    monotonic,
    onChange,
    log,
  })

const goalSumsOf = (
  { newsroom, reportSource, timeZone, now, log }: Resources,
  { current }: Pick<LiveCampaigns, 'current'>,
): GoalSums =>
  goalSums({
    giving: newsroom.giving,
    campaignsInForce: current,
    sumGiven: async ({ currency, since }) => {
      const days = { from: since, to: calendarOf(timeZone).dayAt(now()) }
      const sums = await findLedgerSums(reportSource.database, days, {
        basis: 'occurred',
        by: 'month',
        currency,
      })
      return sums.reduce((total, { amount }) => total + amount, 0)
    },
    log,
  })
