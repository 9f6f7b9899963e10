import type { Stripe } from 'stripe'
import { recordRun } from '../../../src/billing/maintenance/run-store.ts'
import { type RequestedAction, recordAction } from '../../../src/billing/record/supporter-record-store.ts'
import type { Database } from '../../../src/platform/database/database.ts'
import { type Sandbox, startSandbox } from '../../../stripe-sandbox/src/server.ts'
import { givenDirectory } from '../resources/directories.ts'
import { controlSandbox, stripeClient } from '../resources/sandbox.ts'
import { PREREQUISITES, perform } from './commands.ts'
import type { CommandName, Disturbance, Life, Settings } from './life.ts'
import type { LifeContext, Person } from './life-context.ts'
import { type RecordedState, readRecordedState, readStripeState, type StripeState } from './life-state.ts'
import { openWorker } from './worker.ts'

const DAY_S = 86_400

export type LifeResult = {
  undisturbed: RecordedState
  disturbed: RecordedState
  atStripe: StripeState
  /** The commands that had an effect, and our own actions. */
  done: string[]
}

type Databases = { undisturbed: Database; disturbed: Database }

/** Runs one life at one sandbox. One record gets its events in order, the other one disturbed. */
export const runLife = async (life: Life, databases: Databases): Promise<LifeResult> => {
  const directory = await givenDirectory()
  const sandbox = await startSandbox({
    port: 0,
    directory: directory.path,
    perEndpoint: 0,
    startAt: new Date(life.startAt),
  })
  try {
    return await performCommands(life, databases, sandbox)
  } finally {
    await sandbox.stop()
    await directory.remove()
  }
}

const performCommands = async (life: Life, databases: Databases, sandbox: Sandbox): Promise<LifeResult> => {
  const context = await openContext(life.settings, databases, sandbox)
  const { stripe } = context
  const records = keepRecords(context, databases, life.settings)
  const people = Array.from(
    { length: life.people },
    (): Person => ({ checkouts: [], customers: [], subscriptions: [] }),
  )
  const performed: CommandName[] = []
  for (const { command, disturbance } of life.commands) {
    const person = people[command.person % life.people]
    if (!person) continue
    for (const name of [...(PREREQUISITES[command.name] ?? []), command.name]) {
      if (await perform(context, person, { ...command, name })) performed.push(name)
      await context.advance(3)
      await records.update(disturbance)
    }
  }
  // Late events arrive in the end, and reconciliation finds the dropped ones.
  for (const seconds of [5 * DAY_S, 300, 10, 10]) {
    await context.advance(seconds)
    await records.finish()
  }
  return {
    undisturbed: await readRecordedState(databases.undisturbed, people, context.now()),
    disturbed: await readRecordedState(databases.disturbed, people, context.now()),
    atStripe: await readStripeState(stripe, people, context.now()),
    done: [...performed, ...(await findOwnActions(databases.undisturbed, people))],
  }
}

const findOwnActions = async (database: Database, people: readonly Person[]): Promise<string[]> => {
  const rows = await database.query<{ action: string }>(
    `select concat_ws(' ', kind, cause) as action from subscription_actions
     where subscription_id = any($1::text[]) and kind in ('cancel', 'duplicate') and done_at is not null`,
    [people.flatMap((person) => person.subscriptions)],
  )
  return rows.map(({ action }) => action)
}

const openContext = async (
  settings: Settings,
  { undisturbed, disturbed }: Databases,
  sandbox: Sandbox,
): Promise<LifeContext> => {
  const stripe = stripeClient(sandbox.origin)
  const onDispute = settings.stripeCancelsDisputed ? 'cancel' : 'nothing'
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
  for (const database of [undisturbed, disturbed]) await clearWork(database, now())
  return { stripe, sandbox, advance, now, databases: [undisturbed, disturbed] }
}

/** Removes the work that an earlier life left in a database. */
const clearWork = async (database: Database, now: Date): Promise<void> => {
  await database.run(
    'delete from sync_jobs; delete from webhook_events; update subscription_actions set due_at = null',
  )
  await recordRun(database, { kind: 'events', at: now, counts: {} })
  await recordRun(database, { kind: 'scan', at: now, counts: {} })
}

type SharedAction = RequestedAction & { createdAt: Date; doneAt: Date | null }

type Records = { update: (disturbance: Disturbance) => Promise<void>; finish: () => Promise<void> }

/** Brings the new events of Stripe to both records. */
const keepRecords = (
  context: LifeContext,
  { undisturbed, disturbed }: Databases,
  settings: Settings,
): Records => {
  const { sandbox, now } = context
  const steady = openWorker({ database: undisturbed, sandbox, now, settings })
  const shaken = openWorker({ database: disturbed, sandbox, now, settings })
  const late: string[] = []
  let newest: string | undefined
  const newEvents = async (): Promise<string[]> => {
    const events = await eventsSince(context.stripe, newest)
    newest = events.at(-1)?.id ?? newest
    return events.map((event) => JSON.stringify(event))
  }
  // The undisturbed record syncs at once, so that it is never older than the other.
  const workUndisturbed = async (isCutOff: boolean) => {
    await undisturbed.query('update sync_jobs set due_at = least(due_at, $1)', [context.now()])
    await steady.sync()
    await steady.performActions()
    await shareActions(undisturbed, disturbed, isCutOff)
  }
  return {
    update: async (disturbance) => {
      const bodies = await newEvents()
      await steady.store(bodies)
      await workUndisturbed(disturbance.killed === 'after-call')
      await shaken.workDisturbed(bodies, late, disturbance)
    },
    finish: async () => {
      const bodies = await newEvents()
      await steady.store(bodies)
      await steady.reconcile()
      await workUndisturbed(false)
      await shaken.store([...late.splice(0), ...bodies.filter((_, index) => index % 10 !== 0)])
      await shaken.reconcile()
      await shaken.sync()
      await shaken.performActions()
    },
  }
}

/**
 * Copies our own actions to the other record, because each is one fact. If the worker was killed after its call
 * (`isCutOff`), the other record does not know that the call was made.
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
    const isPending = kind !== 'replacement' && (doneAt === null || isCutOff)
    await to.inTransaction(async (each) => {
      await each.query('delete from subscription_actions where subscription_id = $1 and kind = $2', [
        subscriptionId,
        kind,
      ])
      await recordAction(each, { ...action, dueAt: isPending ? createdAt : null }, createdAt)
      await each.query(
        'update subscription_actions set done_at = $3, first_attempted_at = $4 where subscription_id = $1 and kind = $2',
        [subscriptionId, kind, isPending ? null : doneAt, isPending ? createdAt : null],
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
