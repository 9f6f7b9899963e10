import type { Stripe } from 'stripe'
import type { Pace } from '../../../platform/pace.ts'
import type { WebhookEvent } from '../shapes/stripe-event.ts'
import { webhookEventOf } from '../shapes/stripe-event.ts'
import { WATCHED_EVENTS } from '../shapes/watched-events.ts'
import { CHARGE_DEEP, inList } from './listing.ts'

/** A page of everything of one kind in the account, ours or not. */
export type AccountPage =
  | { kind: 'subscriptions'; objects: readonly Stripe.Subscription[] }
  | { kind: 'invoices'; objects: readonly Stripe.Invoice[] }
  | { kind: 'charges'; objects: readonly Stripe.Charge[] }
  | { kind: 'refunds'; objects: readonly Stripe.Refund[] }
  | { kind: 'disputes'; objects: readonly Stripe.Dispute[] }
  | { kind: 'sessions'; objects: readonly Stripe.Checkout.Session[] }
  | { kind: 'settlements'; objects: readonly Stripe.BalanceTransaction[] }

export type AccountGateway = {
  /** What Stripe says it told us since, page by page, the newest first. It forgets after 30 days. */
  listEvents: (since: Date) => AsyncGenerator<WebhookEvent[]>
  /** All subscriptions, and every other object made since, page by page. */
  listAccount: (since: Date, kinds: readonly AccountPage['kind'][]) => AsyncGenerator<AccountPage>
}

// Stripe takes this many types in one call.
const TYPES_A_CALL = 20

export const accountGateway = (client: Stripe, pace: Pace): AccountGateway => {
  const lists = listsOf(client, pace)
  return {
    listEvents: async function* (since) {
      for (let first = 0; first < WATCHED_EVENTS.length; first += TYPES_A_CALL) {
        const types = WATCHED_EVENTS.slice(first, first + TYPES_A_CALL)
        const pages = paged(pace, 'events.list', (cursor) =>
          client.events.list({ ...created(since), types: [...types], ...cursor }),
        )
        for await (const page of pages)
          yield page
            .map((event) => webhookEventOf(event as unknown as object))
            .filter((hint) => hint !== null)
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
    paged(pace, endpoint, call)
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
        client.charges.list({ ...created(since), expand: inList(CHARGE_DEEP), ...cursor }),
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

/** Every page of a list, each within the budget. */
export const paged = async function* <T extends { id?: string | undefined }>(
  pace: Pace,
  endpoint: string,
  call: (cursor: Cursor) => Page<T>,
): AsyncGenerator<T[]> {
  for (let cursor: Cursor = {}; ; ) {
    await pace(endpoint)
    const { data, has_more: hasMore } = await call(cursor)
    yield data
    const last = data.at(-1)?.id
    if (!hasMore || last === undefined) return
    cursor = { starting_after: last }
  }
}
