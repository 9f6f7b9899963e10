import assert from 'node:assert/strict'
import { test } from 'node:test'
import { postgresDatabase } from '../../../src/platform/database/postgres-database.ts'
import { startPrivateRedis } from '../../../src/platform/private-redis.ts'
import { openRedis } from '../../../src/platform/redis.ts'
import { describeMainstay } from '../../given/describe-mainstay.ts'
import { givenMainstay } from '../../given/mainstay.ts'
import { appealOf, givenReader, hiddenFields } from '../../given/people/reader.ts'
import { givenDirectory } from '../../given/resources/directories.ts'

describeMainstay('bad input gets a clear answer and loses nothing', (mainstay) => {
  const reader = () => givenReader(mainstay.origin)
  const checkouts = async (): Promise<number> => {
    const [row] = await mainstay.database.query<{ count: number }>('select count(*) as count from checkouts')
    return row?.count ?? 0
  }

  const GOOD = { frequency: 'monthly', currency: 'USD', amount: '5' }
  const mistakes: [string, Record<string, string>, RegExp][] = [
    ['no amount', { amount: '' }, /Enter a number, for example 2.50/],
    ['words', { amount: 'five' }, /Enter a number/],
    ['a negative amount', { amount: '-5' }, /Enter a number/],
    ['an exponent', { amount: '5e3' }, /Enter a number/],
    ['a thousand, or one?', { amount: '1,000' }, /Enter a number/],
    ['a third decimal', { amount: '5.005' }, /USD doesn’t have that many decimals. Write it like 2.50/],
    [
      'decimals of yen',
      { currency: 'JPY', amount: '300.50' },
      /JPY doesn’t have that many decimals. Write it like 300\./,
    ],
    ['below the minimum', { amount: '1.99' }, /Enter \$2 or more/],
    ['nothing', { amount: '0' }, /Enter \$2 or more/],
    ['above the maximum', { amount: '5001' }, /Enter \$5,000 or less/],
    ['a currency not offered', { currency: 'XTS' }, /Choose one of the currencies/],
    ['a cadence not offered', { frequency: 'hourly' }, /Choose once, monthly or yearly/],
  ]
  for (const [name, change, message] of mistakes) {
    test(`a contribution with ${name} is 422 and keeps the filled form`, async () => {
      const before = await checkouts()
      const fields = { ...GOOD, ...change }
      const answer = await reader().post('/support/checkouts', fields)
      assert.equal(answer.status, 422)
      assert.match(answer.text, message)
      assert.ok(
        answer.text.includes(`name="amount" value${fields.amount && `="${fields.amount}"`}`),
        'the typed text is kept',
      )
      assert.match(answer.text, /role="alert"/)
      assert.equal(answer.headers['set-cookie'], undefined)
      assert.equal(await checkouts(), before)
    })
  }

  test('on a trial no page is served under a foreign host name: a page elsewhere could read the outbox', async () => {
    const statusUnder = async (host: string, path: string) => (await reader().get(path, { host })).status
    for (const host of [
      'rebound.example',
      'rebound.example:3000',
      '127.0.0.1.rebound.example',
      'localhost@rebound.example',
    ])
      for (const path of ['/outbox', '/', '/staff/sign-in/token', '/assets/none', '/health'])
        assert.equal(await statusUnder(host, path), 421, `${host} ${path}`)
    const posted = await reader().post('/support/checkouts', GOOD, { host: 'rebound.example' })
    assert.equal(posted.status, 421)
    assert.match(posted.text, /doesn’t use this name/)
    const { port } = new URL(mainstay.origin)
    for (const host of ['localhost', `LOCALHOST:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`])
      assert.equal(await statusUnder(host, '/outbox'), 200, host)
    for (const path of ['/health/live', '/health/ready'])
      assert.equal(await statusUnder('rebound.example', path), 200, path)
  })

  test('amounts are parsed as people type them', async () => {
    for (const amount of ['5', '5.50', '5,50', ' 7 ']) {
      assert.equal((await reader().post('/support/checkouts', { ...GOOD, amount })).status, 303, amount)
    }
  })

  test('a program gets the same mistakes as problem+json', async () => {
    const answer = await reader().post(
      '/support/checkouts',
      { ...GOOD, amount: '1' },
      { accept: 'application/json' },
    )
    assert.equal(answer.status, 422)
    assert.deepEqual(JSON.parse(answer.text).errors, [{ field: 'amount', reason: 'too-small' }])
    const missing = await reader().get('/nothing', { accept: 'application/json' })
    assert.match(missing.headers['content-type'] ?? '', /problem\+json/)
    assert.equal(JSON.parse(missing.text).status, 404)
  })

  test('the thirty-first checkout within a minute from one address is 429; reading still works (F#49)', async () => {
    const hasty = reader()
    const attempt = () => hasty.post('/support/checkouts', GOOD)
    const answers = await Promise.all(Array.from({ length: 30 }, attempt))
    assert.deepEqual(
      answers.map(({ status }) => status),
      Array(30).fill(303),
    )
    assert.equal((await attempt()).status, 429)
    assert.equal((await hasty.get('/')).status, 200)
    assert.equal((await reader().post('/support/checkouts', GOOD)).status, 303)
  })

  test('unknown paths are 404, wrong methods 405 with Allow, large forms 413', async () => {
    const somebody = reader()
    for (const path of [
      '/nothing',
      '/articles/nothing',
      '/sections/nothing',
      '/support/thanks',
      '/support/thanks?session_id=cs_test_none',
      '/pictures/none.svg',
      '/pictures/..%2fnewsroom.yaml',
      '/assets/none.css',
    ]) {
      assert.equal((await somebody.get(path)).status, 404, path)
    }
    const wrong = await somebody.get('/reminders/cancel')
    assert.deepEqual([wrong.status, wrong.headers['allow']], [405, 'POST'])
    const reloaded = await somebody.get('/support/checkouts')
    assert.deepEqual([reloaded.status, reloaded.location], [303, '/support'])
    const posted = await somebody.post('/support', {})
    assert.deepEqual([posted.status, posted.headers['allow']], [405, 'GET, HEAD'])
    assert.equal((await somebody.post('/reminders', { after: 'x'.repeat(17_000) })).status, 413)
  })

  test('invalid text, repeated fields and bodies that are no form are 400, never 500', async () => {
    const somebody = reader()
    assert.equal((await somebody.get('/support/thanks?session_id=%00')).status, 404)
    assert.equal((await somebody.get('/articles/%00')).status, 404)
    for (const [path, field] of [
      ['/support/checkouts', 'amount'],
      ['/reminders', 'after'],
      ['/staff/sign-in', 'name'],
    ] as const) {
      assert.equal((await somebody.post(path, { [field]: 'a\0b' })).status, 400, path)
      const twice = await fetch(mainstay.origin + path, {
        method: 'POST',
        body: new URLSearchParams([
          [field, '1'],
          [field, '2'],
        ]),
      })
      assert.equal(twice.status, 400, path)
      const json = await fetch(mainstay.origin + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"after":"7d"}',
      })
      assert.equal(json.status, 400, path)
    }
  })

  test('a form whose session expired unpaid starts another', async () => {
    const somebody = reader()
    const page = await somebody.get('/support')
    const fields = { ...hiddenFields(page.text, '/support/checkouts'), amount: '17' }
    const first = await somebody.post('/support/checkouts', fields)
    await mainstay.advance(2 * 86_400)
    const second = await somebody.post('/support/checkouts', fields)
    assert.match(second.location, /\/c\/pay\//)
    assert.notEqual(second.location, first.location)
    assert.equal((await somebody.post('/support/checkouts', fields)).location, second.location)
  })

  test('odd query parameters show the page with the defaults', async () => {
    for (const query of [
      'amount=<script>',
      'amount=99999999999',
      'currency=%00',
      'frequency=__proto__',
      'via=%22%3E%3Cb%3E',
      'amount[]=5',
      'language=xx',
    ]) {
      const answer = await reader().get(`/support?${query}`)
      assert.equal(answer.status, 200, query)
      assert.doesNotMatch(answer.text, /<script>|<b>/, query)
      assert.equal(hiddenFields(answer.text, '/support/checkouts')['currency'], 'USD', query)
    }
  })

  test('only pages that post towards Stripe allow it as a form target', async () => {
    const support = await reader().get('/support')
    assert.match(
      support.headers['content-security-policy'] ?? '',
      new RegExp(`form-action 'self' ${mainstay.sandbox.origin}`),
    )
    const article = await reader().get('/articles/tarif')
    assert.match(article.headers['content-security-policy'] ?? '', /form-action 'self'$/)
    assert.equal(article.headers['referrer-policy'], 'same-origin')
  })
})

test('if Stripe is unavailable, a checkout is 503, the thanks page says the outcome is unknown, and reading works', async (context) => {
  const mainstay = await givenMainstay()
  context.after(mainstay.stop)
  const somebody = givenReader(mainstay.origin)
  const fields = { frequency: 'monthly', currency: 'USD', amount: '5' }
  const started = await somebody.post('/support/checkouts', fields)
  const session = started.location.split('/').at(-1)
  await mainstay.sandbox.stop()
  const answer = await somebody.post('/support/checkouts', { ...fields, amount: '6' })
  assert.equal(answer.status, 503)
  assert.match(answer.text, /Nothing new was paid/)
  assert.match((await somebody.get(`/support/thanks?session_id=${session}`)).text, /data-outcome="unknown"/)
  assert.equal(await appealOf(somebody), 'shown')
})

test('if Postgres is unavailable, giving is 503, reading works, and health reports it', async (context) => {
  const away = postgresDatabase({
    url: 'postgres://nobody@127.0.0.1:1/none',
    connections: 1,
    statementTimeoutMs: 500,
  })
  const mainstay = await givenMainstay({
    change: (resources) => ({ ...resources, database: away, intakeDatabase: away }),
  })
  context.after(async () => {
    await mainstay.stop()
    await away.close()
  })
  const somebody = givenReader(mainstay.origin)
  const given = await somebody.post('/support/checkouts', { frequency: 'once', currency: 'USD', amount: '5' })
  assert.equal(given.status, 503)
  assert.match(given.text, /your payment is safe/)
  assert.equal((await somebody.get('/support/thanks?session_id=cs_test_any')).status, 503)
  assert.equal(await appealOf(somebody), 'off')
  assert.equal((await somebody.get('/health/ready')).status, 503)
})

test('if Redis is unavailable, reading works without appeals for known readers, reminders fail, and health is degraded', async (context) => {
  const directory = await givenDirectory()
  const server = await startPrivateRedis(directory.path)
  const redis = await openRedis({ socket: server.socket })
  const mainstay = await givenMainstay({ change: (resources) => ({ ...resources, redis }) })
  context.after(async () => {
    await mainstay.stop()
    redis.disconnect()
    await server.stop()
    await directory.remove()
  })
  const asker = givenReader(mainstay.origin)
  await asker.post('/reminders', {})
  await server.stop()
  assert.equal(await appealOf(asker), 'unsure')
  for (const path of ['/nothing-here', '/privacy'])
    assert.doesNotMatch((await asker.get(path)).text, /masthead-support/, `nobody can tell at ${path}`)
  const stranger = givenReader(mainstay.origin)
  assert.equal(await appealOf(stranger), 'shown')
  const refused = await stranger.post('/reminders', {})
  assert.equal(refused.status, 503)
  assert.equal(refused.headers['set-cookie'], undefined, 'a cookie for a reminder that was not saved')
  const health = await stranger.get('/health/ready')
  assert.deepEqual([health.status, JSON.parse(health.text).status], [200, 'degraded'])
  assert.equal(
    (await stranger.post('/support/checkouts', { frequency: 'once', currency: 'USD', amount: '5' })).status,
    303,
  )
})
