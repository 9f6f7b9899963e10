import assert from 'node:assert/strict'
import { test } from 'node:test'
import { roundsOf } from '../given/depth.ts'
import { keeping } from '../given/keep.ts'
import { eventually, givenReader, payAs, type Reader, startGiving } from '../given/people/reader.ts'
import { assertRecordHolds } from '../given/record/record.ts'
import { type GivenServer, givenServer } from '../given/resources/server.ts'

const GIVERS = roundsOf(1, 5)
const SOME = roundsOf(1, 3)
/** The later the round, the later the kill: a single round is one in the middle. */
const FIRST_ROUND = roundsOf(1, 0)
const LONGEST_MS = 120_000

const roundMs = (round: number, stepMs: number): number => 5 + (FIRST_ROUND + round) * stepMs

type Supporter = { address: string; id: string; customer: string; reader: Reader }

const signIn = async ({ origin }: GivenServer, address: string): Promise<Reader> => {
  const reader = givenReader(origin)
  await reader.post('/sign-in', { address, language: 'en' })
  let link = ''
  await eventually(async () => {
    const mails = (await reader.get('/outbox')).text.split('<article')
    link = /\/sign-in\/[A-Za-z0-9_-]{43}/.exec(mails.find((mail) => mail.includes(address)) ?? '')?.[0] ?? ''
    assert.ok(link, 'no mail')
  })
  assert.equal((await reader.post(link, {})).status, 303)
  return reader
}

const give = async (server: GivenServer, address: string): Promise<Supporter> => {
  const { origin, sandbox, stripe, database } = server
  const giver = givenReader(origin)
  const session = await startGiving(giver, { amount: '5' })
  await payAs(sandbox, session, address)
  await giver.get(`/support/thanks?session_id=${session}`)
  const { subscription, customer } = await stripe.checkout.sessions.retrieve(session)
  await eventually(async () =>
    assert.equal(
      (await database.query('select 1 from customer_addresses where customer_id = $1', [String(customer)]))
        .length,
      1,
    ),
  )
  return {
    address,
    id: String(subscription),
    customer: String(customer),
    reader: await signIn(server, address),
  }
}

/** What is done on one's own page while the server dies under it, and what then comes of it. */
const killingServer = (server: GivenServer) => {
  const { database, stripe, advance } = server
  const killAfter = async (waitMs: number) => {
    await new Promise((resolve) => setTimeout(resolve, waitMs))
    await server.killAndStart()
  }
  return {
    killAfter,
    /** Sent, killed over, and sent again where nothing was answered. */
    surely: async (waitMs: number, send: () => Promise<{ status: number }>) => {
      const answer = send().then(
        ({ status }) => status,
        () => null,
      )
      await killAfter(waitMs)
      if ((await answer) !== 303) assert.equal((await send()).status, 303)
      // A call that was made by a server that died is held for two minutes.
      await advance(150)
    },
    /** Waits until it is so of each, while time goes on. */
    isSo: (givers: readonly Supporter[], look: (giver: Supporter) => Promise<void>, stepS = 10) =>
      eventually(async () => {
        await advance(stepS)
        for (const each of givers) await look(each)
      }, LONGEST_MS),
    actionsOf: async ({ id }: Supporter): Promise<string[]> =>
      (
        await database.query<{ kind: string }>(
          'select kind from subscription_actions where subscription_id = $1 and due_at is null order by created_at',
          [id],
        )
      ).map(({ kind }) => kind),
    subscriptionOf: ({ id }: Supporter) => stripe.subscriptions.retrieve(id),
  }
}

type Killing = ReturnType<typeof killingServer>

const changeAll = async (
  { origin, database }: GivenServer,
  killing: Killing,
  givers: readonly Supporter[],
): Promise<void> => {
  for (const [round, { reader, id }] of givers.entries()) {
    const form = { contribution: id, language: 'en', amount: '9', frequency: 'monthly' }
    await killing.surely(roundMs(round, 40), () => reader.post('/account/amount', form))
  }
  await killing.isSo(givers, async (giver) =>
    assert.equal((await killing.subscriptionOf(giver)).items.data[0]?.price.unit_amount, 900),
  )
  const changes = await database.query<{ count: number }>(
    `select count(*) as count from subscription_actions group by subscription_id`,
  )
  assert.deepEqual(
    changes.map(({ count }) => count),
    givers.map(() => 1),
  )
  const mails = (await givenReader(origin).get('/outbox')).text.split('<article')
  for (const { address } of givers)
    assert.ok(
      mails.filter((mail) => mail.includes(address) && mail.includes('Your contribution is changed'))
        .length <= 1,
    )
}

const pauseAndResume = async (killing: Killing, givers: readonly Supporter[]): Promise<void> => {
  for (const [round, { reader, id }] of givers.entries())
    await killing.surely(roundMs(round, 60), () =>
      reader.post('/account/pause', { contribution: id, language: 'en', months: '1' }),
    )
  await killing.isSo(givers, async (giver) =>
    assert.equal((await killing.subscriptionOf(giver)).pause_collection?.behavior, 'void'),
  )
  for (const [round, { reader, id }] of givers.entries())
    await killing.surely(roundMs(round, 60), () =>
      reader.post('/account/resume', { contribution: id, language: 'en' }),
    )
  await killing.isSo(givers, async (giver) => {
    assert.equal((await killing.subscriptionOf(giver)).pause_collection, null)
    // Told so late that what was charged meanwhile was looked for: nothing was.
    assert.deepEqual(
      (await killing.actionsOf(giver)).filter((kind) => kind !== 'refund'),
      ['change', 'pause', 'resume'],
    )
  })
}

const eraseAll = async (
  { database, stripe, advance }: GivenServer,
  killing: Killing,
  givers: readonly Supporter[],
): Promise<void> => {
  for (const [round, { reader }] of givers.entries()) {
    const answer = reader.post('/account/erase', { language: 'en' }).then(
      ({ status }) => status,
      () => null,
    )
    await killing.killAfter(roundMs(round, 350))
    if ((await answer) !== 303) await reader.post('/account/erase', { language: 'en' })
    await advance(150)
  }
  const left = async () =>
    assert.deepEqual(
      await database.query(
        'select customer_id as id from customer_addresses union all select last_failure from erasures',
      ),
      [],
    )
  await killing.isSo(givers.slice(0, 1), left, 60)
  for (const { id, customer } of givers) {
    assert.equal((await stripe.customers.retrieve(customer)).deleted, true)
    assert.equal((await stripe.subscriptions.retrieve(id)).status, 'canceled')
  }
}

test('killed while a change, then a pause is made, then while its giver is erased: each is done once, and nothing is left over', async (context) => {
  const server = await givenServer(keeping((end) => context.after(end)))
  const killing = killingServer(server)
  const givers: Supporter[] = []
  for (let count = 0; count < GIVERS; count += 1)
    givers.push(await give(server, `killed-${count}@example.com`))
  const some = givers.slice(0, SOME)
  await changeAll(server, killing, givers)
  await pauseAndResume(killing, some)
  await eraseAll(server, killing, givers)
  const told = async () =>
    assert.deepEqual(
      await server.database.query<{ told: string; count: number }>(
        `select concat_ws(' ', kind, cause) as told, count(*) as count from movements group by 1 order by 1`,
      ),
      [
        { told: 'churn chosen', count: GIVERS },
        { told: 'new', count: GIVERS },
        { told: 'pause', count: some.length },
        { told: 'resume', count: some.length },
      ],
    )
  await eventually(told)
  await assertRecordHolds(server.database)
})
