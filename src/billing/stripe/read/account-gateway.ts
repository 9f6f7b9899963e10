import type { Stripe } from 'stripe'
import type { Pace } from '../../../platform/pace.ts'
import type { WebhookEvent } from '../shapes/stripe-event.ts'
import { webhookEventOf } from '../shapes/stripe-event.ts'
import { WATCHED_EVENTS } from '../shapes/watched-events.ts'
import { CHARGE_EXPANSIONS, inListItems } from './listing.ts'

/** One page of the account's objects of one kind, including objects that are not ours. */
export type AccountPage =
  | { kind: 'subscriptions'; objects: readonly Stripe.Subscription[] }
  | { kind: 'invoices'; objects: readonly Stripe.Invoice[] }
  | { kind: 'charges'; objects: readonly Stripe.Charge[] }
  | { kind: 'refunds'; objects: readonly Stripe.Refund[] }
  | { kind: 'disputes'; objects: readonly Stripe.Dispute[] }
  | { kind: 'sessions'; objects: readonly Stripe.Checkout.Session[] }
  | { kind: 'settlements'; objects: readonly Stripe.BalanceTransaction[] }

export type AccountGateway = {
  /** Lists the events since then, newest first, page by page. Stripe keeps events for 30 days. */
  listEvents: (since: Date) => AsyncGenerator<WebhookEvent[]>
  /** Lists all subscriptions, and the objects of the other kinds created since, page by page. */
  listAccount: (since: Date, kinds: readonly AccountPage['kind'][]) => AsyncGenerator<AccountPage>
}

// Stripe accepts at most 20 types in one call.
const MAX_TYPES_PER_CALL = 20

export const accountGateway = (client: Stripe, pace: Pace): AccountGateway => {
  const lists = listsOf(client, pace)
  return {
    listEvents: async function* (since) {
      for (let first = 0; first < WATCHED_EVENTS.length; first += MAX_TYPES_PER_CALL) {
        const types = WATCHED_EVENTS.slice(first, first + MAX_TYPES_PER_CALL)
        const pages = listPages(pace, 'events.list', (cursor) =>
          client.events.list({ ...created(since), types: [...types], ...cursor }),
        )
        for await (const page of pages)
          yield page
            .map((event) => webhookEventOf(event as unknown as object))
            .filter((event) => event !== null)
      }
    },
    listAccount: async function* (since, kinds) {
      for (const kind of kinds) {
        for await (const objects of lists[kind](since)) yield { kind, objects } as AccountPage
      }
    },
  }
}

const created = (since: Date) => ({ created: { gte: Math.floor(since.getTime() / 1000) }, limit: 100 })

const listsOf = (client: Stripe, pace: Pace) => {
  const list = <T extends { id?: string | undefined }>(endpoint: string, call: (cursor: Cursor) => Page<T>) =>
    listPages(pace, endpoint, call)
  return {
    subscriptions: (_since: Date) =>
      list('subscriptions.list', (cursor) =>
        client.subscriptions.list({ status: 'all', limit: 100, ...cursor }),
      ),
    invoices: (since: Date) =>
      list('invoices.list', (cursor) =>
        client.invoices.list({ ...created(since), expand: ['data.payments'], ...cursor }),
      ),
    charges: (since: Date) =>
      list('charges.list', (cursor) =>
        client.charges.list({ ...created(since), expand: inListItems(CHARGE_EXPANSIONS), ...cursor }),
      ),
    refunds: (since: Date) =>
      list('refunds.list', (cursor) => client.refunds.list({ ...created(since), ...cursor })),
    disputes: (since: Date) =>
      list('disputes.list', (cursor) => client.disputes.list({ ...created(since), ...cursor })),
    sessions: (since: Date) =>
      list('sessions.list', (cursor) => client.checkout.sessions.list({ ...created(since), ...cursor })),
    settlements: (since: Date) =>
      list('balance_transactions.list', (cursor) =>
        client.balanceTransactions.list({ ...created(since), ...cursor }),
      ),
  } satisfies Record<AccountPage['kind'], (since: Date) => AsyncGenerator<unknown[]>>
}

type Cursor = { starting_after?: string }
type Page<T> = Promise<{ data: T[]; has_more: boolean }>

/** Lists every page, waiting for the rate limit before each call. */
export const listPages = async function* <T extends { id?: string | undefined }>(
  pace: Pace,
  endpoint: string,
  call: (cursor: Cursor) => Page<T>,
): AsyncGenerator<T[]> {
  for (let cursor: Cursor = {}; ; ) {
    await pace(endpoint)
    const { data, has_more: hasMore } = await call(cursor)
    yield data
    const last = data.findLast((each) => typeof each?.id === 'string')?.id
    if (!hasMore || last === undefined) return
    cursor = { starting_after: last }
  }
}
