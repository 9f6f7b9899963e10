import assert from 'node:assert/strict'
import path from 'node:path'
import { test } from 'node:test'
import { startSandbox } from '../../src/sandbox/server.ts'
import { givenDatabase } from '../given/databases.ts'
import { givenDirectory } from '../given/directories.ts'
import { givenPeople } from '../given/people.ts'
import { freePort } from '../given/postgres-server.ts'
import { endProcess, startProcess } from '../given/process.ts'
import { eventually } from '../given/reader.ts'
import { assertRecordHolds } from '../given/record.ts'
import { controlSandbox, stripeClient } from '../given/sandbox.ts'

const PEOPLE = 60
const WANTED_EVENTS = 5_000
const MONTH_S = 32 * 86_400

test('the consumer killed outright again and again while thousands of events flow: none lost, none doubled (F#39)', async (context) => {
  const [data, stripeData] = [await givenDirectory(), await givenDirectory()]
  const { database, url, drop } = await givenDatabase()
  const sandbox = await startSandbox({ port: 0, directory: path.join(stripeData.path), perEndpoint: 0 })
  const stripe = stripeClient(sandbox.origin, 2)
  await stripe.products.create({ id: 'mainstay_monthly', name: 'Monthly' })
  const secret = 'whsec_of_the_drain_test'
  const env = {
    DATABASE_URL: url,
    PORT: String(await freePort()),
    STRIPE_SECRET_KEY: 'sk_test_drain',
    STRIPE_API_BASE: sandbox.origin,
    STRIPE_WEBHOOK_SECRETS: secret,
  }
  const start = () => startProcess({ dataDir: data.path, env })
  let running = await start()
  // Whatever fails, nothing is left running.
  context.after(async () => {
    await endProcess(running)
    await sandbox.stop()
    await drop()
    await Promise.all([data.remove(), stripeData.remove()])
  })
  await controlSandbox(sandbox.origin, 'webhook', {
    url: `${running.addresses.newsroom}/stripe/webhooks`,
    secret,
  })
  await givenPeople(database, stripe, PEOPLE)
  // Renewals of everybody, month after month, while the server dies under them.
  let kills = 0
  let events = 0
  for (let _month = 0; events < WANTED_EVENTS; _month += 1) {
    const advancing = controlSandbox(sandbox.origin, 'clock', { advanceSeconds: MONTH_S })
    for (let round = 0; round < 2; round += 1) {
      await new Promise((resolve) => setTimeout(resolve, 150 + Math.random() * 500))
      running.child.kill('SIGKILL')
      await running.exited
      kills += 1
      running = await start()
    }
    await advancing
    const rows = (await (await fetch(`${sandbox.origin}/_sandbox/deliveries`)).json()) as { event: string }[]
    events = new Set(rows.map((row) => row.event)).size
  }
  // What failed while nobody listened is sent again within hours, and found by asking.
  await controlSandbox(sandbox.origin, 'clock', { advanceSeconds: 7_200 })
  await controlSandbox(sandbox.origin, 'clock', { advanceSeconds: 7_200 })
  const settled = (await stripe.balanceTransactions.list({ limit: 100 }).autoPagingToArray({ limit: 10_000 }))
    .length
  await eventually(async () => {
    const [row] = await database.query<{ entries: number; news: number; others: number }>(
      `select (select count(*) from ledger_entries) as entries,
         (select count(*) from movements where kind = 'new') as news,
         (select count(*) from movements where kind <> 'new') as others`,
    )
    assert.deepEqual(row, { entries: settled, news: PEOPLE, others: 0 })
  }, 60_000)
  await assertRecordHolds(database)
  context.diagnostic(`${events} events, ${kills} kills, ${settled} payments`)
})
