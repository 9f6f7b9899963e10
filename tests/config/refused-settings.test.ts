import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, test } from 'node:test'
import { newWebhookSecret, readConfig } from '../../src/config/config.ts'

type Environment = Record<string, string>

const newKey = (id = 'k1'): string => `${id}:${randomBytes(32).toString('base64')}`
const PRODUCTION: Environment = {
  MAINSTAY_ENV: 'production',
  PUBLIC_URL: 'https://news.example',
  DATABASE_URL: 'postgres://db/mainstay',
  REDIS_URL: 'redis://cache',
  NEWSROOM_DIR: '/newsroom',
  STRIPE_SECRET_KEY: 'sk_live_123',
  SIGNING_KEYS: newKey(),
  SEALING_KEYS: newKey(),
  INDEX_KEYS: newKey(),
  READER_KEYS: newKey(),
  SMTP_URL: 'smtps://mail.example',
  MAIL_FROM: 'News <news@news.example>',
  STRIPE_WEBHOOK_SECRETS: newWebhookSecret(),
  METRICS_TOKEN: randomBytes(16).toString('hex'),
}
const SMTP = { SMTP_URL: 'smtps://mail.example', MAIL_FROM: 'news@news.example' }
const STRIPE_TEST = { STRIPE_SECRET_KEY: 'sk_test_1', STRIPE_WEBHOOK_SECRETS: newWebhookSecret() }

const mistakesIn = (environment: Environment): string[] => {
  const read = readConfig(environment)
  return read.ok ? [] : read.mistakes
}
const namesOf = (mistakes: string[]): string[] => mistakes.map((each) => each.split(/[ :]/)[0] ?? '').sort()
const refusedInProduction = (change: Environment): string[] => mistakesIn({ ...PRODUCTION, ...change })

describe('embedded conveniences', () => {
  for (const [what, settings] of [
    ['a public https address', { PUBLIC_URL: 'https://news.example' }],
    ['an onion address', { PUBLIC_URL: `http://${'a'.repeat(56)}.onion` }],
    ['a host that others reach', { HOST: '0.0.0.0' }],
  ] as const) {
    test(`sandbox, one-time link and outbox are refused with ${what}`, () => {
      const [sandbox = '', outbox = '', ...others] = mistakesIn(settings)
      assert.match(sandbox, /sandbox and the one-time staff link are refused: set STRIPE_SECRET_KEY/)
      assert.match(outbox, /outbox page.* is refused: set SMTP_URL/)
      assert.deepEqual(others, [])
    })

    test(`a test key and a mail server are enough with ${what}`, () =>
      assert.deepEqual(mistakesIn({ ...settings, ...STRIPE_TEST, ...SMTP }), []))
  }

  test('a live key refuses the outbox and generated keys, all named at once', () => {
    const live = { STRIPE_SECRET_KEY: 'rk_live_1', STRIPE_WEBHOOK_SECRETS: newWebhookSecret() }
    assert.deepEqual(namesOf(mistakesIn(live)), [
      'INDEX_KEYS',
      'READER_KEYS',
      'SEALING_KEYS',
      'SIGNING_KEYS',
      'STRIPE_SECRET_KEY',
    ])
  })

  test('a loopback https address, or plain http in a private network, is still a trial', () => {
    for (const PUBLIC_URL of ['https://localhost:3443', 'https://127.0.0.1', 'http://mainstay.test:3000'])
      assert.deepEqual(mistakesIn({ PUBLIC_URL }), [], PUBLIC_URL)
  })

  test('a command serves no page, so it runs with a public address and without a mail server', () => {
    const settings = { PUBLIC_URL: 'https://news.example', ...STRIPE_TEST }
    assert.deepEqual(readConfig(settings, { isServer: false }).ok, true)
  })
})

describe('weak settings in production', () => {
  test('what is random and encrypted is accepted', () => assert.deepEqual(mistakesIn(PRODUCTION), []))

  test('all mistakes are named at once', () => {
    const zero = `k1:${Buffer.alloc(32).toString('base64')}`
    const mistakes = refusedInProduction({
      SIGNING_KEYS: zero,
      SEALING_KEYS: zero,
      INDEX_KEYS: zero,
      STRIPE_WEBHOOK_SECRETS: `${newWebhookSecret()},whsec_12345678`,
      METRICS_TOKEN: 'a'.repeat(16),
      STRIPE_API_BASE: 'http://stripe.example',
      SMTP_URL: 'smtp://mail.example?requireTLS=false&tls.rejectUnauthorized=false',
      TRUST_PROXY: '99',
      PUBLIC_URL: 'https://news.example/path',
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
    })
    assert.deepEqual(namesOf(mistakes), [
      'INDEX_KEYS',
      'METRICS_TOKEN',
      'NODE_TLS_REJECT_UNAUTHORIZED',
      'PUBLIC_URL',
      'SEALING_KEYS',
      'SIGNING_KEYS',
      'SMTP_URL',
      'SMTP_URL',
      'STRIPE_API_BASE',
      'STRIPE_WEBHOOK_SECRETS',
      'TRUST_PROXY',
    ])
    assert.match(mistakes.join(), /secret 2 can be guessed/)
    assert.doesNotMatch(mistakes.join(), /12345678/)
  })

  test('a key with few different bytes is refused', () => {
    const pattern = `k1:${Buffer.from('abcdefgh'.repeat(4)).toString('base64')}`
    assert.match(refusedInProduction({ INDEX_KEYS: pattern }).join(), /^INDEX_KEYS: key k1 is not random/)
  })

  test('the same key for two purposes is refused, but an older one may stay until it is rotated', () => {
    const bytes = randomBytes(32).toString('base64')
    const shared = { SIGNING_KEYS: `k1:${bytes}`, INDEX_KEYS: `other:${bytes}` }
    assert.match(
      refusedInProduction(shared).join(),
      /^INDEX_KEYS: key other is the same as key k1 of SIGNING_KEYS/,
    )
    const rotating = {
      SEALING_KEYS: `${newKey('k2')},k1:${bytes}`,
      INDEX_KEYS: `${newKey('k2')},k1:${bytes}`,
      SIGNING_KEYS: `${newKey('k2')},k1:${Buffer.alloc(32).toString('base64')}`,
    }
    assert.deepEqual(refusedInProduction(rotating), [])
  })

  test('the file of SEALING_KEYS_FILE is held to the same rules before anything is opened', (context) => {
    const directory = mkdtempSync(path.join(tmpdir(), 'mainstay-keys-'))
    context.after(() => rmSync(directory, { recursive: true }))
    const file = path.join(directory, 'keys')
    const refused = (text: string) => {
      writeFileSync(file, text)
      return refusedInProduction({ SEALING_KEYS: '', SEALING_KEYS_FILE: file }).join()
    }
    assert.equal(refused(`${newKey()}\n`), '')
    assert.match(refused(PRODUCTION['SIGNING_KEYS'] ?? ''), /^SEALING_KEYS_FILE: key k1 is the same as/)
    assert.match(refused('k1:dG9vIHNob3J0'), /^SEALING_KEYS_FILE: key k1 has fewer than 32 bytes/)
    const missing = { SEALING_KEYS_FILE: path.join(directory, 'no') }
    assert.match(mistakesIn(missing).join(), /^SEALING_KEYS_FILE cannot be read/)
  })

  test('TLS may be given up only for a server on this machine', () => {
    for (const SMTP_URL of [
      'smtp://127.0.0.1:25?requireTLS=false',
      'smtp://localhost?ignoreTLS=true',
      'smtp://mail.example?requireTLS=true',
    ])
      assert.deepEqual(refusedInProduction({ SMTP_URL }), [], SMTP_URL)
    for (const parameter of [
      'requireTLS=0',
      'ignoreTLS=true',
      'rejectUnauthorized=false',
      'tls.rejectUnauthorized=0',
    ])
      assert.equal(
        refusedInProduction({ SMTP_URL: `smtps://mail.example?${parameter}` }).length,
        1,
        parameter,
      )
    assert.deepEqual(refusedInProduction({ STRIPE_API_BASE: 'http://127.0.0.1:3001' }), [])
  })

  test('a trial takes the same keys: they protect nobody', () => {
    const zero = `k1:${Buffer.alloc(32).toString('base64')}`
    assert.deepEqual(mistakesIn({ SIGNING_KEYS: zero, SEALING_KEYS: zero, INDEX_KEYS: zero }), [])
  })

  test('a database or Redis elsewhere without TLS is allowed, with a warning', () => {
    const warningsWith = (change: Environment) => {
      const read = readConfig({ ...PRODUCTION, ...change })
      return read.ok ? namesOf([...read.config.warnings]) : read.mistakes
    }
    assert.deepEqual(warningsWith({}), ['DATABASE_URL', 'REDIS_URL'])
    const withStandby = warningsWith({ DATABASE_REPORTS_URL: 'postgres://standby/mainstay' })
    assert.deepEqual(withStandby, ['DATABASE_REPORTS_URL', 'DATABASE_URL', 'REDIS_URL'])
    const encrypted = {
      DATABASE_URL: 'postgres://db/mainstay?sslmode=verify-full',
      REDIS_URL: 'rediss://cache',
    }
    assert.deepEqual(warningsWith(encrypted), [])
    assert.deepEqual(warningsWith({ DATABASE_URL: 'postgres://127.0.0.1/x', REDIS_URL: 'redis://[::1]' }), [])
  })
})

describe('addresses and proxies, always', () => {
  test('an origin with more than scheme, host and port is refused', () => {
    for (const rest of ['/news', '/?a=1', '?', '#top', '/news/']) {
      assert.deepEqual(namesOf(mistakesIn({ PUBLIC_URL: `http://news.test${rest}` })), ['PUBLIC_URL'], rest)
      const base = { ...STRIPE_TEST, STRIPE_API_BASE: `http://127.0.0.1:3001${rest}` }
      assert.deepEqual(namesOf(mistakesIn(base)), ['STRIPE_API_BASE'], rest)
    }
    assert.equal(mistakesIn({ PUBLIC_URL: 'http://name:password@news.test' }).length, 1)
    assert.deepEqual(mistakesIn({ PUBLIC_URL: 'http://news.test:8080/' }), [])
  })

  test('TRUST_PROXY names proxies, never everybody', () => {
    for (const TRUST_PROXY of ['0', '5', '10.0.0.0/8', '104.16.0.0/13', '2400:cb00::/32', '::ffff:10.0.0.1'])
      assert.deepEqual(mistakesIn({ TRUST_PROXY }), [], TRUST_PROXY)
    for (const TRUST_PROXY of [
      ...['6', '99', '0.0.0.0/0', '128.0.0.0/1', '::/0', '2000::/3', '::ffff:0:0/96', '0::ffff:0.0.0.0/97'],
      ...['10.0.0.0/99', '10.0.0.0/33', 'fd00::/129', '10.0.0.0/8/8', 'loopback/8', '10.0.0.1,0.0.0.0/0'],
    ])
      assert.deepEqual(namesOf(mistakesIn({ TRUST_PROXY })), ['TRUST_PROXY'], TRUST_PROXY)
  })
})
