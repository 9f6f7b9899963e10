import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Resources } from '../../../src/app/open/resources.ts'
import { stripeGateway } from '../../../src/billing/stripe/stripe-gateway.ts'
import { postgresDatabase } from '../../../src/platform/database/postgres-database.ts'
import { admitAll, unpaced } from '../../../src/platform/pace.ts'
import { describeMainstay } from '../../given/describe-mainstay.ts'
import { givenMainstay } from '../../given/mainstay.ts'
import { eventBody, sendWebhook, signatureOf } from '../../given/people/webhooks.ts'

const OLD = 'whsec_the_old_secret_1'
const NEW = 'whsec_the_new_secret_2'
const now = () => Math.floor(Date.now() / 1000)

const gatewayOf = ({ checkoutOrigins: [sandbox = ''] }: Resources, webhookSecrets: string[]) =>
  stripeGateway({
    secretKey: 'sk_test_given',
    apiBase: new URL(sandbox),
    webhookSecrets,
    pace: unpaced,
    admit: admitAll,
  })

const takeBoth = (resources: Resources): Resources => ({
  ...resources,
  stripe: gatewayOf(resources, [NEW, OLD]),
  intakeDatabase: resources.database,
})

describeMainstay(
  'webhooks at the door',
  (mainstay) => {
    const send = (sent: Partial<Parameters<typeof sendWebhook>[1]> = {}) =>
      sendWebhook(mainstay.origin, { secret: NEW, ...sent })
    const stored = async (id: string): Promise<number> => {
      const [row] = await mainstay.database.query<{ count: number }>(
        'select count(*) as count from webhook_events where event_id = $1',
        [id],
      )
      return row?.count ?? 0
    }

    test('either secret verifies during a rotation, and so does a header signed with both (F#7)', async () => {
      const body = eventBody({ id: 'evt_rotation' })
      assert.equal((await send({ body, secret: OLD })).status, 200)
      assert.equal((await send({ body, secret: NEW })).status, 200)
      const [, other] = signatureOf(body, 'whsec_unknown_secret', now()).split(',')
      assert.equal((await send({ body, header: `${signatureOf(body, NEW, now())},${other}` })).status, 200)
      assert.equal(await stored('evt_rotation'), 1)
    })

    test('the path works with and without a trailing slash, never by redirect (F#8)', async () => {
      assert.equal((await send({ path: '/stripe/webhooks/' })).status, 200)
    })

    test('fifty copies at once are one row and fifty answers 200 (F#1)', async () => {
      const body = eventBody({ id: 'evt_copies' })
      const answers = await Promise.all(Array.from({ length: 50 }, () => send({ body })))
      assert.deepEqual(new Set(answers.map((answer) => answer.status)), new Set([200]))
      assert.equal(await stored('evt_copies'), 1)
    })

    test('an unverifiable webhook gets 400, stores nothing and reveals nothing (F#33, scenarios 14, 16)', async () => {
      const body = eventBody({ id: 'evt_refused' })
      const refused: [string, Partial<Parameters<typeof sendWebhook>[1]>][] = [
        ['no signature', { header: '' }],
        ['an unknown secret', { secret: 'whsec_unknown_secret' }],
        ['a stale timestamp', { at: now() - 301 }],
        // Far enough in the future, even if a slow machine sends it late.
        ['a future timestamp', { at: now() + 3_600 }],
        ['a body changed on its way', { header: signatureOf(`${body} `, NEW, now()) }],
        ['a header that is none', { header: 'nonsense' }],
        [
          'a thin event',
          { body: JSON.stringify({ id: 'evt_refused', object: 'v2.core.event', type: 'v1.x' }) },
        ],
        ['signed text that is not JSON', { body: 'hello' }],
        ['an empty body', { body: '' }],
        ['an event of live mode', { body: eventBody({ id: 'evt_refused', livemode: true }) }],
        ['a date out of reason', { body: eventBody({ id: 'evt_refused', created: -1e14 }) }],
        ['an event of a connected account', { body: eventBody({ id: 'evt_refused', account: 'acct_1' }) }],
      ]
      for (const [name, sent] of refused) {
        const answer = await send({ body, ...sent })
        assert.equal(answer.status, 400, name)
        assert.match(answer.headers.get('content-type') ?? '', /problem\+json/, name)
        assert.doesNotMatch(await answer.text(), /at .*\.(ts|js)|whsec|stack/, name)
      }
      assert.equal(await stored('evt_refused'), 0)
      assert.equal(
        (await send({ body: eventBody({ id: 'evt_refused', filler: 'x'.repeat(1_100_000) }) })).status,
        413,
      )
    })

    test('text that no table keeps is stored or parked with the reason, once', async () => {
      const charge = { id: 'ch_1', object: 'charge', customer: 'cus_1' }
      const unreadable = {
        'evt_\0': { id: 'evt_\0' },
        'evt_\ud800': { id: 'evt_\ud800' },
        'evt_\ud801': { id: 'evt_\ud801' },
        [`evt_${'x'.repeat(300)}`]: { id: `evt_${'x'.repeat(300)}` },
        evt_type: { id: 'evt_type', type: 'product.\ud800' },
        evt_object: { id: 'evt_object', data: { object: { id: 'prod_\0', object: 'product' } } },
        evt_kind: { id: 'evt_kind', data: { object: { id: 'prod_1', object: '\udfff' } } },
        evt_customer: { id: 'evt_customer', data: { object: { ...charge, customer: 'cus_\ud800' } } },
        evt_charge: { id: 'evt_charge', data: { object: { id: 'dp_1', charge: 'ch_\0' } } },
      }
      for (let copy = 0; copy < 2; copy += 1) {
        const bodies = Object.values(unreadable).map((each) => eventBody(each))
        const answers = await Promise.all(
          [...bodies, eventBody({ id: 'evt_good' })].map((body) => send({ body })),
        )
        assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]))
      }
      const rows = await mainstay.database.query<{ because: string | null; count: number }>(
        `select parked_reason as because, count(*)::int as count from webhook_events where event_id like 'evt%' group by 1 order by 1 nulls last`,
      )
      assert.deepEqual(rows, [
        { because: 'unreadable (text)', count: Object.keys(unreadable).length },
        { because: null, count: 1 },
      ])
      await send({ body: eventBody({ id: 'evt_named', type: 'charge.\0', data: { object: charge } }) })
      const [named] = await mainstay.database.query<{ key: string; because: string | null }>(
        `select sync_key as key, parked_reason as because from webhook_events where event_id = 'evt_named'`,
      )
      assert.deepEqual(named, { key: 'cus_1', because: null }, 'a readable customer is fetched')
    })

    test('another method gets 405 with the right one in Allow', async () => {
      const answer = await fetch(`${mainstay.origin}/stripe/webhooks`)
      assert.deepEqual([answer.status, answer.headers.get('allow')], [405, 'POST'])
    })

    test('an event of an unknown type is stored and done at once', async () => {
      await send({
        body: eventBody({ id: 'evt_unknown', type: 'moon.landed', data: { object: { object: 'moon' } } }),
      })
      await mainstay.settle()
      const rows = await mainstay.database.query<{ at: Date | null }>(
        `select done_at as at from webhook_events where event_id = 'evt_unknown'`,
      )
      assert.notEqual(rows[0]?.at ?? null, null)
    })

    test('no event body is stored', async () => {
      await send({
        body: eventBody({
          id: 'evt_person',
          data: { object: { id: 'prod_1', object: 'product', email: 'planted@example.com' } },
        }),
      })
      const rows = await mainstay.database.query<{ row: string }>(
        'select webhook_events::text as row from webhook_events',
      )
      assert.doesNotMatch(rows.map((each) => each.row).join(), /planted/)
    })
  },
  { change: takeBoth },
)

test('while the database is unavailable a webhook gets 503, so that Stripe sends it again', async (context) => {
  const away = postgresDatabase({
    url: 'postgres://nobody@127.0.0.1:1/none',
    connections: 1,
    statementTimeoutMs: 500,
  })
  const mainstay = await givenMainstay({
    change: (resources) => ({
      ...resources,
      intakeDatabase: away,
      stripe: gatewayOf(resources, [NEW]),
    }),
  })
  context.after(async () => {
    await mainstay.stop()
    await away.close()
  })
  assert.equal((await sendWebhook(mainstay.origin, { secret: NEW })).status, 503)
})
