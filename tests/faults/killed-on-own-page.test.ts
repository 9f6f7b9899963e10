import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenDatabase } from '../given/databases.ts'
import { givenDirectory } from '../given/directories.ts'
import { freePort } from '../given/postgres-server.ts'
import { endProcess, SHARED_KEYS, startProcess } from '../given/process.ts'
import { eventually, givenReader, hiddenFields, payAs, type Reader, startGiving } from '../given/reader.ts'
import { assertRecordHolds } from '../given/record.ts'
import { controlSandbox, stripeClient } from '../given/sandbox.ts'

const GIVERS = 5

test('killed while a change, a pause, another currency is made, then while its giver is erased: each is done once, and nothing is left over', async () => {
  const data = await givenDirectory()
  const { database, url, drop } = await givenDatabase()
  const ports = { PORT: String(await freePort()), SANDBOX_PORT: String(await freePort()) }
  const env = { DATABASE_URL: url, TRUST_PROXY: '1', ...SHARED_KEYS, ...ports }
  const start = () => startProcess({ dataDir: data.path, env })
  let running = await start()
  const { newsroom, sandbox = '' } = running.addresses
  const stripe = stripeClient(sandbox, 5)
  const killAfter = async (waitMs: number) => {
    await new Promise((resolve) => setTimeout(resolve, waitMs))
    // The sandbox stays: that Stripe forgets is not what happens.
    running.child.kill('SIGKILL')
    await running.exited
    await new Promise((resolve) => setTimeout(resolve, 100))
    running = await start()
  }
  const signIn = async (address: string): Promise<Reader> => {
    const reader = givenReader(newsroom)
    await reader.post('/sign-in', { address, language: 'en' })
    let link = ''
    await eventually(async () => {
      const mails = (await reader.get('/outbox')).text.split('<article')
      link =
        /\/sign-in\/[A-Za-z0-9_-]{43}/.exec(mails.find((mail) => mail.includes(address)) ?? '')?.[0] ?? ''
      assert.ok(link, 'no mail')
    })
    assert.equal((await reader.post(link, {})).status, 303)
    return reader
  }
  const givers: { address: string; id: string; customer: string; reader: Reader }[] = []
  for (let count = 0; count < GIVERS; count += 1) {
    const address = `killed-${count}@example.com`
    const giver = givenReader(newsroom)
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
    givers.push({
      address,
      id: String(subscription),
      customer: String(customer),
      reader: await signIn(address),
    })
  }

  for (const [round, { reader, id }] of givers.entries()) {
    const form = { contribution: id, language: 'en', amount: '9', frequency: 'monthly' }
    const answer = reader.post('/account/amount', form).then(
      ({ status }) => status,
      () => null,
    )
    await killAfter(5 + round * 40)
    if ((await answer) !== 303) assert.equal((await reader.post('/account/amount', form)).status, 303)
  }
  // Whoever was killed over a call holds it for two minutes.
  await controlSandbox(sandbox, 'clock', { advanceSeconds: 150 })
  await eventually(async () => {
    await controlSandbox(sandbox, 'clock', { advanceSeconds: 10 })
    for (const { id } of givers)
      assert.equal((await stripe.subscriptions.retrieve(id)).items.data[0]?.price.unit_amount, 900)
  }, 60_000)
  const changes = await database.query<{ count: number }>(
    `select count(*) as count from contribution_actions group by subscription_id`,
  )
  assert.deepEqual(
    changes.map(({ count }) => count),
    Array.from({ length: GIVERS }, () => 1),
  )
  const mails = (await givenReader(newsroom).get('/outbox')).text.split('<article')
  for (const { address } of givers)
    assert.ok(
      mails.filter((mail) => mail.includes(address) && mail.includes('Your contribution is changed'))
        .length <= 1,
    )

  const some = givers.slice(0, 3)
  /** Sent, killed over, and sent again where nothing was answered. */
  const surely = async (round: number, send: () => Promise<{ status: number }>) => {
    const answer = send().then(
      ({ status }) => status,
      () => null,
    )
    await killAfter(5 + round * 60)
    if ((await answer) !== 303) assert.equal((await send()).status, 303)
    await controlSandbox(sandbox, 'clock', { advanceSeconds: 150 })
  }
  const isSo = (look: (each: (typeof givers)[number]) => Promise<void>) =>
    eventually(async () => {
      await controlSandbox(sandbox, 'clock', { advanceSeconds: 10 })
      for (const each of some) await look(each)
    }, 60_000)
  const actionsOf = async ({ id }: { id: string }): Promise<string[]> =>
    (
      await database.query<{ kind: string }>(
        'select kind from contribution_actions where subscription_id = $1 and due_at is null order by made_at',
        [id],
      )
    ).map(({ kind }) => kind)
  for (const [round, { reader, id }] of some.entries())
    await surely(round, () =>
      reader.post('/account/pause', { contribution: id, language: 'en', months: '1' }),
    )
  await isSo(async ({ id }) =>
    assert.equal((await stripe.subscriptions.retrieve(id)).pause_collection?.behavior, 'void'),
  )
  for (const [round, { reader, id }] of some.entries())
    await surely(round, () => reader.post('/account/resume', { contribution: id, language: 'en' }))
  await isSo(async (each) => {
    assert.equal((await stripe.subscriptions.retrieve(each.id)).pause_collection, null)
    // Told so late that what was charged meanwhile was looked for: nothing was.
    assert.deepEqual(
      (await actionsOf(each)).filter((kind) => kind !== 'return'),
      ['change', 'pause', 'resume'],
    )
  })
  for (const [round, { reader, id, address }] of some.entries()) {
    const page = await reader.get(`/account/currency?contribution=${id}&language=en`)
    const form = { ...hiddenFields(page.text, '/account/currency'), currency: 'EUR', amount: '4' }
    let session = ''
    await surely(round, async () => {
      const sent = await reader.post('/account/currency', form)
      session = sent.location.split('/').at(-1) ?? ''
      return sent
    })
    await payAs(sandbox, session, address)
    await killAfter(round * 80)
  }
  await isSo(async (each) => {
    assert.notEqual((await stripe.subscriptions.retrieve(each.id)).cancel_at, null)
    const replacing = await database.query(
      `select 1 from contribution_actions where kind = 'replaces' and other_subscription_id = $1`,
      [each.id],
    )
    assert.equal(replacing.length, 1)
  })
  await eventually(async () => {
    await controlSandbox(sandbox, 'clock', { advanceSeconds: 10 })
    const due = 'select 1 from stripe_customers where address_due_at is not null'
    assert.deepEqual(await database.query(due), [])
  }, 60_000)

  for (const [round, { reader }] of givers.entries()) {
    const answer = reader.post('/account/erase', { language: 'en' }).then(
      ({ status }) => status,
      () => null,
    )
    await killAfter(10 + round * 350)
    if ((await answer) !== 303) await reader.post('/account/erase', { language: 'en' })
    await controlSandbox(sandbox, 'clock', { advanceSeconds: 150 })
  }
  await eventually(async () => {
    await controlSandbox(sandbox, 'clock', { advanceSeconds: 60 })
    const left = await database.query(
      'select customer_id as id from customer_addresses union all select last_failure from erasures',
    )
    assert.deepEqual(left, [])
  }, 90_000)
  for (const { id, customer } of givers) {
    assert.equal((await stripe.customers.retrieve(customer)).deleted, true)
    assert.equal((await stripe.subscriptions.retrieve(id)).status, 'canceled')
  }
  const causes = await database.query<{ told: string; count: number }>(
    `select concat_ws(' ', kind, cause) as told, count(*) as count from movements group by 1 order by 1`,
  )
  assert.deepEqual(causes, [
    { told: 'churn chosen', count: GIVERS },
    { told: 'new', count: GIVERS },
    { told: 'pause', count: some.length },
    { told: 'resume', count: some.length },
  ])
  await assertRecordHolds(database)
  await endProcess(running)
  await drop()
  await data.remove()
})
