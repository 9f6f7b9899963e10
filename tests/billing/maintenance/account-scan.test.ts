import assert from 'node:assert/strict'
import { test } from 'node:test'
import { scanPage } from '../../../src/billing/maintenance/account-scan.ts'
import { newPendingCustomer, takePage } from '../../../src/billing/sync/backlog.ts'
import { givenSandbox } from '../../given/resources/sandbox.ts'

test('each object of a page is read on its own', async (context) => {
  const { stripe, subscribe, stop } = await givenSandbox()
  context.after(stop)
  const good = await stripe.subscriptions.retrieve((await subscribe()).id)
  const { items: _items, ...without } = good
  const broken: [object | null, string][] = [
    [{ ...without, id: 'sub_items' }, 'unreadable (TypeError)'],
    [{ ...good, id: 'sub_date', ended_at: 9e15 }, 'unreadable (endedAt)'],
    [{ ...good, id: 'sub_status', status: undefined }, 'unreadable (status)'],
    [{ ...good, id: 'sub_cancel', cancel_at: 'soon' }, 'unreadable (cancelAt)'],
    [
      { ...good, id: 'sub_amount', items: { data: [{ ...good.items.data[0], quantity: 1.001 }] } },
      'unreadable (amount)',
    ],
    [{ ...good, id: 7 }, 'unreadable (id)'],
    [null, 'unreadable (TypeError)'],
  ]
  const objects = [...broken.map(([object]) => object), good] as (typeof good)[]
  const scanned = scanPage({ kind: 'subscriptions', objects })
  assert.deepEqual(
    scanned.objects.map(({ id }) => id),
    [good.id],
  )
  assert.deepEqual(
    scanned.unreadable,
    broken.map(([object, because]) => {
      const id = (object as { id?: unknown } | null)?.id
      return { id: typeof id === 'string' ? id : 'without-id', because }
    }),
  )
})

test('no kind of object stops a scan', () => {
  const objects = [null, {}, { id: 'x_1' }, { id: 'x_2', balance_transactions: 'none', items: 3, charge: {} }]
  const kinds = [
    'subscriptions',
    'invoices',
    'charges',
    'refunds',
    'disputes',
    'sessions',
    'settlements',
  ] as const
  for (const kind of kinds) {
    const scanned = scanPage({ kind, objects } as never)
    assert.equal(scanned.objects.length + scanned.unreadable.length, objects.length, kind)
  }
})

test('in a backlog one unreadable object leaves its customer to be fetched alone, and no other', async (context) => {
  const { stripe, subscribe, stop } = await givenSandbox()
  context.after(stop)
  const metadata = { mainstay_checkout: '00000000-0000-4000-8000-000000000000' }
  const good = await subscribe({ metadata })
  const other = await subscribe({ metadata })
  const { items: _items, ...without } = good
  const known = {
    since: null,
    liveSubscriptionIds: [],
    unfinishedChargeIds: [],
    paymentIntentIds: new Set<string>(),
    importedSubscriptions: new Set<string>(),
    importedProducts: new Set<string>(),
    supporterId: undefined,
  }
  const customers = new Map(
    [good, other].map(({ customer }) => [
      String(customer),
      newPendingCustomer({ syncKey: String(customer), waiting: [] } as never, known),
    ]),
  )
  const objects = [null, without, await stripe.subscriptions.retrieve(other.id)] as (typeof good)[]
  takePage({ kind: 'subscriptions', objects }, customers, new Map())
  assert.deepEqual(
    [...customers.values()].map(({ isComplete, facts }) => [isComplete, facts.subscriptions.length]),
    [
      [false, 0],
      [true, 1],
    ],
  )
})
