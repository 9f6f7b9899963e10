import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenDatabase } from '../given/databases.ts'
import { givenDirectory } from '../given/directories.ts'
import { freePort } from '../given/postgres-server.ts'
import { endProcess, type RunningProcess, startProcess } from '../given/process.ts'
import { eventually, givenReader, paySession, startGiving } from '../given/reader.ts'
import { assertRecordHolds } from '../given/record.ts'

const ROUNDS = 12

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

/** Kills the server, and every other time its sandbox as well, with nothing said before. */
const killAll = async (running: RunningProcess, withSandbox: boolean): Promise<void> => {
  const descendants = await running.descendants()
  running.child.kill('SIGKILL')
  if (withSandbox) {
    for (const pid of descendants) {
      try {
        process.kill(pid, 'SIGKILL')
      } catch {
        // It had ended with its parent already.
      }
    }
  }
  await running.exited
  await new Promise((resolve) => setTimeout(resolve, 300))
}

test('killed during and after payment, again and again: each payment is recorded exactly once, none is lost', async () => {
  const data = await givenDirectory()
  const { database, url, drop } = await givenDatabase()
  const ports = { PORT: String(await freePort()), SANDBOX_PORT: String(await freePort()) }
  const start = () =>
    startProcess({ dataDir: data.path, env: { DATABASE_URL: url, TRUST_PROXY: '1', ...ports } })
  let running = await start()
  let paid = 0
  for (let round = 0; round < ROUNDS; round += 1) {
    const { newsroom, sandbox = '' } = running.addresses
    const session = await startGiving(givenReader(newsroom), {
      amount: '5',
      frequency: round % 3 === 0 ? 'once' : 'monthly',
    })
    const payment = paySession(sandbox, session).then(
      (response) => response.ok,
      () => false,
    )
    // From before the payment is answered to after its last event has arrived.
    await new Promise((resolve) => setTimeout(resolve, round * 15))
    await killAll(running, round % 2 === 1)
    if (await payment) paid += 1
    running = await start()
  }
  const { sandbox = '' } = running.addresses
  const charges = await countAtStripe(sandbox, 'charges')
  const subscriptions = await countAtStripe(sandbox, 'subscriptions')
  assert.ok(charges >= paid, 'the sandbox lost a payment it had acknowledged')
  assert.ok(
    charges >= ROUNDS / 2,
    `only ${charges} of ${ROUNDS} payments came through, too few to prove anything`,
  )
  await fetch(`${sandbox}/_sandbox/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ advanceSeconds: 7200 }),
  })
  await eventually(async () => {
    const [row] = await database.query<{ payments: number; news: number; supporters: number }>(
      `select (select count(*) from ledger_entries) as payments, (select count(*) from movements where kind = 'new') as news,
         (select count(*) from supporters) as supporters`,
    )
    assert.deepEqual(row, { payments: charges, news: subscriptions, supporters: charges })
  }, 20_000)
  await assertRecordHolds(database)
  await endProcess(running)
  await drop()
  await data.remove()
})
