import { DAY_MS } from '../../platform/clock.ts'
import type { FetchRequest } from '../model/fetch-request.ts'
import { isOurProductFor } from '../model/products.ts'
import type { Known } from '../record/charge-store.ts'
import type { Ownership } from '../stripe/shapes/our-facts.ts'
import { isDeferrable, scopeOf } from '../stripe/shapes/watched-events.ts'
import type { Lease } from './lease-store.ts'

export const ownershipOf = ({ imported, importedProducts, payments }: Known): Ownership => ({
  imported,
  isOurProduct: isOurProductFor(importedProducts),
  knownPayments: payments,
})

/** Stripe dates events by whole seconds: what is dated in the second of a fetch may have happened after it. */
const SECOND_MS = 1_000

/** What can wait moves no money and ends nothing: it is answered by any fetch of everything since it happened. */
export const isCovered = ({ waiting, fetchScope, fetchedAt, fetchAll }: Lease): boolean =>
  fetchScope === 'nothing' &&
  !fetchAll &&
  waiting.length > 0 &&
  fetchedAt !== null &&
  waiting.every(
    ({ maxDelayMs, createdAt }) =>
      isDeferrable(maxDelayMs) && createdAt.getTime() + SECOND_MS <= fetchedAt.getTime(),
  )

/** A shop's customer in the same account is looked at once, and again only when something of ours is named. */
export const isUnrelated = ({ waiting, fetchScope }: Lease, { supporterId }: Known): boolean =>
  supporterId === null && fetchScope !== 'everything' && !waiting.some((event) => event.hasOurMetadata)

/** What the events that wait, and what is known to be unfinished, want of a customer. */
export const fetchRequestOf = (
  { syncKey, waiting, fetchScope, fetchAll }: Lease,
  known: Known,
): FetchRequest => {
  const named = [...new Set(waiting.flatMap(({ objectId, relatedId }) => [objectId, relatedId ?? '']))]
  const ids = (prefix: string) => named.filter((id) => id.startsWith(prefix))
  const isAll = fetchAll || fetchScope === 'everything'
  const scope = waiting.length > 0 ? scopeOf(waiting.map(({ type }) => type)) : 'charges'
  return {
    customerId: syncKey,
    // A margin, because an invoice may be older than the charge that pays it.
    since: fetchAll ? null : known.since && new Date(known.since.getTime() - DAY_MS),
    scope: isAll ? 'everything' : scope,
    sessionIds: ids('cs_'),
    invoiceIds: ids('in_'),
    chargeIds: [...new Set([...ids('ch_'), ...ids('py_'), ...known.unfinishedChargeIds])],
    subscriptionIds: [...new Set([...ids('sub_'), ...known.liveSubscriptionIds])],
    imported: known.imported,
  }
}
