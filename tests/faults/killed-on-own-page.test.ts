import assert from 'node:assert/strict'
import { test } from 'node:test'
import { roundsOf } from '../given/depth.ts'
import { keeping } from '../given/keep.ts'
import { eventually, givenReader, payAs, type Reader, startGiving } from '../given/people/reader.ts'
import { assertRecordHolds } from '../given/record/record.ts'
import { type GivenServer, givenServer } from '../given/resources/server.ts'

const SUPPORTERS = roundsOf(1, 5)
const SOME = roundsOf(1, 3)
/** Later rounds kill later. A single round kills in the middle. */
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
    assert.ok(link, 'no mail was sent')
  })
  assert.equal((await reader.post(link, {})).status, 303)
  return reader
}

const newSupporter = async (server: GivenServer, address: string): Promise<Supporter> => {
  const { origin, sandbox, stripe, database } = server
  const browser = givenReader(origin)
  const session = await startGiving(browser, { amount: '5' })
  await payAs(sandbox, session, address)
  await browser.get(`/support/thanks?session_id=${session}`)
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

/** Performs changes on the account page while the server is killed. */
const serverKiller = (server: GivenServer) => {
  const { database, stripe, advance } = server
  const killAfter = async (waitMs: number) => {
    await new Promise((resolve) => setTimeout(resolve, waitMs))
    await server.killAndStart()
  }
  return {
    killAfter,
    /** Posts a form, kills the server, and posts it again if there was no answer. */
    postDespiteKill: async (waitMs: number, send: () => Promise<{ status: number }>) => {
      const answer = send().then(
        ({ status }) => status,
        () => null,
      )
      await killAfter(waitMs)
      if ((await answer) !== 303) assert.equal((await send()).status, 303)
      // The lease of a killed server lasts two minutes.
      await advance(150)
    },
    /** Waits until it holds for each, while time advances. */
    waitUntil: (
      supporters: readonly Supporter[],
      check: (supporter: Supporter) => Promise<void>,
      stepS = 10,
    ) =>
      eventually(async () => {
        await advance(stepS)
        for (const each of supporters) await check(each)
      }, LONGEST_MS),
    findRecordedActions: async ({ id }: Supporter): Promise<string[]> =>
      (
        await database.query<{ kind: string }>(
          'select kind from subscription_actions where subscription_id = $1 and due_at is null order by created_at',
          [id],
        )
      ).map(({ kind }) => kind),
    subscriptionOf: ({ id }: Supporter) => stripe.subscriptions.retrieve(id),
  }
}

type ServerKiller = ReturnType<typeof serverKiller>

const changeAll = async (
  { origin, database }: GivenServer,
  killer: ServerKiller,
  supporters: readonly Supporter[],
): Promise<void> => {
  for (const [round, { reader, id }] of supporters.entries()) {
    const form = { contribution: id, language: 'en', amount: '9', frequency: 'monthly' }
    await killer.postDespiteKill(roundMs(round, 40), () => reader.post('/account/amount', form))
  }
  await killer.waitUntil(supporters, async (supporter) =>
    assert.equal((await killer.subscriptionOf(supporter)).items.data[0]?.price.unit_amount, 900),
  )
  const changes = await database.query<{ count: number }>(
    `select count(*) as count from subscription_actions group by subscription_id`,
  )
  assert.deepEqual(
    changes.map(({ count }) => count),
    supporters.map(() => 1),
  )
  const mails = (await givenReader(origin).get('/outbox')).text.split('<article')
  for (const { address } of supporters)
    assert.ok(
      mails.filter((mail) => mail.includes(address) && mail.includes('Your contribution has changed'))
        .length <= 1,
    )
}

const pauseAndResume = async (killer: ServerKiller, supporters: readonly Supporter[]): Promise<void> => {
  for (const [round, { reader, id }] of supporters.entries())
    await killer.postDespiteKill(roundMs(round, 60), () =>
      reader.post('/account/pause', { contribution: id, language: 'en', months: '1' }),
    )
  await killer.waitUntil(supporters, async (supporter) =>
    assert.equal((await killer.subscriptionOf(supporter)).pause_collection?.behavior, 'void'),
  )
  for (const [round, { reader, id }] of supporters.entries())
    await killer.postDespiteKill(roundMs(round, 60), () =>
      reader.post('/account/resume', { contribution: id, language: 'en' }),
    )
  await killer.waitUntil(supporters, async (supporter) => {
    assert.equal((await killer.subscriptionOf(supporter)).pause_collection, null)
    // So late that a refund of charges in between was requested: there were none.
    assert.deepEqual(
      (await killer.findRecordedActions(supporter)).filter((kind) => kind !== 'refund'),
      ['change', 'pause', 'resume'],
    )
  })
}

const eraseAll = async (
  { database, stripe, advance }: GivenServer,
  killer: ServerKiller,
  supporters: readonly Supporter[],
): Promise<void> => {
  for (const [round, { reader }] of supporters.entries()) {
    const answer = reader.post('/account/erase', { language: 'en' }).then(
      ({ status }) => status,
      () => null,
    )
    await killer.killAfter(roundMs(round, 350))
    if ((await answer) !== 303) await reader.post('/account/erase', { language: 'en' })
    await advance(150)
  }
  const assertNothingLeft = async () =>
    assert.deepEqual(
      await database.query(
        'select customer_id as id from customer_addresses union all select last_failure from erasures',
      ),
      [],
    )
  await killer.waitUntil(supporters.slice(0, 1), assertNothingLeft, 60)
  for (const { id, customer } of supporters) {
    assert.equal((await stripe.customers.retrieve(customer)).deleted, true)
    assert.equal((await stripe.subscriptions.retrieve(id)).status, 'canceled')
  }
}

test('killed during a change, a pause and an erasure: each is done once, and nothing is left over', async (context) => {
  const server = await givenServer(keeping((end) => context.after(end)))
  const killer = serverKiller(server)
  const supporters: Supporter[] = []
  for (let count = 0; count < SUPPORTERS; count += 1)
    supporters.push(await newSupporter(server, `killed-${count}@example.com`))
  const some = supporters.slice(0, SOME)
  await changeAll(server, killer, supporters)
  await pauseAndResume(killer, some)
  await eraseAll(server, killer, supporters)
  const assertMovements = async () =>
    assert.deepEqual(
      await server.database.query<{ line: string; count: number }>(
        `select concat_ws(' ', kind, cause) as line, count(*) as count from movements group by 1 order by 1`,
      ),
      [
        { line: 'churn chosen', count: SUPPORTERS },
        { line: 'new', count: SUPPORTERS },
        { line: 'pause', count: some.length },
        { line: 'resume', count: some.length },
      ],
    )
  await eventually(assertMovements)
  await assertRecordHolds(server.database)
})
