import { randomUUID } from 'node:crypto'
import path from 'node:path'
import fc from 'fast-check'
import type { Stripe } from 'stripe'
import { syncNext } from '../../src/billing/inbox-job.ts'
import { storeEvent } from '../../src/billing/inbox-store.ts'
import { leaseUnit } from '../../src/billing/lease-store.ts'
import { catchUpEvents, sweepAccount } from '../../src/billing/reconcile-action.ts'
import { checkRecord } from '../../src/billing/record-check-store.ts'
import { recordAction } from '../../src/billing/recurring-store.ts'
import { resolveUnits } from '../../src/billing/resolve-units-action.ts'
import { noteRun } from '../../src/billing/run-store.ts'
import { parseEvent } from '../../src/billing/stripe-event.ts'
import { syncCustomer } from '../../src/billing/sync-customer-action.ts'
import type { Database } from '../../src/platform/database.ts'
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts'
import { givenDirectory } from './directories.ts'
import { paySession } from './reader.ts'
import { recordingFrom } from './recording.ts'
import { controlSandbox, stripeClient } from './sandbox.ts'

const DAY_S = 86_400

const COMMANDS = [
  ...['start', 'give', 'pass', 'failing-card', 'good-card', 'asking-card', 'pay', 'answer'],
  ...['end-later', 'keep', 'end-now', 'amount', 'yearly', 'pause', 'resume', 'refund', 'refund-fails'],
  ...['dispute', 'dispute-lost', 'dispute-won', 'delete-customer', 'void', 'out-of-band', 'retries-end'],
] as const
type CommandName = (typeof COMMANDS)[number]

type Command = { name: CommandName; who: number; size: number }

/** What happens to the events that a command caused, on the stormy side. */
type Weather = { order: number[]; copies: number; late: boolean; dropped: number; killed: number }

export type Life = { people: number; commands: { command: Command; weather: Weather }[] }

const command: fc.Arbitrary<Command> = fc.record({
  // Starting and the passing of time are what everything else needs.
  name: fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom<CommandName>('start', 'pass') },
    { weight: 5, arbitrary: fc.constantFrom<CommandName>(...COMMANDS) },
  ),
  who: fc.nat({ max: 2 }),
  size: fc.integer({ min: 1, max: 40 }),
})

const weather: fc.Arbitrary<Weather> = fc.record({
  order: fc.array(fc.nat({ max: 99 }), { minLength: 1, maxLength: 12 }),
  copies: fc.integer({ min: 1, max: 5 }),
  late: fc.boolean(),
  dropped: fc.nat({ max: 9 }),
  killed: fc.nat({ max: 5 }),
})

/** Random commands over a few people, each with the weather that its events travel in. */
export const aLife: fc.Arbitrary<Life> = fc
  .record({
    people: fc.integer({ min: 1, max: 3 }),
    first: weather,
    commands: fc.array(fc.record({ command, weather }), { minLength: 2, maxLength: 16 }),
  })
  // Somebody has to start before much else can happen.
  .map(({ people, first, commands }) => ({
    people,
    commands: [{ command: { name: 'start' as const, who: 0, size: 10 }, weather: first }, ...commands],
  }))

type Recorded = {
  ledger: string[]
  movements: string[]
  settled: string[]
  inForce: string[]
  broken: string[]
}
type Lived = {
  calmly: Recorded
  stormily: Recorded
  atStripe: { settled: string[]; inForce: string[] }
  commands: CommandName[]
}

type Person = { checkoutIds: string[]; customers: string[]; subscription: string | null }

/** Lives one life at one Stripe, told to one record in order and to another as the weather has it. */
export const liveThrough = async (
  life: Life,
  databases: { calm: Database; stormy: Database },
): Promise<Lived> => {
  const directory = await givenDirectory()
  const sandbox = await startSandbox({ port: 0, directory: path.join(directory.path), perEndpoint: 0 })
  try {
    return await living(life, databases, sandbox)
  } finally {
    await sandbox.stop()
    await directory.remove()
  }
}

const living = async (
  life: Life,
  { calm, stormy }: { calm: Database; stormy: Database },
  sandbox: Sandbox,
): Promise<Lived> => {
  const stripe = stripeClient(sandbox.origin)
  await controlSandbox(sandbox.origin, 'settings', { onDispute: 'cancel' })
  for (const id of ['mainstay_once', 'mainstay_monthly', 'mainstay_yearly'])
    await stripe.products.create({ id, name: id })
  let nowMs = Date.parse(
    ((await controlSandbox(sandbox.origin, 'clock', { advanceSeconds: 0 })) as { now: string }).now,
  )
  const advance = async (seconds: number) => {
    const { now } = (await controlSandbox(sandbox.origin, 'clock', { advanceSeconds: seconds })) as {
      now: string
    }
    nowMs = Date.parse(now)
  }
  const now = () => new Date(nowMs)
  const quietly = worker(calm, sandbox, now)
  const wildly = worker(stormy, sandbox, now)
  const people: Person[] = Array.from({ length: life.people }, () => ({
    checkoutIds: [],
    customers: [],
    subscription: null,
  }))
  const held: string[] = []
  const lived: CommandName[] = []
  for (const database of [calm, stormy]) await begin(database, now())
  let newest: string | undefined
  for (const { command, weather } of life.commands) {
    const person = people[command.who % life.people]
    if (!person) continue
    const did = await perform({ stripe, sandbox, advance, now, databases: [calm, stormy] }, person, command)
    if (did) lived.push(command.name)
    await advance(3)
    const told = await eventsSince(stripe, newest)
    newest = told.at(-1)?.id ?? newest
    const bodies = told.map((event) => JSON.stringify(event))
    await quietly.take(bodies)
    await quietly.work()
    await wildly.storm(bodies, held, weather)
  }
  // Nothing stays away for ever: what was held arrives, what was dropped is found by asking.
  for (const seconds of [5 * DAY_S, 300, 10]) {
    await advance(seconds)
    const told = await eventsSince(stripe, newest)
    newest = told.at(-1)?.id ?? newest
    const bodies = told.map((event) => JSON.stringify(event))
    await quietly.take(bodies)
    await wildly.take([...held.splice(0), ...bodies.filter((_, index) => index % 10 !== 0)])
    for (const each of [quietly, wildly]) {
      await each.reconcile()
      await each.work()
    }
  }
  const customers = people.flatMap((person) => person.customers)
  return {
    calmly: await recordOf(calm, customers),
    stormily: await recordOf(stormy, customers),
    atStripe: await truthOf(stripe, people, now()),
    commands: lived,
  }
}

/** Each life has the two databases to itself: work left by an earlier one is not this one's. */
const begin = async (database: Database, now: Date): Promise<void> => {
  await database.run('delete from sync_units; delete from inbox')
  await noteRun(database, 'events', now, {})
  await noteRun(database, 'sweep', now, {})
}

const eventsSince = async (stripe: Stripe, newest: string | undefined): Promise<Stripe.Event[]> => {
  const page = { limit: 100, ...(newest ? { ending_before: newest } : {}) }
  const events: Stripe.Event[] = []
  for (let cursor = newest; ; ) {
    const { data, has_more: more } = await stripe.events.list({
      ...page,
      ...(cursor ? { ending_before: cursor } : {}),
    })
    events.push(...[...data].reverse())
    cursor = data[0]?.id ?? cursor
    if (!more) return events
  }
}

type Worker = {
  take: (bodies: readonly string[]) => Promise<void>
  storm: (bodies: readonly string[], held: string[], weather: Weather) => Promise<void>
  work: () => Promise<void>
  reconcile: () => Promise<void>
}

class Killed extends Error {}

const worker = (database: Database, sandbox: Sandbox, now: () => Date): Worker => {
  const { stripe, needs } = recordingFrom(database, sandbox, now)
  const take = async (bodies: readonly string[]) => {
    for (const body of bodies) {
      const hint = parseEvent(body)
      if (hint) await storeEvent(database, hint, { by: 'webhook', bodyHash: Buffer.alloc(32) }, now())
    }
  }
  const work = async () => {
    await resolveUnits(needs)
    while (await syncNext(needs)) {}
  }
  /** A worker that dies over a unit: it holds its lease, and has fetched, or not even that. */
  const die = async (afterFetching: boolean) => {
    const lease = await leaseUnit(database, randomUUID(), now())
    if (!lease?.unit.startsWith('cus_')) return
    const listCustomer: typeof needs.listCustomer = async (wanted) => {
      if (!afterFetching) throw new Killed()
      await needs.listCustomer(wanted)
      throw new Killed()
    }
    await syncCustomer({ ...needs, listCustomer }, lease).catch((error: unknown) => {
      if (!(error instanceof Killed)) throw error
    })
  }
  return {
    take,
    work,
    storm: async (bodies, held, { order, copies, late, dropped, killed }) => {
      const kept = bodies.filter((_, index) => (index + dropped) % 10 !== 0)
      const due = late ? held.splice(0) : [...held.splice(0), ...kept]
      if (late) held.push(...kept)
      const many = due.flatMap((body) => Array.from({ length: copies }, () => body))
      const key = (index: number) => ((order[index % order.length] ?? 0) * 31 + index * 17) % 101
      const shuffled = many
        .map((body, index) => ({ body, key: key(index) }))
        .sort((one, other) => one.key - other.key)
      await take(shuffled.map(({ body }) => body))
      if (killed < 2) await die(killed === 1)
      if (killed !== 5) await work()
    },
    reconcile: async () => {
      await catchUpEvents({ ...needs, ...stripe })
      await sweepAccount({ ...needs, ...stripe })
    },
  }
}
type Doing = {
  stripe: Stripe
  sandbox: Sandbox
  advance: (seconds: number) => Promise<void>
  now: () => Date
  databases: readonly Database[]
}

type Perform = (doing: Doing, person: Person, size: number) => Promise<boolean>

const perform = (doing: Doing, person: Person, { name, size }: Command): Promise<boolean> =>
  PERFORM[name](doing, person, size)

/** A checkout as our own page would have made it, in both records, then paid at Stripe's page. */
const checkout = async (
  doing: Doing,
  person: Person,
  frequency: 'once' | 'monthly',
  amount: number,
): Promise<string | null> => {
  const { stripe, sandbox, databases, now } = doing
  const id = randomUUID()
  person.checkoutIds.push(id)
  const metadata = { mainstay_checkout: id }
  const price = { currency: 'usd', product: `mainstay_${frequency}`, unit_amount: amount }
  const session = await stripe.checkout.sessions.create({
    mode: frequency === 'once' ? 'payment' : 'subscription',
    success_url: 'http://127.0.0.1/thanks',
    metadata,
    line_items: [
      {
        price_data: frequency === 'once' ? price : { ...price, recurring: { interval: 'month' } },
        quantity: 1,
      },
    ],
    ...(frequency === 'once'
      ? { customer_creation: 'always', payment_intent_data: { metadata } }
      : { subscription_data: { metadata } }),
  })
  const reader = Buffer.from((person.checkoutIds[0] ?? '').replaceAll('-', '').repeat(2), 'hex')
  for (const database of databases) {
    await database.query(
      `insert into checkouts (id, form_digest, reader_hash, frequency, currency, amount, language, state, session_id,
         session_url, session_expires_at, created_at)
       values ($1, $2, $3, $4, 'USD', $5, 'en', 'open', $6, $7, $8, $9)`,
      [
        id,
        Buffer.from(id.replaceAll('-', '').repeat(2), 'hex'),
        reader,
        frequency,
        amount,
        session.id,
        session.url,
        new Date(session.expires_at * 1000),
        now(),
      ],
    )
  }
  const paid = await paySession(sandbox.origin, session.id)
  if (!paid.ok) return null
  const done = await stripe.checkout.sessions.retrieve(session.id)
  person.customers.push(String(done.customer))
  return done.subscription === null ? null : String(done.subscription)
}

const subscriptionOf = async ({ stripe }: Doing, person: Person): Promise<Stripe.Subscription | null> => {
  if (person.subscription === null) return null
  const subscription = await stripe.subscriptions.retrieve(person.subscription)
  return subscription.ended_at === null ? subscription : null
}

const useCard =
  (card: string): Perform =>
  async (doing, person) => {
    const subscription = await subscriptionOf(doing, person)
    if (!subscription) return false
    const method = await doing.stripe.paymentMethods.attach(card, { customer: String(subscription.customer) })
    await doing.stripe.subscriptions.update(subscription.id, { default_payment_method: method.id })
    return true
  }

const onSubscription =
  (work: (doing: Doing, subscription: Stripe.Subscription, size: number) => Promise<unknown>): Perform =>
  async (doing, person, size) => {
    const subscription = await subscriptionOf(doing, person)
    if (!subscription) return false
    return work(doing, subscription, size).then(
      (did) => did !== false,
      (error: { type?: string }) => {
        // What Stripe refuses in this state has not happened.
        if (String(error.type).startsWith('Stripe')) return false
        throw error
      },
    )
  }

const change = (interval: 'month' | 'year') =>
  onSubscription(async ({ stripe }, subscription, size) => {
    const product = interval === 'month' ? 'mainstay_monthly' : 'mainstay_yearly'
    await stripe.subscriptions.update(subscription.id, {
      items: [
        {
          id: subscription.items.data[0]?.id ?? '',
          price_data: { currency: 'usd', product, unit_amount: 200 + size * 50, recurring: { interval } },
        },
      ],
      proration_behavior: 'none',
    })
  })

const onCharge =
  (work: (doing: Doing, charge: Stripe.Charge, size: number) => Promise<unknown>): Perform =>
  async (doing, person, size) => {
    const customer = person.customers.at(-1)
    if (!customer) return false
    const charges = await doing.stripe.charges.list({ customer, limit: 10 }).catch(() => ({ data: [] }))
    const charge = charges.data.find((each) => each.status === 'succeeded')
    if (!charge) return false
    return work(doing, charge, size).then(
      (did) => did !== false,
      () => false,
    )
  }

const disputing = (outcome: string) =>
  onCharge(({ sandbox }, charge) =>
    charge.refunded
      ? Promise.resolve(false)
      : controlSandbox(sandbox.origin, 'disputes', { charge: charge.id, outcome }),
  )

const onInvoice = (work: (doing: Doing, invoice: Stripe.Invoice) => Promise<unknown>) =>
  onSubscription(async (doing, subscription) => {
    const { data } = await doing.stripe.invoices.list({
      customer: String(subscription.customer),
      status: 'open',
      limit: 1,
    })
    return data[0] ? work(doing, data[0]) : false
  })

/** Our own action: written in both records before Stripe is called, as the product does. */
const acting = (kind: 'pause' | 'resume') =>
  onSubscription(async ({ stripe, databases, now }, subscription) => {
    const isPaused = subscription.pause_collection !== null
    if (isPaused === (kind === 'pause')) return false
    for (const database of databases) {
      const action = {
        subscriptionId: subscription.id,
        kind,
        cause: null,
        otherSubscriptionId: null,
        dueAt: null,
      }
      await database.inTransaction((transaction) => recordAction(transaction, action, now()))
    }
    await stripe.subscriptions.update(subscription.id, {
      pause_collection: kind === 'pause' ? { behavior: 'void' } : '',
    })
    for (const database of databases)
      await database.query('update contribution_actions set done_at = $2 where subscription_id = $1', [
        subscription.id,
        now(),
      ])
    return true
  })

const PERFORM: Record<CommandName, Perform> = {
  start: async (doing, person, size) => {
    if (await subscriptionOf(doing, person)) return false
    person.subscription = await checkout(doing, person, 'monthly', 200 + size * 25)
    return true
  },
  give: async (doing, person, size) => {
    await checkout(doing, person, 'once', 100 * size + 100)
    return true
  },
  pass: async ({ advance }, _person, size) => {
    await advance(size * DAY_S)
    return true
  },
  'failing-card': useCard('pm_card_chargeCustomerFail'),
  'good-card': useCard('pm_card_visa'),
  'asking-card': useCard('pm_card_authenticationRequired'),
  pay: onInvoice(({ stripe }, invoice) => stripe.invoices.pay(invoice.id ?? '')),
  answer: onSubscription(async ({ stripe, sandbox }, subscription, size) => {
    const { data } = await stripe.paymentIntents.list({ customer: String(subscription.customer), limit: 1 })
    if (data[0]?.status !== 'requires_action') return false
    await controlSandbox(sandbox.origin, `payment_intents/${data[0].id}/${size % 2 ? 'settle' : 'fail'}`, {})
    return true
  }),
  'end-later': onSubscription(({ stripe }, { id, items }, size) =>
    size % 2
      ? stripe.subscriptions.update(id, { cancel_at_period_end: true })
      : stripe.subscriptions.update(id, { cancel_at: items.data[0]?.current_period_end ?? 0 }),
  ),
  keep: onSubscription(({ stripe }, { id }) => stripe.subscriptions.update(id, { cancel_at: '' })),
  'end-now': onSubscription(({ stripe }, { id }) => stripe.subscriptions.cancel(id)),
  amount: change('month'),
  yearly: change('year'),
  pause: acting('pause'),
  resume: acting('resume'),
  refund: onCharge(({ stripe }, charge, size) =>
    stripe.refunds.create({
      charge: charge.id,
      ...(size % 3 ? { amount: Math.max(1, Math.floor((charge.amount - charge.amount_refunded) / 2)) } : {}),
    }),
  ),
  'refund-fails': onCharge(async ({ stripe, sandbox }, charge) => {
    const { data } = await stripe.refunds.list({ charge: charge.id })
    const refund = data.find((each) => each.status === 'succeeded')
    if (!refund) return false
    await controlSandbox(sandbox.origin, `refunds/${refund.id}/fail`, {})
    return true
  }),
  dispute: disputing('needs_response'),
  'dispute-lost': disputing('lost'),
  'dispute-won': disputing('won'),
  'delete-customer': async (doing, person, size) => {
    const customer = person.customers.at(-1)
    if (!customer || size % 4 !== 0) return false
    return doing.stripe.customers.del(customer).then(
      () => true,
      () => false,
    )
  },
  void: onInvoice(({ stripe }, invoice) => stripe.invoices.voidInvoice(invoice.id ?? '')),
  'out-of-band': onInvoice(({ stripe }, invoice) =>
    stripe.invoices.pay(invoice.id ?? '', { paid_out_of_band: true }),
  ),
  'retries-end': async ({ sandbox }, _person, size) => {
    const afterRetries = (['cancel', 'unpaid', 'past_due'] as const)[size % 3]
    await controlSandbox(sandbox.origin, 'settings', { afterRetries })
    return true
  },
}

const recordOf = async (database: Database, customers: readonly string[]): Promise<Recorded> => {
  const ledger = await database.query<{ told: string; settled: string }>(
    `select concat_ws(' ', l.kind, l.amount, l.currency, l.occurred_at, l.charge_id, l.balance_transaction_id) as told,
       concat_ws(' ', l.balance_transaction_id, l.net) as settled
     from ledger_entries l join stripe_charges c on c.id = l.charge_id where c.customer_id = any($1::text[])
     order by l.balance_transaction_id`,
    [customers],
  )
  // A supporter's id is drawn anew by each record; its customers tell who it is.
  const movements = await database.query<{ told: string; force: string | null }>(
    `with who as (select supporter_id, min(id) as person from stripe_customers where id = any($1::text[]) group by 1)
     select concat_ws(' ', w.person, m.sequence, m.currency, m.kind, m.annual_change, m.annual_after, m.cause, m.occurred_at) as told,
       case when m.annual_after > 0 and m.sequence = (select max(sequence) from movements l
         where l.supporter_id = m.supporter_id and l.currency = m.currency)
         then concat_ws(' ', w.person, m.annual_after) end as force
     from movements m join who w on w.supporter_id = m.supporter_id order by w.person, m.sequence`,
    [customers],
  )
  const checks = await checkRecord(database)
  return {
    ledger: ledger.map((row) => row.told),
    settled: ledger.map((row) => row.settled),
    movements: movements.map((row) => row.told),
    inForce: movements
      .map((row) => row.force)
      .filter((each) => each !== null)
      .sort(),
    broken: checks.filter(({ count }) => count > 0).map(({ says, example }) => `${says}: ${example}`),
  }
}

/** What Stripe itself says by its own state, without a word of ours: who gives how much, and what was settled. */
const truthOf = async (
  stripe: Stripe,
  people: readonly Person[],
  now: Date,
): Promise<{ settled: string[]; inForce: string[] }> => {
  const pages = { limit: 100 }
  const everything = { limit: 10_000 }
  const transactions = await stripe.balanceTransactions.list(pages).autoPagingToArray(everything)
  const subscriptions = await stripe.subscriptions
    .list({ ...pages, status: 'all' })
    .autoPagingToArray(everything)
  const invoices = await stripe.invoices.list(pages).autoPagingToArray(everything)
  const inForce = people.map(({ customers }) => {
    const annual = subscriptions
      .filter((each) => customers.includes(String(each.customer)))
      .map((each) => annualOf(each, invoices, now))
      .reduce((sum, amount) => sum + amount, 0)
    return annual > 0 ? `${[...customers].sort()[0]} ${annual}` : null
  })
  return {
    settled: transactions.map(({ id, net }) => `${id} ${net}`).sort(),
    inForce: inForce.filter((each) => each !== null).sort(),
  }
}

/** What a subscription gives a year as things stand now, read off its invoices without any history. */
const annualOf = (subscription: Stripe.Subscription, all: readonly Stripe.Invoice[], now: Date): number => {
  if (subscription.ended_at !== null || subscription.pause_collection !== null) return 0
  const invoices = all
    .filter((each) => each.parent?.subscription_details?.subscription === subscription.id && each.total > 0)
    .sort((one, other) => one.created - other.created || String(one.id).localeCompare(String(other.id)))
  const paid = invoices.filter((each) => each.status_transitions.paid_at !== null)
  const newest = paid.at(-1)
  if (!newest) return 0
  const settledAt = (each: Stripe.Invoice) =>
    each.status_transitions.paid_at ?? each.status_transitions.voided_at
  const lapsed = invoices.some((each, index) => {
    const { finalized_at: finalized } = each.status_transitions
    if (finalized === null) return false
    const deadline = finalized + 21 * DAY_S
    const isSaved = invoices
      .slice(index)
      .some((later) => (settledAt(later) ?? Number.POSITIVE_INFINITY) <= deadline)
    return !isSaved && deadline <= now.getTime() / 1000 && (newest.status_transitions.paid_at ?? 0) < deadline
  })
  if (lapsed) return 0
  const line = newest.lines.data.find((each) => each.parent?.type === 'subscription_item_details')
  const days = ((line?.period.end ?? 0) - (line?.period.start ?? 0)) / DAY_S
  return (line?.subtotal ?? 0) * (days > 100 ? 1 : 12)
}
