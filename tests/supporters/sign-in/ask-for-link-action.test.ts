import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { parseEmailAddress } from '../../../src/mail/email-address.ts'
import { saveAddress } from '../../../src/supporters/address/save-address-store.ts'
import { type Asker, askForLink } from '../../../src/supporters/sign-in/ask-for-link-action.ts'
import { recordStatements } from '../../given/record/recorded-statements.ts'
import { type GivenDatabase, givenDatabase } from '../../given/resources/databases.ts'
import { newSigningKeys } from '../../given/servers.ts'

const NOW = new Date('2026-11-25T12:00:00Z')
const NETWORK = '203.0.113.9'
const later = (ms: number) => new Date(NOW.getTime() + ms)

describe('asking for a link', () => {
  const addressKeys = { encryption: newSigningKeys(), index: newSigningKeys() }
  const supporterId = randomUUID()
  const linked = randomBytes(32).toString('hex')
  let given: GivenDatabase
  let recorded: ReturnType<typeof recordStatements>
  let askers: Asker[] = []
  beforeEach(async () => {
    given = await givenDatabase()
    recorded = recordStatements(given.database)
    askers = []
    await given.database.query('insert into supporters (id, created_at) values ($1, $2)', [supporterId, NOW])
    await given.database.query(`insert into stripe_customers (id, supporter_id) values ('cus_1', $1)`, [
      supporterId,
    ])
    await given.database.query(
      `insert into supporter_readers (reader_hash, supporter_id, linked_at) values (decode($1, 'hex'), $2, $3)`,
      [linked, supporterId, NOW],
    )
    const customer = { customerId: 'cus_1', address: parsed('known@example.com') }
    await saveAddress(given.database, { keys: addressKeys, now: NOW }, customer)
  })
  afterEach(() => given.drop())

  const parsed = (text: string) => parseEmailAddress(text) ?? assert.fail('not an address')
  /** Asks with a fixed draw. Returns the time of the mail and the statements. */
  const ask = async (name: string, readerHash: string | null = null, slot: Date | null = NOW) => {
    recorded.statements.splice(0)
    const id = randomUUID()
    await askForLink({
      database: recorded.database,
      addressKeys,
      takeSlot: async (asker) => {
        askers.push(asker)
        return slot
      },
      drawDelayMs: () => 1_234,
      now: () => NOW,
    })({
      id,
      address: parsed(`${name}@example.com`),
      language: 'en',
      networkAddress: NETWORK,
      readerHash,
    })
    const [mail] = await given.database.query<{ dueAt: Date; until: Date }>(
      'select due_at as "dueAt", until from mails where sign_in_request = $1',
      [id],
    )
    return { mail, statements: recorded.statements.slice() }
  }

  test('a mail is due after its slot and the drawn delay, and its link works for an hour from then', async () => {
    const slot = later(600_000)
    for (const name of ['known', 'unknown']) {
      const { mail } = await ask(name, null, slot)
      assert.deepEqual(mail, { dueAt: later(601_234), until: later(601_234 + 3_600_000) }, name)
    }
    const lives = await given.database.query<{ seconds: number }>(
      'select round(extract(epoch from expires_at - asked_at))::int as seconds from sign_in_requests',
    )
    assert.deepEqual(
      lives.map(({ seconds }) => seconds),
      [4_201, 4_201],
    )
  })

  test('known, unknown and own addresses take the same work, in every browser', async () => {
    const known = await ask('known')
    assert.deepEqual((await ask('unknown')).statements, known.statements)
    const own = await ask('known', linked)
    assert.deepEqual((await ask('unknown', linked)).statements, own.statements)
    assert.deepEqual((await ask('known', randomBytes(32).toString('hex'))).statements, own.statements)
  })

  test('only a supporter’s own browser that asks for their own address is counted by the supporter', async () => {
    await ask('known', linked)
    await ask('unknown', linked)
    await ask('known', randomBytes(32).toString('hex'))
    await ask('known')
    const network = { networkAddress: NETWORK }
    assert.deepEqual(askers, [{ supporterId }, network, network, network])
  })

  test('an ask without a slot leaves nothing', async () => {
    assert.equal((await ask('known', null, null)).mail, undefined)
    assert.deepEqual(await given.database.query('select 1 from sign_in_requests'), [])
  })
})
