import { Command } from 'commander'
import { compareRollups, type RollupDifference, rebuildRollups } from '../reports/rollups/rollup-store.ts'
import { type Environment, withBilling } from './opening.ts'
import { done, type Report } from './outcome.ts'

const RECONCILE = [
  'Asks Stripe for every event since the last time. Looks through all subscriptions, and through every invoice,',
  'charge, refund and dispute of the last 35 days, or since the last time if that is longer. Corrects what differs.',
  'The server does the same by itself: events every ten minutes, the account at its start and daily.',
].join(' ')

export const reconcileCommand = (environment: Environment, report: Report): Command =>
  new Command('reconcile')
    .summary('compares the record with Stripe and corrects it')
    .description(RECONCILE)
    .action(async () => {
      const outcome = await withBilling(environment, async ({ billing }) => {
        const { missed, looked, drifted, fetched } = await billing.work.reconcile()
        const lines = [
          `Events that had not reached us: ${missed}`,
          `Objects looked at: ${looked}`,
          `Customers whose record differed from Stripe: ${drifted}`,
          `Customers and sessions fetched: ${fetched}`,
        ]
        return done(lines.join('\n'))
      })
      report(outcome)
    })

const REBUILD = [
  'Computes the movements of every supporter again from the facts in the database, then all sums for reports.',
  'Nothing changes unless the rules in newsroom.yaml or the program changed.',
].join(' ')

export const rebuildCommand = (environment: Environment, report: Report): Command =>
  new Command('rebuild')
    .summary('computes all movements and sums for reports again')
    .description(REBUILD)
    .option('--dry-run', 'only count')
    .action(async ({ dryRun = false }: { dryRun?: boolean }) => {
      const outcome = await withBilling(environment, async ({ billing, resources }) => {
        const { supporters, changed } = await billing.work.rebuild(dryRun)
        const differing = sum(await compareRollups(resources.slowDatabase))
        if (!dryRun) await resources.slowDatabase.inTransaction(rebuildRollups)
        const would = dryRun ? 'Would change' : 'Changed'
        return done(`Supporters: ${supporters}\n${would}: ${changed}\n${would} rows of reports: ${differing}`)
      })
      report(outcome)
    })

const sum = (differences: readonly RollupDifference[]): number =>
  differences.reduce((total, { rows }) => total + rows, 0)
