import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Stripe } from 'stripe'
import { webhookEventOf } from '../../src/billing/stripe/shapes/stripe-event.ts'
import { storeEvents } from '../../src/billing/webhooks/webhook-event-store.ts'
import { startSandbox } from '../../stripe-sandbox/src/server.ts'
import { givenReader, hiddenFields } from '../given/people/reader.ts'
import { givenDatabase } from '../given/resources/databases.ts'
import { givenDirectory } from '../given/resources/directories.ts'
import { endProcess, startProcess } from '../given/resources/process.ts'
import { controlSandbox, stripeClient } from '../given/resources/sandbox.ts'
import type { Row } from './bench.ts'

type Given = Awaited<ReturnType<typeof givenDatabase>>['database']

const PEOPLE = Number(process.env['BENCH_CUSTOMERS'] ?? 10_000)
const MONTH_S = 32 * 86_400
const LIMIT = 25

/** Measures a backlog of renewals at the sandbox's rate limits, while a new supporter checks out. */
export const measureBacklog = async (): Promise<Row[]> => {
  const [given, stripeData, data] = [await givenDatabase(), await givenDirectory(), await givenDirectory()]
  const { database } = given
  const sandbox = await startSandbox({ port: 0, directory: path.join(stripeData.path), perEndpoint: 0 })
  await createSubscribers(database, sandbox.origin)
  const env = {
    DATABASE_URL: given.url,
    TRUST_PROXY: '1',
    STRIPE_SECRET_KEY: 'sk_test_bench',
    STRIPE_API_BASE: sandbox.origin,
  }
  const beforehand = await storeNewEvents(database, sandbox.origin, null)
  await controlSandbox(sandbox.origin, 'settings', { perEndpoint: LIMIT })
  const server = await startProcess({ dataDir: data.path, env })
  await waitForLedger(database, PEOPLE)
  await controlSandbox(sandbox.origin, 'settings', { perEndpoint: 0 })
  await controlSandbox(sandbox.origin, 'clock', { advanceSeconds: MONTH_S })
  const startedAt = performance.now()
  const events = await storeNewEvents(database, sandbox.origin, beforehand.newest)
  await controlSandbox(sandbox.origin, 'settings', { perEndpoint: LIMIT })
  const memory: number[] = []
  const checkouts: number[] = []
  const watcher = setInterval(async () => {
    memory.push(await residentMb(server.child.pid ?? 0))
    checkouts.push(await timeToStripe(server.addresses.newsroom))
  }, 3_000)
  await waitForLedger(database, 2 * PEOPLE)
  const seconds = (performance.now() - startedAt) / 1000
  clearInterval(watcher)
  const calls = (await (await fetch(`${sandbox.origin}/_sandbox/calls`)).json()) as Record<
    string,
    { refused: number }
  >
  const refused = Object.values(calls).reduce((sum, each) => sum + each.refused, 0)
  await endProcess(server)
  await sandbox.stop()
  await given.drop()
  await Promise.all([stripeData.remove(), data.remove()])
  const half = Math.floor(memory.length / 2)
  const slowest = Math.max(0, ...checkouts)
  return [
    {
      what: `${events.count} events over ${PEOPLE} customers, at ${LIMIT} calls a second for each endpoint`,
      measured: `${Math.round(seconds)} s, ${refused} calls refused`,
      beside: `${Math.round(PEOPLE / 15)} s if each customer were asked for`,
      goal: 'drains at the limit',
      reached: seconds < PEOPLE / 15,
    },
    {
      what: 'memory of the server meanwhile',
      measured: `${Math.max(0, ...memory)} MB at most, ${Math.max(0, ...memory.slice(half))} MB in the second half`,
      beside: `${memory[0] ?? 0} MB at the beginning`,
      goal: 'flat',
      reached: Math.max(0, ...memory.slice(half)) <= 1.3 * Math.max(1, ...memory.slice(0, half)),
    },
    {
      what: 'a checkout begun meanwhile',
      measured: `${Math.round(slowest)} ms at most`,
      beside: `${checkouts.length} tries`,
      goal: 'within a second',
      reached: checkouts.length > 0 && slowest < 1_000,
    },
  ]
}

const createSubscribers = async (database: Given, origin: string) => {
  const stripe = stripeClient(origin, 1)
  await stripe.products.create({ id: 'mainstay_monthly', name: 'Monthly' })
  await database.query(
    `insert into checkouts (id, form_digest, reader_hash, frequency, currency, amount, language, state, session_id, created_at)
     select ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, sha256(n::text::bytea), sha256(n::text::bytea),
       'monthly', 'USD', 500, 'en', 'open', 'cs_' || n, now() from generate_series(1, $1::int) as n`,
    [PEOPLE],
  )
  let next = 1
  const lane = async () => {
    for (let person = next++; person <= PEOPLE; person = next++) {
      const customer = await stripe.customers.create({
        payment_method: 'pm_card_visa',
        invoice_settings: { default_payment_method: 'pm_card_visa' },
      })
      await stripe.subscriptions.create({
        customer: customer.id,
        metadata: { mainstay_checkout: `00000000-0000-4000-8000-${String(person).padStart(12, '0')}` },
        items: [
          {
            price_data: {
              currency: 'usd',
              product: 'mainstay_monthly',
              unit_amount: 500,
              recurring: { interval: 'month' },
            },
          },
        ],
      })
    }
  }
  await Promise.all(Array.from({ length: 8 }, lane))
  await controlSandbox(origin, 'clock', { advanceSeconds: 60 })
}

/** Stores Stripe's events since `before`, or all, as webhooks would, due at once. */
const storeNewEvents = async (
  database: Given,
  origin: string,
  before: string | null,
): Promise<{ count: number; newest: string | null }> => {
  let [count, newest] = [0, before]
  for await (const page of pagesOf(stripeClient(origin, 1), before)) {
    const events = page.map((event) => webhookEventOf(event as object)).filter((event) => event !== null)
    const arrived = events.map((event) => ({
      event: { ...event, maxDelayMs: 0 },
      arrival: { by: 'reconciliation' } as const,
      at: new Date(),
    }))
    await storeEvents(database, arrived)
    count += page.length
    if (before !== null || newest === null) newest = page[0]?.id ?? newest
  }
  return { count, newest }
}

// Without `before`, pages go from the newest back. Otherwise they go forward from there.
const pagesOf = async function* (stripe: Stripe, before: string | null): AsyncGenerator<Stripe.Event[]> {
  for (let cursor = before; ; ) {
    const from = cursor && (before === null ? { starting_after: cursor } : { ending_before: cursor })
    const { data, has_more: more } = await stripe.events.list({ limit: 100, ...from })
    yield data
    cursor = data.at(before === null ? -1 : 0)?.id ?? cursor
    if (!more) return
  }
}

const waitForLedger = async (database: Given, entries: number): Promise<void> => {
  for (;;) {
    const [row] = await database.query<{ count: number }>('select count(*) as count from ledger_entries')
    if ((row?.count ?? 0) >= entries) return
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}

const residentMb = async (pid: number): Promise<number> => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)
}

/** Measures the time from the form to Stripe's page for a new supporter. */
const timeToStripe = async (origin: string): Promise<number> => {
  const reader = givenReader(origin)
  const page = await reader.get('/support')
  const fields = { ...hiddenFields(page.text, '/support/checkouts'), amount: '5' }
  const startedAt = performance.now()
  const answer = await reader.post('/support/checkouts', fields)
  if (answer.status !== 303) throw new Error(`A checkout was answered ${answer.status}`)
  return performance.now() - startedAt
}
