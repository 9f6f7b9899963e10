import { randomUUID } from 'node:crypto'
import type { Stripe } from 'stripe'
import { isCurrency } from '../../money/currency.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import { timesPerYear } from '../model/intervals.ts'
import { checkoutIdIn } from '../stripe/shapes/stripe-facts.ts'
import { idOf, readObject, UnknownShape } from '../stripe/shapes/stripe-shapes.ts'
import type { SetupGateway } from '../stripe/write/setup-gateway.ts'
import { importSubscription, isImported, isKnownCheckout } from './import-store.ts'

type Needs = Pick<SetupGateway, 'listSubscriptions'> & { database: Database; now: Clock }

/** Counts of an import by result. In a dry run `imported` counts what would be imported. */
export type ImportResult = {
  imported: number
  already: number
  ours: number
  ended: number
  other: number
  /** Subscriptions that cannot be imported: count by reason. */
  rejected: Map<string, number>
  /** Imported recurring amounts per year, in minor units by currency. */
  annual: Map<string, number>
}

const LIVE = new Set(['active', 'past_due', 'trialing', 'unpaid', 'paused'])

/**
 * Imports subscriptions of some products that were started without Mainstay. Each customer becomes a separate
 * supporter: equal email addresses are never merged automatically. Subscriptions we do not understand are
 * counted with a reason. One whose checkout is missing in this database, for example after restoring an older
 * backup, is imported too.
 */
export const importSubscribers = async (
  { listSubscriptions, database, now }: Needs,
  products: ReadonlySet<string>,
  isDryRun: boolean,
): Promise<ImportResult> => {
  const result: ImportResult = {
    imported: 0,
    already: 0,
    ours: 0,
    ended: 0,
    other: 0,
    rejected: new Map(),
    annual: new Map(),
  }
  for await (const page of listSubscriptions()) {
    for (const subscription of page) {
      const checkoutId = checkoutIdIn(subscription.metadata)
      const isOurs = checkoutId !== null && (await isKnownCheckout(database, checkoutId))
      const verdict = isOurs ? OURS : judgeReadable(subscription, products)
      if (verdict.as === 'rejected')
        result.rejected.set(verdict.because, (result.rejected.get(verdict.because) ?? 0) + 1)
      if (verdict.as === 'ours' || verdict.as === 'ended' || verdict.as === 'other') result[verdict.as] += 1
      if (verdict.as !== 'ready') continue
      const customerId = idOf(subscription.customer) ?? ''
      const isNew = isDryRun
        ? !(await isImported(database, subscription.id))
        : await importSubscription(
            database,
            { id: subscription.id, customerId, products: [...products], newSupporterId: randomUUID() },
            now(),
          )
      result[isNew ? 'imported' : 'already'] += 1
      if (isNew)
        result.annual.set(verdict.currency, (result.annual.get(verdict.currency) ?? 0) + verdict.annual)
    }
  }
  return result
}

type Verdict =
  | { as: 'ready'; currency: string; annual: number }
  | { as: 'ours' | 'ended' | 'other' }
  | { as: 'rejected'; because: string }

const OURS: Verdict = { as: 'ours' }

const judgeReadable = (subscription: Stripe.Subscription, products: ReadonlySet<string>): Verdict => {
  try {
    return readObject(() => judge(subscription, products))
  } catch (error) {
    if (error instanceof UnknownShape)
      return { as: 'rejected', because: 'an object that Mainstay cannot read' }
    throw error
  }
}

const judge = (subscription: Stripe.Subscription, products: ReadonlySet<string>): Verdict => {
  const items = subscription.items.data.filter(({ price }) => products.has(idOf(price.product) ?? ''))
  if (items.length === 0) return { as: 'other' }
  if (!LIVE.has(subscription.status)) return { as: 'ended' }
  // These supporters pay each invoice by hand within agreed days. A late one is not a failed card.
  if (subscription.collection_method !== 'charge_automatically')
    return { as: 'rejected', because: 'paid by invoice, not charged automatically' }
  const currency = subscription.currency.toUpperCase()
  if (!isCurrency(currency)) return { as: 'rejected', because: `the currency ${currency}` }
  if (subscription.items.has_more) return { as: 'rejected', because: 'more prices than Mainstay reads' }
  let annual = 0
  for (const { price, quantity } of items) {
    const times = timesPerYear(price.recurring)
    if (times === undefined) return { as: 'rejected', because: `an interval of ${describeInterval(price)}` }
    if (price.unit_amount === null)
      return { as: 'rejected', because: 'an amount in fractions of a minor unit' }
    annual += price.unit_amount * (quantity ?? 1) * times
  }
  return { as: 'ready', currency, annual }
}

const describeInterval = ({ recurring }: Stripe.Price): string =>
  recurring ? `${recurring.interval_count} ${recurring.interval}` : 'no recurrence'
