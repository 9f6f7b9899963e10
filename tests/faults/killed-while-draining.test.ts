import assert from 'node:assert/strict'
import { test } from 'node:test'
import { roundsOf } from '../given/depth.ts'
import { keeping } from '../given/keep.ts'
import { givenPeople } from '../given/people/people.ts'
import { eventually } from '../given/people/reader.ts'
import { assertRecordHolds } from '../given/record/record.ts'
import { type GivenServer, givenServer } from '../given/resources/server.ts'

const PEOPLE = roundsOf(8, 60)
const WANTED_EVENTS = roundsOf(1, 5_000)
const MONTH_S = 32 * 86_400
const LONGEST_MS = 180_000
const CHECK_EVERY_MS = 10

type Count = (server: GivenServer) => Promise<number>

const countOf =
  (sql: string): Count =>
  async ({ database }) => {
    const [row] = await database.query<{ count: number }>(`select count(*) as count from ${sql}`)
    return row?.count ?? 0
  }

/** The counts that grow while events flow: stored events and ledger entries. */
const GROWING: readonly Count[] = [countOf('webhook_events'), countOf('ledger_entries')]

/** Advances time until the counts are reached. Events may still arrive afterwards. */
const flowUntil = async (
  server: GivenServer,
  count: Count,
  { wanted, seconds }: { wanted: number; seconds: number },
): Promise<{ flowing: Promise<void> }> => {
  const deadline = Date.now() + LONGEST_MS
  // Stripe sends failed deliveries again after seconds.
  for (let step = seconds; Date.now() < deadline; step = 10) {
    let isFlowing = true
    const flowing = server.advance(step).finally(() => {
      isFlowing = false
    })
    while (isFlowing) {
      if ((await count(server)) >= wanted) return { flowing }
      await new Promise((resolve) => setTimeout(resolve, CHECK_EVERY_MS))
    }
  }
  throw new Error('Nothing arrives any more')
}

const countEvents = async ({ sandbox }: GivenServer): Promise<number> => {
  const rows = (await (await fetch(`${sandbox}/_sandbox/deliveries`)).json()) as { event: string }[]
  return new Set(rows.map((row) => row.event)).size
}

test('the server killed again and again while thousands of events flow: none is lost or doubled (F#39)', async (context) => {
  const server = await givenServer(keeping((end) => context.after(end)))
  const { database, stripe, advance } = server
  await stripe.products.create({ id: 'mainstay_monthly', name: 'Monthly' })
  await givenPeople(database, stripe, PEOPLE)
  // Renews every subscription month after month while the server is killed.
  let kills = 0
  let events = 0
  for (let month = 0; events < WANTED_EVENTS; month += 1) {
    const flows: Promise<void>[] = []
    const before = await Promise.all(GROWING.map((count) => count(server)))
    for (const [index, count] of GROWING.entries()) {
      const wanted = (before[index] ?? 0) + 1 + ((month * 7 + index * 3) % PEOPLE)
      const { flowing } = await flowUntil(server, count, { wanted, seconds: index === 0 ? MONTH_S : 10 })
      flows.push(flowing)
      await server.killAndStart()
      kills += 1
    }
    await Promise.all(flows)
    events = await countEvents(server)
  }
  // Stripe sends failed deliveries again within hours, and reconciliation finds the rest.
  await advance(7_200)
  await advance(7_200)
  const settled = (await stripe.balanceTransactions.list({ limit: 100 }).autoPagingToArray({ limit: 10_000 }))
    .length
  await eventually(async () => {
    const [row] = await database.query<{ entries: number; news: number; others: number }>(
      `select (select count(*) from ledger_entries) as entries,
         (select count(*) from movements where kind = 'new') as news,
         (select count(*) from movements where kind <> 'new') as others`,
    )
    assert.deepEqual(row, { entries: settled, news: PEOPLE, others: 0 })
  }, LONGEST_MS)
  await assertRecordHolds(database)
  context.diagnostic(`${events} events, ${kills} kills, ${settled} payments`)
})
