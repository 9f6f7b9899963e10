import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Database } from '../../src/platform/database/database.ts'
import { isDeep } from '../given/depth.ts'
import { keeping } from '../given/keep.ts'
import { eventually, givenReader, paySession, startGiving } from '../given/people/reader.ts'
import { assertRecordHolds } from '../given/record/record.ts'
import { givenDatabase } from '../given/resources/databases.ts'
import { givenDirectory } from '../given/resources/directories.ts'
import { freePort } from '../given/resources/postgres-server.ts'
import { endProcess, type RunningProcess, startProcess } from '../given/resources/process.ts'
import { controlSandbox } from '../given/resources/sandbox.ts'

type Moment = 'sent' | 'charged' | 'answered' | 'arrived' | 'recorded'
/** `afterMs`: the delay of the kill. Every other time the sandbox is killed as well. */
type Kill = { at: Moment; afterMs: number; withSandbox: boolean }

const MOMENTS: readonly Moment[] = ['sent', 'charged', 'answered', 'arrived', 'recorded']
const IN_DEEP: readonly Kill[] = [
  ...MOMENTS.flatMap((at) => [false, true].map((withSandbox) => ({ at, afterMs: 0, withSandbox }))),
  // Covers the time from before the answer until after the last event.
  ...Array.from({ length: 12 }, (_, round) => ({
    at: 'sent' as const,
    afterMs: round * 15,
    withSandbox: round % 2 === 1,
  })),
]
const IN_TEST: readonly Kill[] = [
  { at: 'answered', afterMs: 0, withSandbox: true },
  { at: 'arrived', afterMs: 0, withSandbox: false },
]
const KILLS = isDeep ? IN_DEEP : IN_TEST
/** A kill at this time comes after the answer. */
const PAID: readonly Moment[] = ['answered', 'arrived', 'recorded']

const countAtStripe = async (sandbox: string, kind: string): Promise<number> => {
  const response = await fetch(
    `${sandbox}/v1/${kind}?limit=100${kind === 'subscriptions' ? '&status=all' : ''}`,
    {
      headers: { authorization: 'Bearer sk_test_given' },
    },
  )
  const { data } = (await response.json()) as { data: unknown[] }
  return data.length
}

const countIn = async (database: Database, table: 'webhook_events' | 'ledger_entries'): Promise<number> => {
  const [row] = await database.query<{ count: number }>(`select count(*) as count from ${table}`)
  return row?.count ?? 0
}

type Paying = { database: Database; sandbox: string; payment: Promise<boolean> }

/** Conditions to wait for after a payment was sent. */
const momentOf = async (at: Moment, { database, sandbox, payment }: Paying) => {
  const count = {
    charged: () => countAtStripe(sandbox, 'charges'),
    arrived: () => countIn(database, 'webhook_events'),
    recorded: () => countIn(database, 'ledger_entries'),
  }
  if (at === 'sent') return async () => {}
  if (at === 'answered') return async () => assert.ok(await payment)
  const before = await count[at]()
  return async () => {
    await eventually(async () => assert.ok((await count[at]()) > before, `not ${at}`))
    if (PAID.includes(at)) assert.ok(await payment)
  }
}

const givenServer = async (context: TestContext) => {
  const keep = keeping((end) => context.after(end))
  const data = keep(await givenDirectory(), (directory) => directory.remove())
  const { database, url } = keep(await givenDatabase(), (given) => given.drop())
  const ports = { PORT: String(await freePort()), SANDBOX_PORT: String(await freePort()) }
  const env = { DATABASE_URL: url, TRUST_PROXY: '1', ...ports }
  const start = async (): Promise<RunningProcess> =>
    keep(await startProcess({ dataDir: data.path, env }), (running) => endProcess(running))
  return { database, start }
}

test('killed during and after payment, again and again: each payment is recorded exactly once, none is lost', async (context) => {
  const { database, start } = await givenServer(context)
  let running = await start()
  let paid = 0
  for (const [round, { at, afterMs, withSandbox }] of KILLS.entries()) {
    const { newsroom, sandbox = '' } = running.addresses
    const session = await startGiving(givenReader(newsroom), {
      amount: '5',
      frequency: round % 3 === 0 ? 'once' : 'monthly',
    })
    let send = () => {}
    const payment = new Promise<void>((resolve) => {
      send = resolve
    })
      .then(() => paySession(sandbox, session))
      .then(
        (response) => response.ok,
        () => false,
      )
    const hasCome = await momentOf(at, { database, sandbox, payment })
    send()
    await hasCome()
    await new Promise((resolve) => setTimeout(resolve, afterMs))
    await endProcess(running, 'SIGKILL', withSandbox ? 'descendants' : 'itself')
    if (await payment) paid += 1
    running = await start()
  }
  const { sandbox = '' } = running.addresses
  const charges = await countAtStripe(sandbox, 'charges')
  const subscriptions = await countAtStripe(sandbox, 'subscriptions')
  assert.ok(charges >= paid, 'the sandbox lost an acknowledged payment')
  assert.ok(paid >= KILLS.filter(({ at }) => PAID.includes(at)).length, `only ${paid} payments were answered`)
  await controlSandbox(sandbox, 'clock', { advanceSeconds: 7_200 })
  await eventually(async () => {
    const [row] = await database.query<{ payments: number; news: number; supporters: number }>(
      `select (select count(*) from ledger_entries) as payments, (select count(*) from movements where kind = 'new') as news,
         (select count(*) from supporters) as supporters`,
    )
    assert.deepEqual(row, { payments: charges, news: subscriptions, supporters: charges })
  })
  await assertRecordHolds(database)
})
