import { type Imported, importSubscribers } from '../billing/import-action.ts'
import { type Environment, withBilling } from './opening.ts'
import { type Command, done, wrongUsage } from './outcome.ts'

const HELP = `npm run mainstay -- import-stripe --product <id> [--product <id> ...] [--dry-run]

Takes over the live subscriptions to these products of the account, begun without Mainstay: each customer becomes a
supporter, with the whole history Stripe has. Nothing is changed at Stripe. Monthly, yearly, weekly and quarterly
intervals are counted; others are named and left. Repeated, it takes over what is new. With --dry-run it only counts.
`

/** The products named, null for words that are no usage of this command. */
const productsIn = (words: readonly string[]): { products: Set<string>; isDryRun: boolean } | null => {
  const products = new Set<string>()
  const rest = words.filter((word) => word !== '--dry-run')
  for (let at = 0; at < rest.length; at += 2) {
    const product = rest[at + 1] ?? ''
    if (rest[at] !== '--product' || !/^\w+$/.test(product)) return null
    products.add(product)
  }
  return products.size > 0 ? { products, isDryRun: words.includes('--dry-run') } : null
}

export const importCommand = (environment: Environment): Command => ({
  usage: 'import-stripe --product <id> ...',
  help: HELP,
  run: async (words) => {
    const asked = productsIn(words)
    if (!asked) return wrongUsage(HELP)
    return withBilling(environment, async ({ parts, billing }) => {
      const { stripe, database, now } = parts
      const { listSubscriptions } = stripe
      const found = await importSubscribers(
        { listSubscriptions, database, now },
        asked.products,
        asked.isDryRun,
      )
      const fetched = asked.isDryRun ? null : await billing.work.drain()
      return done(wordsFor(found, fetched).join('\n'))
    })
  },
})

const wordsFor = (found: Imported, fetched: number | null): string[] => [
  `${fetched === null ? 'Would take over' : 'Taken over'}: ${found.adopted}`,
  ...[...found.annual].map(([currency, amount]) => `  ${currency}: ${amount} minor units a year`),
  `Taken over before: ${found.already}`,
  `Begun through Mainstay: ${found.ours}`,
  `Ended: ${found.ended}`,
  `Of other products: ${found.other}`,
  ...[...found.refused].map(([because, count]) => `Left, for ${because}: ${count}`),
  ...(fetched === null ? [] : [`Customers fetched: ${fetched}`]),
]
