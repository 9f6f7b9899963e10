import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { parseEmailAddress } from '../../../src/mail/email-address.ts'
import { encrypt } from '../../../src/platform/encryption.ts'
import type { SigningKeys } from '../../../src/platform/keys.ts'
import {
  type AddressKeys,
  addressIndexes,
  findAddress,
  findAddressOfRequest,
  findSupportersByIndex,
} from '../../../src/supporters/address/address-store.ts'
import { saveAddress } from '../../../src/supporters/address/save-address-store.ts'
import { placeOf } from '../../../src/supporters/address-change/address-change-store.ts'
import { undoAddressChange } from '../../../src/supporters/address-change/apply-address-change-store.ts'
import { findMissingKeys } from '../../../src/supporters/key-rotation/keys-missing-action.ts'
import { rotateKeys } from '../../../src/supporters/key-rotation/rotate-keys-action.ts'
import {
  createSupporterSession,
  findSupporterSession,
  requestSignIn,
} from '../../../src/supporters/session/sign-in-store.ts'
import { newSigningKeys } from '../../given/mainstay.ts'
import { type GivenDatabase, givenDatabase } from '../../given/resources/databases.ts'

const SUPPORTER = '00000000-0000-4000-8000-000000000001'
const NOW = new Date('2026-11-25T12:00:00Z')
const withId = (id: string): SigningKeys => [{ ...newSigningKeys()[0], id }]

describe('rotating the keys of email addresses', () => {
  let given: GivenDatabase
  const old: AddressKeys = { encryption: withId('s1'), index: withId('i1') }
  const fresh: AddressKeys = { encryption: withId('s2'), index: withId('i2') }
  const both: AddressKeys = {
    encryption: [fresh.encryption[0], old.encryption[0]],
    index: [fresh.index[0], old.index[0]],
  }
  const addressFor = (name: string) => {
    const address = parseEmailAddress(`${name}@example.com`)
    assert.ok(address)
    return address
  }

  beforeEach(async () => {
    given = await givenDatabase()
  })
  afterEach(() => given.drop())
  const keepAddresses = async (keys: AddressKeys) => {
    const { database } = given
    await database.query('insert into supporters (id, created_at) values ($1, $2)', [SUPPORTER, NOW])
    for (const [customerId, name] of [
      ['cus_1', 'vera'],
      ['cus_2', 'vera'],
      ['cus_3', 'ivan'],
    ] as const) {
      await database.query('insert into stripe_customers (id, supporter_id) values ($1, $2)', [
        customerId,
        SUPPORTER,
      ])
      await saveAddress(database, { keys, now: NOW }, { customerId, address: addressFor(name) })
    }
  }

  test('before, during and after it each address is found, and sessions stay', async () => {
    const { database } = given
    await keepAddresses(old)
    const [was] = addressIndexes(old, addressFor('vera'))
    assert.ok(was)
    const tokenHash = Buffer.alloc(32, 1)
    await createSupporterSession(database, { tokenHash, addressIndex: was, readerHash: tokenHash, days: 1 })
    const asked = '11111111-1111-4111-8111-111111111111'
    await requestSignIn(
      database,
      { id: asked, addressIndexes: addressIndexes(both, addressFor('vera')), language: 'en' },
      NOW,
    )
    assert.equal((await findAddressOfRequest(database, both, asked))?.address, 'vera@example.com')
    assert.deepEqual(await findMissingKeys(database, both), [])
    assert.deepEqual(await findMissingKeys(database, fresh), ['INDEX_KEYS lacks i1', 'SEALING_KEYS lacks s1'])
    assert.deepEqual(await rotateKeys(database, both, true), { rows: 3, undecrypted: 0 })
    assert.deepEqual(await rotateKeys(database, both, false), { rows: 3, undecrypted: 0 })
    assert.deepEqual(await rotateKeys(database, both, false), { rows: 0, undecrypted: 0 })
    assert.deepEqual(await findMissingKeys(database, fresh), [])
    assert.equal((await findAddressOfRequest(database, both, asked))?.address, 'vera@example.com')
    const signedIn = await findSupporterSession(database, tokenHash)
    assert.deepEqual(await findSupportersByIndex(database, signedIn ?? Buffer.alloc(0)), [SUPPORTER])
    // The previous keys are removed.
    for (const [customerId, name] of [
      ['cus_1', 'vera'],
      ['cus_2', 'vera'],
      ['cus_3', 'ivan'],
    ] as const)
      assert.equal((await findAddress(database, fresh, customerId))?.address, `${name}@example.com`)
    await assert.rejects(findAddress(database, old, 'cus_1'), /unknown-key/)
  })

  test('both addresses of a pending change are re-encrypted as well', async () => {
    const { database } = given
    await keepAddresses(fresh)
    const id = '22222222-2222-4222-8222-222222222222'
    const [from] = addressIndexes(fresh, addressFor('ivan'))
    await database.query(
      `insert into address_changes (id, from_index, encrypted, previous_encrypted, moved, expires_at, used_at)
       values ($1, $2, $3, $4, array['cus_3'], now() + interval '30 minutes', now())`,
      [
        id,
        from ?? null,
        encrypt(old.encryption, 'ivan@example.com', placeOf(id)),
        encrypt(old.encryption, 'vanya@example.com', placeOf(id, 'previous_encrypted')),
      ],
    )
    assert.deepEqual(await findMissingKeys(database, fresh), ['SEALING_KEYS lacks s1'])
    assert.deepEqual(await rotateKeys(database, both, true), { rows: 1, undecrypted: 0 })
    assert.deepEqual(await rotateKeys(database, fresh, false), { rows: 0, undecrypted: 1 })
    assert.deepEqual(await rotateKeys(database, both, false), { rows: 1, undecrypted: 0 })
    assert.deepEqual(await findMissingKeys(database, fresh), [])
    assert.ok(
      await database.inTransaction((transaction) =>
        undoAddressChange(transaction, { keys: fresh, now: NOW }, id),
      ),
    )
    assert.equal((await findAddress(database, fresh, 'cus_3'))?.address, 'vanya@example.com')
  })

  test('a row moved to another customer cannot be decrypted', async () => {
    const { database } = given
    await keepAddresses(fresh)
    await database.query(
      `update customer_addresses set encrypted = (select encrypted from customer_addresses where customer_id = 'cus_3')
       where customer_id = 'cus_1'`,
    )
    await assert.rejects(findAddress(database, fresh, 'cus_1'), /forged/)
    // It does not block the next rotation.
    const newest: AddressKeys = {
      encryption: [withId('s3')[0], fresh.encryption[0]],
      index: [withId('i3')[0], fresh.index[0]],
    }
    assert.deepEqual(await rotateKeys(database, newest, false), { rows: 2, undecrypted: 1 })
    assert.equal((await findAddress(database, newest, 'cus_3'))?.address, 'ivan@example.com')
    const again = { customerId: 'cus_2', address: addressFor('vera') }
    await saveAddress(database, { keys: newest, now: NOW }, again)
    assert.equal((await findAddress(database, newest, 'cus_2'))?.address, 'vera@example.com')
  })
})
