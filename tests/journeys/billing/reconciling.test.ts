import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import type { Stripe } from 'stripe'
import { runCommand, startCommand } from '../../given/command.ts'
import { isDeep } from '../../given/depth.ts'
import { describeMainstay } from '../../given/describe-mainstay.ts'
import type { GivenMainstay } from '../../given/mainstay.ts'
import { givenReader, paySession, startGiving } from '../../given/people/reader.ts'
import { passRenewal } from '../../given/people/renewal.ts'
import { waitForReconciliation } from '../../given/record/reconciled.ts'
import { stripeClient } from '../../given/resources/sandbox.ts'

const DAY_S = 86_400

/** Reads the record without its random ids. */
const digestOf = async ({ database }: GivenMainstay): Promise<string[]> => {
  const rows = await database.query<{ line: string }>(
    `select concat_ws(' ', kind, amount, occurred_at, balance_transaction_id) as line from ledger_entries
     union all select concat_ws(' ', kind, annual_change, cause, occurred_at) from movements order by 1`,
  )
  return rows.map((row) => row.line)
}

const giveMonthly = async (mainstay: GivenMainstay, amount: string): Promise<string> => {
  const session = await startGiving(givenReader(mainstay.origin), { amount })
  await paySession(mainstay.sandbox.origin, session)
  return session
}

const subscriptionOf = async (stripe: Stripe, session: string): Promise<string> =>
  String((await stripe.checkout.sessions.retrieve(session)).subscription)

const settledAtStripe = async (stripe: Stripe): Promise<number> =>
  (await stripe.balanceTransactions.list({ limit: 100 }).autoPagingToArray({ limit: 1000 })).length

describeMainstay('reconciliation finds what webhooks did not bring', (mainstay) => {
  let stripe: Stripe
  beforeEach(() => {
    stripe = stripeClient(mainstay.sandbox.origin)
  })
  const advance = async (seconds: number) => {
    await mainstay.advance(seconds)
    await mainstay.settle()
  }
  /** Drops every webhook from here on. */
  const dropAll = async () => {
    await waitForReconciliation(mainstay)
    await mainstay.control('deliveries', { mode: 'drop' })
  }
  const isComplete = async () => assert.equal(await inLedger(), await settledAtStripe(stripe))
  const inLedger = async (): Promise<number> => {
    const [row] = await mainstay.database.query<{ count: number }>(
      'select count(*) as count from ledger_entries',
    )
    return row?.count ?? 0
  }

  test('with every webhook dropped for days, the record is that of an uninterrupted run (F#6, F#21, scenario 11)', async () => {
    await dropAll()
    const first = await giveMonthly(mainstay, '5')
    await advance(DAY_S)
    await giveMonthly(mainstay, '9')
    await advance(2 * DAY_S)
    await stripe.subscriptions.cancel(await subscriptionOf(stripe, first))
    await advance(1200)
    await waitForReconciliation(mainstay)
    await isComplete()
    const digest = await digestOf(mainstay)
    assert.deepEqual(
      digest.map((each) => each.split(' ')[0]),
      ['churn', 'new', 'new', 'payment', 'payment'],
    )
  })

  test('the account scan finds changes older than Stripe’s thirty days of events (F#20, scenario 12)', async () => {
    await dropAll()
    const session = await giveMonthly(mainstay, '7')
    await advance(10)
    const charge = (await stripe.charges.list({ limit: 1 })).data[0]
    await stripe.refunds.create({ charge: charge?.id ?? '', amount: 100 })
    // Neither changes again, so no later event can repair the record.
    await stripe.subscriptions.cancel(await subscriptionOf(stripe, session))
    const gift = await startGiving(givenReader(mainstay.origin), { frequency: 'once', amount: '70' })
    await paySession(mainstay.sandbox.origin, gift)
    // Jumps at once, so that the events of the first day are no longer listed.
    await mainstay.advance(70 * DAY_S)
    await waitForReconciliation(mainstay)
    const rows = await mainstay.database.query<{ line: string }>(
      `select m.kind || ' ' || m.annual_change as line from movements m
       join stripe_customers c on c.supporter_id = m.supporter_id where c.id = $1 order by m.sequence`,
      [String(charge?.customer)],
    )
    assert.deepEqual(
      rows.map(({ line }) => line),
      ['new 8400', 'churn -8400'],
    )
    const gifts = await mainstay.database.query('select 1 from ledger_entries where amount = 7000')
    assert.equal(gifts.length, 1)
    await isComplete()
  })

  test('a refund of an old charge is found by the account scan alone', async () => {
    await giveMonthly(mainstay, '4')
    await advance(10)
    await isComplete()
    const [first] = (await stripe.charges.list({ limit: 1 })).data
    for (let month = 0; month < 2; month += 1) await advance(32 * DAY_S)
    await isComplete()
    await dropAll()
    await stripe.refunds.create({ charge: first?.id ?? '', amount: 150 })
    // Stripe no longer lists the event, but the account scan still reaches it.
    await mainstay.advance(31 * DAY_S)
    await waitForReconciliation(mainstay)
    const rows = await mainstay.database.query('select 1 from ledger_entries where amount = -150')
    assert.equal(rows.length, 1)
  })

  test('a final refund that the bank sends back is found after a month without webhooks', async () => {
    const session = await giveMonthly(mainstay, '6.01')
    await advance(10)
    await isComplete()
    await stripe.subscriptions.cancel(await subscriptionOf(stripe, session))
    const [paid] = (await stripe.charges.list({ limit: 1 })).data
    const refund = await stripe.refunds.create({ charge: paid?.id ?? '', amount: 101 })
    await advance(10)
    await isComplete()
    for (let month = 0; month < 2; month += 1) await advance(32 * DAY_S)
    await isComplete()
    // The syncs due after the jump run before the refund comes back.
    await dropAll()
    await mainstay.control(`refunds/${refund.id}/fail`, {})
    await mainstay.advance(31 * DAY_S)
    await waitForReconciliation(mainstay)
    const rows = await mainstay.database.query(
      `select 1 from ledger_entries where kind = 'refund-failed' and amount = 101`,
    )
    assert.equal(rows.length, 1)
    await isComplete()
  })

  test('an endpoint of API version 2020 sends old shapes, and the record is the same (F#44, scenario 15)', async () => {
    await mainstay.control('webhook', {
      url: `${mainstay.origin}/stripe/webhooks`,
      secret: mainstay.webhookSecret,
      apiVersion: '2020-08-27',
    })
    const before = await inLedger()
    const session = await giveMonthly(mainstay, '6')
    await passRenewal(mainstay, stripe, await subscriptionOf(stripe, session))
    assert.ok((await inLedger()) > before)
    await isComplete()
    const response = await fetch(`${mainstay.origin}/metrics`, {
      headers: { authorization: `Bearer ${mainstay.resources.metricsToken}` },
    })
    assert.match(await response.text(), /mainstay_webhooks_of_other_version_total [1-9]/)
  })

  test('while a secret is rotated, deliveries signed with either one are accepted (F#7, scenario 13)', async () => {
    await mainstay.control('webhook/roll', { secret: 'whsec_the_next_one' })
    await giveMonthly(mainstay, '8')
    await advance(5)
    const rows = (await (await fetch(`${mainstay.sandbox.origin}/_sandbox/deliveries`)).json()) as {
      status: number
    }[]
    assert.deepEqual([...new Set(rows.slice(-8).map((row) => row.status))], [200])
  })
})

describeMainstay('the operator’s commands', (mainstay) => {
  let stripe: Stripe
  beforeEach(() => {
    stripe = stripeClient(mainstay.sandbox.origin)
  })

  const environment = () => ({
    PATH: process.env['PATH'],
    DATA_DIR: `${mainstay.newsroom.path}/data`,
    DATABASE_URL: mainstay.databaseUrl,
    PUBLIC_URL: 'https://news.example',
    STRIPE_SECRET_KEY: 'sk_test_command',
    STRIPE_API_BASE: mainstay.sandbox.origin,
  })
  const command = (...words: string[]) => runCommand(environment(), words)
  /** Each command is started once as the operator starts it. */
  const started = (...words: string[]) => startCommand(environment(), words)

  // Otherwise shown where starting and stopping is.
  if (isDeep)
    test('help ends with 0, wrong usage with 2', async () => {
      const help = await started('doctor', '--help')
      assert.deepEqual([help.code, help.out.includes('doctor')], [0, true])
      assert.equal((await started('doctor', '--nonsense')).code, 2)
    })

  test('connect-stripe shows the steps, then performs them, then finds nothing to do', async () => {
    const shown = await command('connect-stripe', '--dry-run')
    assert.match(shown.out, /endpoint is missing/)
    assert.match(
      shown.out,
      /statement SANDBOX is not what newsroom.yaml promises: “THE BREAKWATER”\n +Cards show “SANDBO\* THE BREAKWATER”/,
    )
    assert.equal((await stripe.webhookEndpoints.list()).data.length, 1, 'a dry run makes nothing')
    const made = await started('connect-stripe')
    assert.match(made.out, /STRIPE_WEBHOOK_SECRETS=whsec_/)
    const endpoint = (await stripe.webhookEndpoints.list()).data.find(
      ({ url }) => url === 'https://news.example/stripe/webhooks',
    )
    assert.deepEqual([endpoint?.api_version, endpoint?.status], ['2026-10-28.endive', 'enabled'])
    const [portal] = (await stripe.billingPortal.configurations.list()).data
    assert.equal(portal?.features.subscription_cancel.enabled, false)
    const again = await command('connect-stripe')
    assert.doesNotMatch(again.out, /was made|put right|whsec/)
    await stripe.billingPortal.configurations.update(portal?.id ?? '', {
      features: { customer_update: { enabled: true, allowed_updates: ['email'] } },
    })
    assert.match((await command('connect-stripe', '--dry-run')).out, /portal \w+ is there but differs/)
    assert.match((await command('connect-stripe')).out, /portal \w+ was put right/)
    await stripe.webhookEndpoints.update(endpoint?.id ?? '', { disabled: true })
    assert.match((await command('connect-stripe')).out, /endpoint \w+ was put right/)
    assert.doesNotMatch(again.out, /speaks version/)
  })

  test('connect-stripe keeps an endpoint of an older version and reports it', async () => {
    await stripe.webhookEndpoints.create({
      url: 'https://news.example/stripe/webhooks',
      enabled_events: ['*'],
      api_version: '2020-08-27',
    })
    const { code, out } = await command('connect-stripe')
    assert.equal(code, 0)
    assert.match(out, /endpoint \w+ is as it should be\n +It speaks version 2020-08-27/)
  })

  /** Creates six live subscriptions, one of them due to be canceled, and a canceled one, all older than Mainstay. */
  const givenFriends = async () => {
    await stripe.products.create({ id: 'friends', name: 'Friends of the house' })
    const subscribe = async (
      interval: 'week' | 'month',
      interval_count = 1,
      metadata: Stripe.MetadataParam = {},
    ) => {
      const customer = await stripe.customers.create({ payment_method: 'pm_card_visa' })
      const [method] = (await stripe.customers.listPaymentMethods(customer.id)).data
      return stripe.subscriptions.create({
        customer: customer.id,
        default_payment_method: method?.id ?? '',
        metadata,
        items: [
          {
            price_data: {
              currency: 'usd',
              product: 'friends',
              unit_amount: 300,
              recurring: { interval, interval_count },
            },
          },
        ],
      })
    }
    await subscribe('month')
    await subscribe('week')
    await subscribe('month', 3)
    await subscribe('month', 5)
    // Started by Mainstay, but its checkout is missing, as after restoring an old backup.
    await subscribe('month', 1, { mainstay_checkout: '22222222-2222-4222-8222-222222222222' })
    const ended = await subscribe('month')
    await stripe.subscriptions.cancel(ended.id)
    const ending = await subscribe('month')
    await stripe.subscriptions.update(ending.id, { cancel_at_period_end: true })
    await mainstay.advance(10)
    await mainstay.settle()
  }
  /** Advances until the scheduled cancellation has taken place. */
  const passMonth = async () => {
    await mainstay.advance(32 * DAY_S)
    await mainstay.settle()
  }

  test('import-stripe imports live subscriptions of any interval once, with their history', async () => {
    await givenFriends()
    const dry = await command('import-stripe', '--product', 'friends', '--dry-run')
    assert.match(dry.out, /Would import: 6\n/)
    assert.match(dry.out, /Ended: 1\n/)
    const [none] = await mainstay.database.query<{ count: number }>('select count(*) as count from movements')
    assert.equal(none?.count, 0)
    const taken = await started('import-stripe', '--product', 'friends')
    assert.equal(taken.code, 0, taken.out)
    assert.match(taken.out, /Imported: 6\n/)
    await mainstay.settle()
    const rows = await mainstay.database.query<{ annual: number }>(
      `select annual_after as annual from movements where kind = 'new' order by 1`,
    )
    assert.deepEqual(
      rows.map((row) => row.annual),
      [720, 1200, 3600, 3600, 3600, 15_600],
    )
    assert.match((await command('import-stripe', '--product', 'friends')).out, /Imported: 0\n/)
    await passMonth()
    const ended = await mainstay.database.query(`select kind from movements where kind = 'churn'`)
    assert.equal(ended.length, 1, 'only the subscription due to be canceled was canceled')
  })

  test('rebuild restores the rows and reports what was wrong', async () => {
    await givenFriends()
    await command('import-stripe', '--product', 'friends')
    await passMonth()
    const before = await digestOf(mainstay)
    assert.match((await command('rebuild')).out, /Changed: 0\n/)
    await mainstay.database.query(
      `update movements set occurred_at = occurred_at + interval '1 day' where kind = 'churn'`,
    )
    assert.match((await command('rebuild', '--dry-run')).out, /Would change: 1\n/)
    assert.match((await started('rebuild')).out, /Changed: 1\n/)
    assert.deepEqual(await digestOf(mainstay), before)
  })

  test('reconcile finds no difference in a correct record; doctor reports what is wrong', async () => {
    await givenFriends()
    await command('import-stripe', '--product', 'friends')
    await passMonth()
    const { code, out } = await started('reconcile')
    assert.equal(code, 0, out)
    assert.match(out, /Customers whose record differed from Stripe: 0\n/)
    const healthy = await command('doctor')
    assert.match(healthy.out, /ok {4}Record: start \+ movements = end/)
    for (const line of [
      'none for more than a day',
      'no duplicate subscription waits',
      'none waits',
      'none was lost',
    ])
      assert.match(healthy.out, new RegExp(`ok .*${line}`))
    await mainstay.database.query("update movements set annual_after = annual_after + 1 where kind = 'new'")
    const days = (count: number) => new Date(mainstay.now().getTime() + count * 86_400_000)
    await mainstay.database.query(
      `insert into subscription_actions (id, subscription_id, kind, created_at, due_at, last_failure, resumes_at)
       select gen_random_uuid(), id, 'pause', $1, $2, 'stripe-unreachable', $2 from stripe_subscriptions limit 1`,
      [days(-2), days(2)],
    )
    await mainstay.database.query(
      `insert into mails (id, cause, kind, customer_id, language, facts, created_at, due_at, until, state, last_failure, settled_at)
       select gen_random_uuid(), state, 'thanks', (select min(id) from stripe_customers), 'en', '{}', $1, $2, $3, state, because, settled from (values
         ('waiting', 'no connection', null), ('unsure', 'cut off', $1::timestamptz)) as m (state, because, settled)`,
      [days(-0.5), days(1), days(2)],
    )
    const sick = await started('doctor')
    assert.equal(sick.code, 1)
    assert.match(sick.out, /WRONG Record/)
    assert.match(sick.out, /WRONG Calls: 1 wait to be made .* because stripe-unreachable/)
    assert.match(sick.out, /WRONG Mail: 1 wait .* because no connection/)
    assert.match(sick.out, /look {2}Mail: within a day 1 were refused/)
    await mainstay.database.query("update movements set annual_after = annual_after - 1 where kind = 'new'")
  })
})
