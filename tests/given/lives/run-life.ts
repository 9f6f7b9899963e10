import type { Stripe } from 'stripe'
import { recordRun } from '../../../src/billing/maintenance/run-store.ts'
import { type RequestedAction, recordAction } from '../../../src/billing/record/supporter-record-store.ts'
import type { Database } from '../../../src/platform/database/database.ts'
import { type Sandbox, startSandbox } from '../../../stripe-sandbox/src/server.ts'
import { givenDirectory } from '../resources/directories.ts'
import { controlSandbox, stripeClient } from '../resources/sandbox.ts'
import { LEADS_TO, perform } from './commands.ts'
import type { CommandName, House, Life, Weather } from './life.ts'
import type { Doing, Person } from './life-context.ts'
import { checkBeforeSending, type Recorded, recordOf, type Truth } from './life-state.ts'
import { worker } from './worker.ts'

const DAY_S = 86_400

export type Lived = {
  calmly: Recorded
  stormily: Recorded
  atStripe: Truth
  /** The commands that did something, and what we did ourselves. */
  done: string[]
}

type Databases = { calm: Database; stormy: Database }

/** Lives one life at one Stripe, told to one record in order and to another as the weather has it. */
export const liveThrough = async (life: Life, databases: Databases): Promise<Lived> => {
  const directory = await givenDirectory()
  const sandbox = await startSandbox({
    port: 0,
    directory: directory.path,
    perEndpoint: 0,
    startAt: new Date(life.startAt),
  })
  try {
    return await living(life, databases, sandbox)
  } finally {
    await sandbox.stop()
    await directory.remove()
  }
}

const living = async (life: Life, databases: Databases, sandbox: Sandbox): Promise<Lived> => {
  const doing = await openHouse(life.house, databases, sandbox)
  const { stripe } = doing
  const told = telling(doing, databases, life.house)
  const people = Array.from(
    { length: life.people },
    (): Person => ({ checkouts: [], customers: [], subscriptions: [] }),
  )
  const lived: CommandName[] = []
  for (const { command, weather } of life.commands) {
    const person = people[command.who % life.people]
    if (!person) continue
    for (const name of [...(LEADS_TO[command.name] ?? []), command.name]) {
      if (await perform(doing, person, { ...command, name })) lived.push(name)
      await doing.advance(3)
      await told.inWeather(weather)
    }
  }
  // Nothing stays away for ever: what was held arrives, what was dropped is found by asking.
  for (const seconds of [5 * DAY_S, 300, 10, 10]) {
    await doing.advance(seconds)
    await told.atLast()
  }
  return {
    calmly: await recordOf(databases.calm, people, doing.now()),
    stormily: await recordOf(databases.stormy, people, doing.now()),
    atStripe: await checkBeforeSending(stripe, people, doing.now()),
    done: [...lived, ...(await doneByUs(databases.calm, people))],
  }
}

const doneByUs = async (database: Database, people: readonly Person[]): Promise<string[]> => {
  const rows = await database.query<{ what: string }>(
    `select concat_ws(' ', kind, cause) as what from subscription_actions
     where subscription_id = any($1::text[]) and kind in ('cancel', 'duplicate') and done_at is not null`,
    [people.flatMap((person) => person.subscriptions)],
  )
  return rows.map(({ what }) => what)
}

const openHouse = async (house: House, { calm, stormy }: Databases, sandbox: Sandbox): Promise<Doing> => {
  const stripe = stripeClient(sandbox.origin)
  const onDispute = house.stripeCancelsDisputed ? 'cancel' : 'nothing'
  await controlSandbox(sandbox.origin, 'settings', { onDispute })
  for (const id of ['mainstay_once', 'mainstay_monthly', 'mainstay_yearly'])
    await stripe.products.create({ id, name: id })
  let nowMs = 0
  const advance = async (seconds: number) => {
    const clock = await controlSandbox(sandbox.origin, 'clock', { advanceSeconds: seconds })
    nowMs = Date.parse((clock as { now: string }).now)
  }
  await advance(0)
  const now = () => new Date(nowMs)
  for (const database of [calm, stormy]) await begin(database, now())
  return { stripe, sandbox, advance, now, databases: [calm, stormy] }
}

/** Each life has the two databases to itself: work left by an earlier one is not this one's. */
const begin = async (database: Database, now: Date): Promise<void> => {
  await database.run(
    'delete from sync_jobs; delete from webhook_events; update subscription_actions set due_at = null',
  )
  await recordRun(database, { kind: 'events', at: now, counts: {} })
  await recordRun(database, { kind: 'scan', at: now, counts: {} })
}

type SharedAction = RequestedAction & { createdAt: Date; doneAt: Date | null }

type Telling = { inWeather: (weather: Weather) => Promise<void>; atLast: () => Promise<void> }

/** Tells both records what has happened at Stripe since it was last told. */
const telling = (doing: Doing, { calm, stormy }: Databases, house: House): Telling => {
  const quietly = worker(calm, doing.sandbox, doing.now, house)
  const wildly = worker(stormy, doing.sandbox, doing.now, house)
  const held: string[] = []
  let newest: string | undefined
  const news = async (): Promise<string[]> => {
    const events = await eventsSince(doing.stripe, newest)
    newest = events.at(-1)?.id ?? newest
    return events.map((event) => JSON.stringify(event))
  }
  // What the calm record learns it learns at once, so that it never lags behind the other.
  const actCalmly = async (isCutOff: boolean) => {
    await calm.query('update sync_jobs set due_at = least(due_at, $1)', [doing.now()])
    await quietly.work()
    await quietly.call()
    await shareActions(calm, stormy, isCutOff)
  }
  return {
    inWeather: async (weather) => {
      const bodies = await news()
      await quietly.take(bodies)
      await actCalmly(weather.killed === 'after-call')
      await wildly.storm(bodies, held, weather)
    },
    atLast: async () => {
      const bodies = await news()
      await quietly.take(bodies)
      await quietly.reconcile()
      await actCalmly(false)
      await wildly.take([...held.splice(0), ...bodies.filter((_, index) => index % 10 !== 0)])
      await wildly.reconcile()
      await wildly.work()
      await wildly.call()
    },
  }
}

/**
 * What we do ourselves is one fact, written down before Stripe is called: it stands in both records, also in the one that
 * has not heard yet why. Where the worker died after its call, nobody there knows that it was made.
 */
const shareActions = async (from: Database, to: Database, isCutOff: boolean): Promise<void> => {
  const actions = await from.query<SharedAction>(
    `select subscription_id as "subscriptionId", kind, cause, other_subscription_id as "otherSubscriptionId",
       created_at as "createdAt", done_at as "doneAt"
     from subscription_actions where kind in ('cancel', 'duplicate', 'replacement') and final_failure is null`,
  )
  for (const action of actions) {
    const { subscriptionId, kind, createdAt, doneAt } = action
    const [known] = await to.query(
      `select from subscription_actions where subscription_id = $1 and kind = $2 and created_at = $3`,
      [subscriptionId, kind, createdAt],
    )
    if (known) continue
    const isOwed = kind !== 'replacement' && (doneAt === null || isCutOff)
    await to.inTransaction(async (each) => {
      await each.query('delete from subscription_actions where subscription_id = $1 and kind = $2', [
        subscriptionId,
        kind,
      ])
      await recordAction(each, { ...action, dueAt: isOwed ? createdAt : null }, createdAt)
      await each.query(
        'update subscription_actions set done_at = $3, first_attempted_at = $4 where subscription_id = $1 and kind = $2',
        [subscriptionId, kind, isOwed ? null : doneAt, isOwed ? createdAt : null],
      )
    })
  }
}

const eventsSince = async (stripe: Stripe, newest: string | undefined): Promise<Stripe.Event[]> => {
  const events: Stripe.Event[] = []
  for (let cursor = newest; ; ) {
    const page = await stripe.events.list({ limit: 100, ...(cursor ? { ending_before: cursor } : {}) })
    events.push(...[...page.data].reverse())
    cursor = page.data[0]?.id ?? cursor
    if (!page.has_more) return events
  }
}
