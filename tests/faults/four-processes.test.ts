import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Stripe } from 'stripe'
import type { Database } from '../../src/platform/database/database.ts'
import { startSandbox } from '../../stripe-sandbox/src/server.ts'
import { roundsOf } from '../given/depth.ts'
import { type Keep, keeping } from '../given/keep.ts'
import { givenPeople, type Supporter } from '../given/people/people.ts'
import { eventually } from '../given/people/reader.ts'
import { assertRecordHolds } from '../given/record/record.ts'
import { givenDatabase } from '../given/resources/databases.ts'
import { givenDirectory } from '../given/resources/directories.ts'
import { freePort } from '../given/resources/postgres-server.ts'
import { endProcess, type RunningProcess, SHARED_KEYS, startProcess } from '../given/resources/process.ts'
import { controlSandbox, stripeClient } from '../given/resources/sandbox.ts'
import { START_AT } from '../given/start-at.ts'

const PROCESSES = 4
const PEOPLE = roundsOf(8, 40)
const MONTHS = roundsOf(1, 3)
const MONTH_S = 32 * 86_400
const LONGEST_MS = 180_000

type Four = { running: RunningProcess[]; database: Database; sandbox: string; stripe: Stripe }

const givenFour = async (keep: Keep): Promise<Four> => {
  const { database, url } = keep(await givenDatabase(), (given) => given.drop())
  await logLeases(database)
  const directory = keep(await givenDirectory(), (given) => given.remove())
  const sandbox = keep(
    await startSandbox({ port: 0, directory: directory.path, perEndpoint: 0, startAt: START_AT }),
    (started) => started.stop(),
  )
  const stripe = stripeClient(sandbox.origin, 2)
  await stripe.products.create({ id: 'mainstay_monthly', name: 'Monthly' })
  const running: RunningProcess[] = []
  for (let count = 0; count < PROCESSES; count += 1) {
    const data = keep(await givenDirectory(), (given) => given.remove())
    running.push(
      keep(await startOne({ dataDir: data.path, url, sandbox: sandbox.origin, stripe }), (each) =>
        endProcess(each),
      ),
    )
  }
  return { running, database, sandbox: sandbox.origin, stripe }
}

type One = { dataDir: string; url: string; sandbox: string; stripe: Stripe }

/** Registers every process as an endpoint, so that each event reaches all of them at once. */
const startOne = async ({ dataDir, url, sandbox, stripe }: One): Promise<RunningProcess> => {
  const port = await freePort()
  const endpoint = await stripe.webhookEndpoints.create({
    url: `http://127.0.0.1:${port}/stripe/webhooks`,
    enabled_events: ['*'],
  })
  return startProcess({
    dataDir,
    env: {
      DATABASE_URL: url,
      ...SHARED_KEYS,
      PORT: String(port),
      STRIPE_SECRET_KEY: 'sk_test_four',
      STRIPE_API_BASE: sandbox,
      STRIPE_WEBHOOK_SECRETS: endpoint.secret ?? '',
      METRICS_TOKEN: 'token-of-the-four',
    },
  })
}

/** Records every lease that overlapped with another one, or had nothing to fetch. */
const logLeases = async (database: Database): Promise<void> => {
  await database.query('create table lease_log (sync_key text, was_leased boolean, is_idle boolean)')
  await database.query(`create function log_lease() returns trigger language plpgsql as $$
    begin
      insert into lease_log values (new.sync_key,
        old.lease_token is not null and old.leased_until > new.leased_until - interval '15 seconds',
        old.fetch_scope = 'nothing' and not old.fetch_all and not exists (select 1 from webhook_events
          where webhook_events.sync_key = new.sync_key and done_at is null and parked_reason is null));
      return new;
    end $$`)
  await database.query(`create trigger log_lease after update on sync_jobs for each row
    when (new.lease_token is not null and new.lease_token is distinct from old.lease_token)
    execute function log_lease()`)
}

const syncsOf = async ({ addresses }: RunningProcess): Promise<number> => {
  const answer = await fetch(`${addresses.newsroom}/metrics`, {
    headers: { authorization: 'Bearer token-of-the-four' },
  })
  return Number(/^mainstay_syncs_total\{outcome="done"\} (\d+)/m.exec(await answer.text())?.[1] ?? 0)
}

/** Renews, refunds and cancels. Resolves to the customers whose subscriptions are canceled. */
const liveMonths = async ({ sandbox, stripe }: Four, people: readonly Supporter[]): Promise<Supporter[]> => {
  for (let month = 0; month < MONTHS; month += 1)
    await controlSandbox(sandbox, 'clock', { advanceSeconds: MONTH_S })
  const canceling = people.filter((_, index) => index % 2 === 0)
  await Promise.all(
    people.map(async ({ customer }) => {
      const { data } = await stripe.charges.list({ customer, limit: 2 })
      for (const charge of data) await stripe.refunds.create({ charge: charge.id, amount: 100 })
    }),
  )
  await Promise.all(canceling.map(({ subscription }) => stripe.subscriptions.cancel(subscription)))
  await controlSandbox(sandbox, 'clock', { advanceSeconds: 60 })
  return canceling
}

test('renewals, refunds and cancellations of many people, sent to all four at once, have one effect (F#4, F#42)', async (context) => {
  const four = await givenFour(keeping((end) => context.after(end)))
  const { running, database, stripe, sandbox } = four
  const people = await givenPeople(database, stripe, PEOPLE)
  const canceling = await liveMonths(four, people)
  const entries = (await stripe.balanceTransactions.list({ limit: 100 }).autoPagingToArray({ limit: 10_000 }))
    .length
  assert.equal(
    entries,
    PEOPLE * (1 + MONTHS + 2),
    'each has paid at the start and monthly, and got back twice',
  )
  await eventually(async () => {
    const [row] = await database.query(
      `select (select count(*) from ledger_entries) as entries,
         (select count(*) from movements where kind = 'new') as started,
         (select count(*) from movements where kind = 'churn') as churned,
         (select count(*) from movements) as all`,
    )
    const churned = canceling.length
    assert.deepEqual(row, { entries, started: PEOPLE, churned, all: PEOPLE + churned })
  }, LONGEST_MS)
  await assertRecordHolds(database)
  context.diagnostic(`fetched by each: ${(await Promise.all(running.map(syncsOf))).join(', ')}`)
  const unneeded = await database.query('select sync_key from lease_log where was_leased or is_idle')
  assert.deepEqual(unneeded, [], 'a customer was fetched twice at once, or for nothing')
  // Each process gets its share in the end.
  await eventually(async () => {
    const syncs = await Promise.all(running.map(syncsOf))
    if (syncs.every((each) => each > 0)) return
    for (const { customer } of people) await stripe.customers.update(customer, { name: String(syncs) })
    await controlSandbox(sandbox, 'clock', { advanceSeconds: 5 })
    assert.fail(`one of them did nothing: ${syncs}`)
  }, LONGEST_MS)
})
