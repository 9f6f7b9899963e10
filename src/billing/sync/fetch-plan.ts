import { DAY_MS } from '../../platform/clock.ts'
import type { FetchRequest } from '../model/fetch-request.ts'
import { isOurProductFor } from '../model/products.ts'
import type { KnownCustomer } from '../record/charge-store.ts'
import type { Ownership } from '../stripe/shapes/our-facts.ts'
import { isDeferrable, scopeOf } from '../stripe/shapes/watched-events.ts'
import type { Lease } from './lease-store.ts'

export const ownershipOf = ({
  importedSubscriptions,
  importedProducts,
  paymentIntentIds,
}: KnownCustomer): Ownership => ({
  imported: importedSubscriptions,
  isOurProduct: isOurProductFor(importedProducts),
  knownPayments: paymentIntentIds,
})

/** Stripe dates events by whole seconds: an event dated in the second of a fetch may have happened after it. */
const SECOND_MS = 1_000

/** True if all waiting events are deferrable and older than the last full fetch. Deferrable events move no money. */
export const isCovered = ({ waiting, fetchScope, fetchedAt, fetchAll }: Lease): boolean =>
  fetchScope === 'nothing' &&
  !fetchAll &&
  waiting.length > 0 &&
  fetchedAt !== null &&
  waiting.every(
    ({ maxDelayMs, createdAt }) =>
      isDeferrable(maxDelayMs) && createdAt.getTime() + SECOND_MS <= fetchedAt.getTime(),
  )

/** True for a customer of another business in the same account, unless an event carries our metadata. */
export const isUnrelated = ({ waiting, fetchScope }: Lease, { supporterId }: KnownCustomer): boolean =>
  supporterId === null && fetchScope !== 'everything' && !waiting.some((event) => event.hasOurMetadata)

/** Returns the objects to fetch: named by waiting events, or not final yet. */
export const fetchRequestOf = (
  { syncKey, waiting, fetchScope, fetchAll }: Lease,
  known: KnownCustomer,
): FetchRequest => {
  const named = [...new Set(waiting.flatMap(({ objectId, relatedId }) => [objectId, relatedId ?? '']))]
  const ids = (prefix: string) => named.filter((id) => id.startsWith(prefix))
  const isAll = fetchAll || fetchScope === 'everything'
  const scope = waiting.length > 0 ? scopeOf(waiting.map(({ type }) => type)) : 'charges'
  return {
    customerId: syncKey,
    // Leaves a margin, because an invoice may be older than the charge that pays it.
    since: fetchAll ? null : known.since && new Date(known.since.getTime() - DAY_MS),
    scope: isAll ? 'everything' : scope,
    sessionIds: ids('cs_'),
    invoiceIds: ids('in_'),
    chargeIds: [...new Set([...ids('ch_'), ...ids('py_'), ...known.unfinishedChargeIds])],
    subscriptionIds: [...new Set([...ids('sub_'), ...known.liveSubscriptionIds])],
    imported: known.importedSubscriptions,
  }
}
