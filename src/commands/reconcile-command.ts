import { type Environment, withBilling } from './opening.ts'
import { type Command, done, wrongUsage } from './outcome.ts'

export const reconcileCommand = (environment: Environment): Command => {
  const usage = 'reconcile'
  const help = `npm run mainstay -- reconcile

Asks Stripe for every event since the last time, looks through all subscriptions and through every invoice, charge,
refund and dispute of the last 35 days (or since the last time, if that is longer), and enters whatever differed from
the record. The server does the same by itself: events every ten minutes, the account at its start and daily.
`
  return {
    usage,
    help,
    run: async (words) => {
      if (words.length > 0) return wrongUsage(help)
      return withBilling(environment, async ({ billing }) => {
        const { missed, looked, drifted, fetched } = await billing.work.reconcile()
        return done(
          [
            `Events that had not reached us: ${missed}`,
            `Objects looked at: ${looked}`,
            `Customers whose record was not what Stripe says: ${drifted}`,
            `Customers and sessions fetched: ${fetched}`,
          ].join('\n'),
        )
      })
    },
  }
}

export const rebuildCommand = (environment: Environment): Command => {
  const help = `npm run mainstay -- rebuild [--dry-run]

Folds the movements of every supporter anew from the facts in the database. The same facts give the same movements, so
nothing changes unless the rules (newsroom.yaml) or the program did. With --dry-run nothing is written.
`
  return {
    usage: 'rebuild [--dry-run]',
    help,
    run: async (words) => {
      if (words.some((word) => word !== '--dry-run')) return wrongUsage(help)
      const isDryRun = words.includes('--dry-run')
      return withBilling(environment, async ({ billing }) => {
        const { supporters, changed } = await billing.work.rebuild(isDryRun)
        return done(`Supporters folded: ${supporters}\n${isDryRun ? 'Would change' : 'Changed'}: ${changed}`)
      })
    },
  }
}
