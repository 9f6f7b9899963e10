import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, test } from 'node:test'
import { newWebhookSecret, readConfig } from '../../src/config/config.ts'
import { projectFile } from '../../src/platform/project-files.ts'
import { confinementFlags, readCompose, redisParameters } from './compose-file.ts'

const newKey = (): string => `k1:${randomBytes(32).toString('base64')}`

/** The variables that the operator sets. */
const FILLED_IN = {
  PUBLIC_URL: 'https://news.example',
  STRIPE_SECRET_KEY: 'sk_test_1',
  STRIPE_WEBHOOK_SECRETS: newWebhookSecret(),
  SIGNING_KEYS: newKey(),
  SEALING_KEYS: newKey(),
  INDEX_KEYS: newKey(),
  READER_KEYS: newKey(),
  SMTP_URL: 'smtps://mail.example',
  MAIL_FROM: 'news@news.example',
}

describe('config/compose.yaml', async () => {
  const compose = await readCompose()
  const { mainstay, postgres } = compose
  const folder = projectFile('config')

  test('production accepts its environment once the operator has set the rest', () => {
    const environment = Object.fromEntries(
      Object.entries(mainstay.environment).map(([name, value]) => [
        name,
        value.replace(/\$\{POSTGRES_PASSWORD[^}]*\}/, 'secret'),
      ]),
    )
    const read = readConfig({ ...environment, ...FILLED_IN })
    assert.deepEqual(read.ok ? [] : read.mistakes, [])
  })

  test('environment.example names every variable that the operator sets', async () => {
    const example = await readFile(projectFile('config', 'environment.example'), 'utf8')
    for (const name of Object.keys(FILLED_IN)) assert.match(example, new RegExp(`^${name}=`, 'm'))
  })

  test('the database URL uses the user, password and database of Postgres', () => {
    const { POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_DB } = postgres.environment
    assert.equal(
      mainstay.environment['DATABASE_URL'],
      `postgres://${POSTGRES_USER}:${POSTGRES_PASSWORD}@postgres/${POSTGRES_DB}`,
    )
  })

  test('its paths point to the Dockerfile and to a newsroom', () => {
    assert.ok(existsSync(path.join(folder, mainstay.build, 'Dockerfile')))
    const newsroom = mainstay.volumes.find((each) => each.endsWith(':/newsroom:ro')) ?? ''
    const [, byDefault = ''] = /^\$\{NEWSROOM:-([^}]+)\}/.exec(newsroom) ?? []
    assert.ok(existsSync(path.join(folder, byDefault, 'newsroom.yaml')))
  })

  test('the server waits for servers that have a health check', () =>
    assert.deepEqual(Object.keys(mainstay.depends_on).sort(), ['postgres', 'redis']))

  test('the server is confined, and Redis persists its data', () => {
    assert.deepEqual(confinementFlags(compose), [
      '--read-only',
      '--tmpfs',
      '/tmp',
      '--cap-drop',
      'ALL',
      '--security-opt',
      'no-new-privileges:true',
    ])
    const redis = redisParameters(compose).join(' ')
    assert.match(redis, /--appendonly yes/)
    assert.match(redis, /--maxmemory-policy noeviction/)
  })
})
