import { randomUUID } from 'node:crypto'
import type { Stripe } from 'stripe'
import { isCurrency } from '../../money/currency.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import { timesAYear } from '../model/intervals.ts'
import { checkoutIdIn } from '../stripe/shapes/stripe-facts.ts'
import { idOf } from '../stripe/shapes/stripe-shapes.ts'
import type { SetupGateway } from '../stripe/write/setup-gateway.ts'
import { importSubscription, isImported, isKnownCheckout } from './import-store.ts'

type Needs = Pick<SetupGateway, 'listSubscriptions'> & { database: Database; now: Clock }

/** What an import found, by what became of it; `adopted` also counts what a dry run would adopt. */
export type Imported = {
  imported: number
  already: number
  ours: number
  ended: number
  other: number
  /** Not taken over, with the reason and how many. */
  refused: Map<string, number>
  /** Recurring amounts for a year that were adopted, in minor units by currency. */
  annual: Map<string, number>
}

const LIVE = new Set(['active', 'past_due', 'trialing', 'unpaid', 'paused'])

/**
 * Takes over the subscriptions of some products of an account that were begun without Mainstay. Each customer becomes
 * a supporter of its own: equal addresses never merge by themselves. What is not understood is left and named. One that
 * names a checkout that this database does not have, lost with an older backup, is taken over as well.
 */
export const importSubscribers = async (
  { listSubscriptions, database, now }: Needs,
  products: ReadonlySet<string>,
  isDryRun: boolean,
): Promise<Imported> => {
  const found: Imported = {
    imported: 0,
    already: 0,
    ours: 0,
    ended: 0,
    other: 0,
    refused: new Map(),
    annual: new Map(),
  }
  for await (const page of listSubscriptions()) {
    for (const subscription of page) {
      const checkoutId = checkoutIdIn(subscription.metadata)
      const isOurs = checkoutId !== null && (await isKnownCheckout(database, checkoutId))
      const judged = isOurs ? OURS : judge(subscription, products)
      if (judged.as === 'refused')
        found.refused.set(judged.because, (found.refused.get(judged.because) ?? 0) + 1)
      if (judged.as === 'ours' || judged.as === 'ended' || judged.as === 'other') found[judged.as] += 1
      if (judged.as !== 'ready') continue
      const customerId = idOf(subscription.customer) ?? ''
      const isNew = isDryRun
        ? !(await isImported(database, subscription.id))
        : await importSubscription(
            database,
            { id: subscription.id, customerId, products: [...products], newSupporterId: randomUUID() },
            now(),
          )
      found[isNew ? 'imported' : 'already'] += 1
      if (isNew) found.annual.set(judged.currency, (found.annual.get(judged.currency) ?? 0) + judged.annual)
    }
  }
  return found
}

type Judged =
  | { as: 'ready'; currency: string; annual: number }
  | { as: 'ours' | 'ended' | 'other' }
  | { as: 'refused'; because: string }

const OURS: Judged = { as: 'ours' }

const judge = (subscription: Stripe.Subscription, products: ReadonlySet<string>): Judged => {
  const items = subscription.items.data.filter(({ price }) => products.has(idOf(price.product) ?? ''))
  if (items.length === 0) return { as: 'other' }
  if (!LIVE.has(subscription.status)) return { as: 'ended' }
  // Its giver pays each invoice by hand and may take the days agreed: that is no failed card.
  if (subscription.collection_method !== 'charge_automatically')
    return { as: 'refused', because: 'paid by invoice, not charged automatically' }
  const currency = subscription.currency.toUpperCase()
  if (!isCurrency(currency)) return { as: 'refused', because: `the currency ${currency}` }
  if (subscription.items.has_more) return { as: 'refused', because: 'more prices than Mainstay reads' }
  let annual = 0
  for (const { price, quantity } of items) {
    const times = timesAYear(price.recurring)
    if (times === undefined) return { as: 'refused', because: `an interval of ${wordsOf(price)}` }
    if (price.unit_amount === null)
      return { as: 'refused', because: 'an amount in fractions of a minor unit' }
    annual += price.unit_amount * (quantity ?? 1) * times
  }
  return { as: 'ready', currency, annual }
}

const wordsOf = ({ recurring }: Stripe.Price): string =>
  recurring ? `${recurring.interval_count} ${recurring.interval}` : 'no recurrence'
