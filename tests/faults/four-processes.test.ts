import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Stripe } from 'stripe'
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts'
import { type GivenDatabase, givenDatabase } from '../given/databases.ts'
import { type GivenDirectory, givenDirectory } from '../given/directories.ts'
import { type Giver, givenPeople } from '../given/people.ts'
import { freePort } from '../given/postgres-server.ts'
import { endProcess, type RunningProcess, SHARED_KEYS, startProcess } from '../given/process.ts'
import { eventually } from '../given/reader.ts'
import { assertRecordHolds } from '../given/record.ts'
import { controlSandbox, stripeClient } from '../given/sandbox.ts'

const PROCESSES = 4
const PEOPLE = 40
const MONTHS = 3
const MONTH_S = 32 * 86_400

describe('four processes that drain one inbox', () => {
  const directories: GivenDirectory[] = []
  const running: RunningProcess[] = []
  let given: GivenDatabase
  let sandbox: Sandbox
  let stripe: Stripe
  let people: Giver[]
  before(async () => {
    for (let count = 0; count <= PROCESSES; count += 1) directories.push(await givenDirectory())
    given = await givenDatabase()
    sandbox = await startSandbox({ port: 0, directory: directories[PROCESSES]?.path ?? '', perEndpoint: 0 })
    stripe = stripeClient(sandbox.origin, 2)
    await stripe.products.create({ id: 'mainstay_monthly', name: 'Monthly' })
    for (const { path } of directories.slice(0, PROCESSES)) running.push(await startOne(path))
    people = await givenPeople(given.database, stripe, PEOPLE)
  })
  after(async () => {
    await Promise.all(running.map((each) => endProcess(each)))
    await sandbox.stop()
    await given.drop()
    await Promise.all(directories.map((directory) => directory.remove()))
  })

  /** Every process is an endpoint of its own, so that each event reaches all of them at once. */
  const startOne = async (dataDir: string): Promise<RunningProcess> => {
    const port = await freePort()
    const endpoint = await stripe.webhookEndpoints.create({
      url: `http://127.0.0.1:${port}/stripe/webhooks`,
      enabled_events: ['*'],
    })
    return startProcess({
      dataDir,
      env: {
        DATABASE_URL: given.url,
        ...SHARED_KEYS,
        PORT: String(port),
        STRIPE_SECRET_KEY: 'sk_test_four',
        STRIPE_API_BASE: sandbox.origin,
        STRIPE_WEBHOOK_SECRETS: endpoint.secret ?? '',
        METRICS_TOKEN: 'token-of-the-four',
      },
    })
  }

  const syncsOf = async ({ addresses }: RunningProcess): Promise<number> => {
    const answer = await fetch(`${addresses.newsroom}/metrics`, {
      headers: { authorization: 'Bearer token-of-the-four' },
    })
    return Number(/^mainstay_syncs_total\{outcome="done"\} (\d+)/m.exec(await answer.text())?.[1] ?? 0)
  }

  const settled = async () =>
    (await stripe.balanceTransactions.list({ limit: 100 }).autoPagingToArray({ limit: 10_000 })).length

  test('renewals, refunds and ends of forty people, told to all four at once, have one effect (F#4, F#42)', async (context) => {
    for (let month = 0; month < MONTHS; month += 1)
      await controlSandbox(sandbox.origin, 'clock', { advanceSeconds: MONTH_S })
    const ending = people.filter((_, index) => index % 2 === 0)
    await Promise.all(
      people.map(async ({ customer }) => {
        const { data } = await stripe.charges.list({ customer, limit: 2 })
        for (const charge of data) await stripe.refunds.create({ charge: charge.id, amount: 100 })
      }),
    )
    await Promise.all(ending.map(({ subscription }) => stripe.subscriptions.cancel(subscription)))
    await controlSandbox(sandbox.origin, 'clock', { advanceSeconds: 60 })
    const entries = await settled()
    assert.equal(
      entries,
      PEOPLE * (1 + MONTHS + 2),
      'each has paid at the start and monthly, and got back twice',
    )
    await eventually(async () => {
      const [row] = await given.database.query(
        `select (select count(*) from ledger_entries) as entries,
           (select count(*) from movements where kind = 'new') as news,
           (select count(*) from movements where kind = 'churn') as ends,
           (select count(*) from movements) as all`,
      )
      const ends = ending.length
      assert.deepEqual(row, { entries, news: PEOPLE, ends, all: PEOPLE + ends })
    }, 60_000)
    await assertRecordHolds(given.database)
    const syncs = await Promise.all(running.map(syncsOf))
    const sum = syncs.reduce((all, each) => all + each, 0)
    context.diagnostic(`fetched by each: ${syncs.join(', ')}`)
    assert.ok(
      syncs.every((each) => each > 0),
      `one of them did nothing: ${syncs}`,
    )
    // A start, the renewals, refunds, perhaps an end: each is fetched once, or twice where more of it follows.
    const moments = PEOPLE * (1 + MONTHS + 2)
    assert.ok(sum <= 2 * moments, `${sum} fetches for ${moments} moments: they fetch the same at once`)
  })
})
