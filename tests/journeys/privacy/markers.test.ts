import assert from 'node:assert/strict'
import { createServer, request as send } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { stripeGateway } from '../../../src/billing/stripe/stripe-gateway.ts'
import { admitAll, unpaced } from '../../../src/platform/pace.ts'
import { givenMailbox } from '../../given/mailbox.ts'
import type { GivenMainstay } from '../../given/mainstay.ts'
import { givenReader, hiddenFields, startGiving } from '../../given/people/reader.ts'
import { readerHashOf } from '../../given/people/reader-hash.ts'
import { givenStaff, VERA } from '../../given/people/staff.ts'
import { stripeClient } from '../../given/resources/sandbox.ts'
import { textOf } from '../../given/resources/smtp.ts'

/** Unique words in everything that a reader or their browser sends. */
const ADDRESS = 'marked.zqaddress@example.com'
const OTHER_ADDRESS = 'marked.zqother@example.org'
const NAME = 'Zqname Marked'
const SLUG = 'third-floor-second-door'
const HEADERS = {
  'user-agent': 'zqagent/7.7',
  referer: 'https://zqreferrer.example/',
  'accept-language': 'eo-zqlang',
  'x-forwarded-for': '203.0.113.77',
}
const OF_READING = [SLUG, 'zqagent', 'zqreferrer', 'zqlang', '203.0.113.77']
const PERSONAL = [...OF_READING, 'zqaddress', 'zqother', 'Zqname']

const found = (text: string, marks: readonly string[]): string[] =>
  marks.filter((mark) => text.toLowerCase().includes(mark.toLowerCase()))

/** Spells bytes as tables, dumps and keys may write them. */
const spellings = (bytes: Buffer): string[] => [
  bytes.toString('hex'),
  // A dump breaks long lines.
  bytes.toString('base64').slice(0, 40),
]

/** Records every request to Stripe: paths, headers and bodies. */
const listener = async () => {
  const said: string[] = []
  let sandbox = new URL('http://127.0.0.1')
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const body = Buffer.concat(chunks)
      const { method = 'GET', url: path = '/', headers } = incoming
      const words = decodeURIComponent(body.toString().replaceAll('+', ' '))
      said.push(`${method} ${path}\n${incoming.rawHeaders.join('\n')}\n${words}`)
      const { hostname, port } = sandbox
      const passed = send({ hostname, port, method, path, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers)
        answer.pipe(outgoing)
      })
      passed.end(body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    said,
    before: (origin: string): URL => {
      sandbox = new URL(origin)
      return new URL(`http://127.0.0.1:${port}`)
    },
    stop: () => {
      server.closeAllConnections()
      return new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

/** Dumps every row of every table, and every key and value in Redis. */
const kept = async ({ database, redis }: GivenMainstay): Promise<string> => {
  const [dumped] = await database.query<{ all: string }>(
    `select string_agg(row, ' ') as all from (
       select query_to_xml('select * from ' || quote_ident(table_name), true, false, '')::text as row
       from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE') as t`,
  )
  const values: string[] = []
  for (const key of (await redis?.keys('*')) ?? [])
    values.push(key, JSON.stringify(await redis?.hgetall(key).catch(() => redis?.get(key))))
  return `${dumped?.all ?? ''} ${values.join(' ')}`
}

test('nothing that a reader sends is in a log, table or key, and Stripe and mail servers receive only what they need', async (context) => {
  const stripeRecorder = await listener()
  const { mainstay, smtp, stop } = await givenMailbox((resources) => ({
    ...resources,
    stripe: {
      ...stripeGateway({
        secretKey: 'sk_test_given',
        webhookSecrets: [],
        pace: unpaced,
        admit: admitAll,
        apiBase: stripeRecorder.before(resources.checkoutOrigins[0] ?? ''),
      }),
      verify: resources.stripe.verify,
    },
  }))
  context.after(async () => {
    await stop()
    await stripeRecorder.stop()
  })
  const plain = givenReader(mainstay.origin)
  const reader: typeof plain = {
    cookies: plain.cookies,
    get: (path) => plain.get(path, HEADERS),
    post: (path, fields) =>
      plain.post(path, fields, { ...HEADERS, referer: `${mainstay.origin}/articles/${SLUG}` }),
  }
  const mailTo = async (address: string, path: RegExp): Promise<string> => {
    let link = ''
    await mainstay.eventually(async () => {
      const mails = smtp.received.filter(({ to }) => to === address).map(({ source }) => textOf(source))
      link = mails.map((text) => path.exec(text)?.[0] ?? '').find((each) => each !== '') ?? ''
      const kept = 'select kind, state, attempts, last_failure from mails order by created_at'
      const state = link || JSON.stringify(await mainstay.database.query(kept))
      assert.ok(link, `no mail but ${smtp.received.length} of ${state}\n${mainstay.logged()}`)
    })
    return link
  }

  await reader.get(`/articles/${SLUG}`)
  await reader.post('/reminders', { after: '1m', returnTo: `/articles/${SLUG}` })
  const session = await startGiving(reader, { amount: '5' })
  const card = { card: '4242424242424242', expiry: '12/40', cvc: '123' }
  await fetch(`${mainstay.sandbox.origin}/c/pay/${session}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: mainstay.sandbox.origin },
    body: new URLSearchParams({ email: ADDRESS, name: NAME, ...card }),
  })
  await reader.get(`/support/thanks?session_id=${session}`)
  await mainstay.settle()
  await mainstay.eventually(async () =>
    assert.equal((await mainstay.database.query('select 1 from customer_addresses')).length, 1),
  )
  assert.equal((await reader.post('/sign-in', { address: ADDRESS, language: 'en' })).status, 303)
  const signedIn = await reader.post(await mailTo(ADDRESS, /\/sign-in\/[\w-]{43}/), {})
  assert.match(signedIn.location, /^\/account\b/, signedIn.text)
  const stripe = stripeClient(mainstay.sandbox.origin)
  const contribution = String((await stripe.checkout.sessions.retrieve(session)).subscription)
  const form = { contribution, language: 'en' }
  const done: [string, Record<string, string>, string][] = [
    ['amount', { ...form, amount: '8', frequency: 'monthly' }, '/account'],
    ['pause', { ...form, months: '1' }, '/account'],
    ['portal', form, 'http'],
    ['address', { address: OTHER_ADDRESS, language: 'en' }, '/account?done=address'],
  ]
  for (const [action, fields, leads] of done) {
    const answer = await reader.post(`/account/${action}`, fields)
    assert.ok(
      answer.location.startsWith(leads),
      `${action}: ${answer.status} ${answer.location} ${answer.text}`,
    )
  }
  await reader.post(await mailTo(OTHER_ADDRESS, /\/account\/address\/[\w-]{43}/), {})
  await givenStaff(mainstay.database)
  const vera = givenReader(mainstay.origin)
  await vera.post('/staff/sign-in', { name: VERA.name, password: VERA.password })
  assert.equal((await vera.post('/staff/supporters', { address: OTHER_ADDRESS })).status, 303)
  assert.match((await reader.get('/account/data.json')).text, /zqother/)
  await reader.post('/account/cancel', { ...form, reason: 'safety' })
  await mainstay.eventually(async () =>
    assert.equal((await stripe.subscriptions.retrieve(contribution)).status, 'canceled'),
  )
  await mainstay.settle()
  assert.ok(hiddenFields((await reader.get('/account/erase')).text, '/account/erase'))

  await mainstay.eventually(() =>
    assert.ok(
      stripeRecorder.said.some((said) => said.includes('zqother')),
      'Stripe is not told of the new address',
    ),
  )
  const [tables, logs] = [await kept(mainstay), mainstay.logged()]
  assert.ok(tables.length > 10_000 && logs.length > 2_000 && stripeRecorder.said.length > 15)
  assert.deepEqual(found(tables, PERSONAL), [], 'in a table or in Redis')
  assert.deepEqual(found(logs, PERSONAL), [], 'in the log')
  for (const said of stripeRecorder.said) {
    const isNewAddress = /^POST \/v1\/customers\/cus_\w+\n/.test(said)
    assert.deepEqual(found(said, isNewAddress ? OF_READING : PERSONAL), [], `said to Stripe: ${said}`)
  }
  for (const { source } of smtp.received) {
    assert.deepEqual(found(source, [...OF_READING, 'Zqname']), [], 'in a mail')
    assert.doesNotMatch(source, /^(X-Mailer|User-Agent|X-Originating-IP|List-Unsubscribe):/im)
  }

  const [own] = await mainstay.database.query<{ supporter: string; index: Buffer; encrypted: Buffer }>(
    `select c.supporter_id as supporter, a.address_index as index, a.encrypted from customer_addresses a
     join stripe_customers c on c.id = a.customer_id`,
  )
  assert.ok(own)
  const hash = Buffer.from(readerHashOf(mainstay, reader), 'hex')
  const identifiers = [own.supporter, ...[own.index, own.encrypted, hash].flatMap(spellings)]
  assert.ok(found(tables, identifiers).length >= 4, 'the identifiers are not found in the tables at all')
  assert.equal((await reader.post('/account/erase', { language: 'en' })).status, 303)
  await mainstay.eventually(async () => {
    assert.deepEqual(await mainstay.database.query('select last_failure from erasures'), [])
  })
  await mainstay.settle()
  // The browser's reminder stays: it identifies nobody.
  const left = (await kept(mainstay)).replaceAll(`appeal:${hash.toString('hex')}`, '')
  assert.deepEqual(found(left, [...PERSONAL, ...identifiers]), [], 'after the erasure')
  assert.doesNotMatch(left, /"supporterStatus"/, 'a status is left in Redis')
})
