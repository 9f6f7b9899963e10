import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { newWebhookSecret, readConfig } from '../../src/config/config.ts'
import { environmentSchema } from '../../src/config/environment.ts'
import { projectFile } from '../../src/platform/project-files.ts'
import { ZONES } from '../given/instants.ts'

const newKey = (): string => `k1:${randomBytes(32).toString('base64')}`
const KEY = newKey()
const PRODUCTION = {
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
  STRIPE_WEBHOOK_SECRETS: `${newWebhookSecret()},${newWebhookSecret()}`,
}
const mistakesIn = (environment: Record<string, string>): string[] => {
  const read = readConfig(environment)
  return read.ok ? [] : read.mistakes
}

test('config/environment.example lists exactly the variables that are read', () => {
  const listed = [
    ...readFileSync(projectFile('config', 'environment.example'), 'utf8').matchAll(/^([A-Z_]+)=/gm),
  ].map((match) => match[1])
  assert.deepEqual(listed.sort(), Object.keys(environmentSchema.shape).sort())
})

describe('configuration', () => {
  test('an empty environment is a working configuration with embedded defaults', () => {
    const read = readConfig({})
    assert.ok(read.ok)
    assert.deepEqual(
      [read.config.port, read.config.host, read.config.databaseUrl, read.config.stripe.secretKey],
      [3000, '127.0.0.1', null, null],
    )
  })

  test('an empty value counts as absent', () =>
    assert.deepEqual(mistakesIn({ PORT: '', DATABASE_URL: '' }), []))

  test('all mistakes are reported at once, each with its variable', () => {
    const mistakes = mistakesIn({
      PORT: '99999',
      TIME_ZONE: 'Mars/Base',
      DATABASE_URL: 'mysql://x',
      STRIPE_SECRET_KEY: 'pk_live_1',
      SIGNING_KEYS: 'k1:dG9vIHNob3J0',
    })
    assert.deepEqual(mistakes.map((mistake) => mistake.split(/[ :]/)[0]).sort(), [
      'DATABASE_URL',
      'PORT',
      'SIGNING_KEYS',
      'STRIPE_SECRET_KEY',
      'TIME_ZONE',
    ])
  })

  test('a standby for reports needs its database, and is another one', () => {
    const [database, standby] = ['postgres://db/mainstay', 'postgres://standby/mainstay']
    assert.match(mistakesIn({ DATABASE_REPORTS_URL: standby })[0] ?? '', /^DATABASE_URL is needed/)
    const same = mistakesIn({ DATABASE_URL: database, DATABASE_REPORTS_URL: database })
    assert.match(same[0] ?? '', /^DATABASE_REPORTS_URL is the same/)
    assert.deepEqual(mistakesIn({ DATABASE_URL: database, DATABASE_REPORTS_URL: standby }), [])
  })

  const zoneOf = (name: string): string | null => {
    const read = readConfig({ TIME_ZONE: name })
    return read.ok ? read.config.timeZone : null
  }

  test('every time zone that Node.js knows is accepted, under its full name (B2)', () => {
    assert.deepEqual(['europe/riga', 'UTC'].map(zoneOf), ['Europe/Riga', 'UTC'])
    assert.equal(zoneOf('CAT'), ZONES.includes('CAT') ? 'Africa/Maputo' : null)
    for (const name of ZONES) {
      const zone = zoneOf(name)
      assert.ok(zone, name)
      assert.equal(zoneOf(zone), zone)
    }
  })

  for (const name of ['Mars/Base', 'local', 'Z', ' UTC', 'Europe/Riga;', 'CAT\0'])
    test(`the time zone ${JSON.stringify(name)} is rejected`, () => assert.equal(zoneOf(name), null))

  test('production with all variables set is accepted', () => assert.deepEqual(mistakesIn(PRODUCTION), []))

  for (const name of Object.keys(PRODUCTION).filter((each) => each !== 'MAINSTAY_ENV')) {
    test(`production without ${name} is rejected`, () => {
      const mistakes = mistakesIn(
        Object.fromEntries(Object.entries(PRODUCTION).filter(([each]) => each !== name)),
      )
      assert.ok(
        mistakes.some((mistake) => mistake.startsWith(name)),
        mistakes.join('; '),
      )
    })
  }

  test('production requires https', () =>
    assert.equal(mistakesIn({ ...PRODUCTION, PUBLIC_URL: 'http://news.example' }).length, 1))

  test('a Stripe account without webhook secrets is rejected; another server with Stripe’s API is not', () => {
    assert.match(mistakesIn({ STRIPE_SECRET_KEY: 'sk_test_1' }).join(), /STRIPE_WEBHOOK_SECRETS/)
    assert.deepEqual(
      mistakesIn({ STRIPE_SECRET_KEY: 'sk_test_1', STRIPE_API_BASE: 'http://127.0.0.1:3001' }),
      [],
    )
  })

  test('TRUST_PROXY accepts a number or addresses and reports anything else', () => {
    for (const TRUST_PROXY of ['1', 'loopback', '10.0.0.1', '10.0.0.0/8, ::1'])
      assert.deepEqual(mistakesIn({ TRUST_PROXY }), [], TRUST_PROXY)
    for (const TRUST_PROXY of ['true', 'yes', '-1', 'proxy.example'])
      assert.equal(mistakesIn({ TRUST_PROXY }).length, 1, TRUST_PROXY)
  })

  test('sandbox and outbox are rejected on an address that others can reach', () => {
    assert.equal(mistakesIn({ HOST: '0.0.0.0' }).filter((each) => each.startsWith('HOST is not')).length, 2)
    assert.deepEqual(mistakesIn({ HOST: '::1' }), [])
    const stripe = { STRIPE_SECRET_KEY: 'sk_test_1', STRIPE_WEBHOOK_SECRETS: 'whsec_12345678' }
    assert.match(mistakesIn({ HOST: '0.0.0.0', ...stripe }).join(), /outbox page.* is refused/)
    const mail = { SMTP_URL: 'smtp://mail.example', MAIL_FROM: 'news@news.example' }
    assert.deepEqual(mistakesIn({ HOST: '0.0.0.0', ...stripe, ...mail }), [])
  })

  test('mail requires a sender; encryption keys are set only once', () => {
    assert.match(mistakesIn({ SMTP_URL: 'smtp://mail.example' }).join(), /^MAIL_FROM/)
    assert.match(mistakesIn({ MAIL_FROM: 'nobody' }).join(), /^MAIL_FROM/)
    assert.deepEqual(mistakesIn({ MAIL_FROM: '"The News, weekly" <news@news.example>' }), [])
    assert.match(mistakesIn({ SEALING_KEYS: KEY, SEALING_KEYS_FILE: '/keys' }).join(), /^SEALING_KEYS and/)
  })
})
