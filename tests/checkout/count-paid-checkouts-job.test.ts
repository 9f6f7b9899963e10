import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { after, before, beforeEach, describe, test } from 'node:test'
import { countedPayment } from '../../src/appeal/counting/paid-label.ts'
import { addPayments } from '../../src/appeal/counting/payment-count-store.ts'
import { type CountPayments, countPaidCheckouts } from '../../src/checkout/count-paid-checkouts-job.ts'
import { calendarOf } from '../../src/platform/calendar.ts'
import type { Database } from '../../src/platform/database/database.ts'
import { openLog } from '../../src/platform/log.ts'
import { ENGINES, type Opened } from '../given/resources/engines.ts'

const CALENDAR = calendarOf('Pacific/Kiritimati')
const COMPLETED_AT = '2026-11-22T12:00:00Z'
const NOW = new Date('2026-11-23T12:00:00Z')

const countPayments: CountPayments = (transaction, payments) =>
  addPayments(
    transaction,
    payments.flatMap((each) => countedPayment(CALENDAR, each) ?? []),
  )

type Given = {
  via: string | null
  state?: 'created' | 'open' | 'complete' | 'expired'
  isPaid?: boolean
  createdAt?: string
  frequency?: string
}

const givenCheckout = async (
  database: Database,
  {
    via,
    state = 'complete',
    isPaid = state === 'complete',
    createdAt = COMPLETED_AT,
    frequency = 'once',
  }: Given,
): Promise<string> => {
  const id = randomUUID()
  await database.query(
    `insert into checkouts (id, form_digest, reader_hash, frequency, currency, amount, language, via, state, session_id,
       created_at, completed_at)
     values ($1, $2, $2, $3, 'EUR', 500, 'en', $4, $5, $6, $7, $8)`,
    [
      id,
      randomBytes(32),
      frequency,
      via,
      state,
      state === 'created' ? null : `cs_${id}`,
      createdAt,
      state === 'complete' ? COMPLETED_AT : null,
    ],
  )
  if (isPaid)
    await database.query(
      `insert into stripe_charges (id, checkout_id, status, currency, amount, created_at)
       values ($1, $2, 'succeeded', 'EUR', 500, $3)`,
      [`ch_${id}`, id, COMPLETED_AT],
    )
  return id
}

const labelOf = async (database: Database, id: string): Promise<string | null> => {
  const [row] = await database.query<{ via: string | null }>('select via from checkouts where id = $1', [id])
  return row?.via ?? null
}

const readCounts = (database: Database) =>
  database.query<{ line: string }>(
    `select concat_ws(' ', day, campaign, form, section, reminded, currency, cadence, count, amount) as line
     from appeal_payments order by campaign, reminded, cadence`,
  )

for (const [engine, open] of ENGINES)
  describe(`payments that an appeal led to, over ${engine}`, () => {
    let opened: Opened
    let database: Database
    before(async () => {
      opened = await open({ isMigrated: true })
      database = opened.database
    })
    after(() => opened.close())
    beforeEach(() =>
      database.run('delete from appeal_payments; delete from stripe_charges; delete from checkouts'),
    )
    const log = openLog()
    const needs = () => ({ database, countPayments, now: () => NOW, log })

    test('a payment counts on its day, and its checkout loses the label', async () => {
      const paid = await Promise.all([
        givenCheckout(database, { via: '7.end.city' }),
        givenCheckout(database, { via: '7.end.city' }),
        givenCheckout(database, { via: '7.end.city', frequency: 'yearly' }),
        givenCheckout(database, { via: '7.end.city.2026-12' }),
        givenCheckout(database, { via: null }),
      ])
      assert.equal(await countPaidCheckouts(needs()), false)
      await countPaidCheckouts(needs())
      assert.deepEqual(
        (await readCounts(database)).map(({ line }) => line),
        [
          '2026-11-23 7 end city  EUR once 2 1000',
          '2026-11-23 7 end city  EUR yearly 1 500',
          '2026-11-23 7 end city 2026-12 EUR once 1 500',
        ],
      )
      for (const id of paid) assert.equal(await labelOf(database, id), null)
    })

    test('a payment that is still pending keeps its label until it is paid, for sixty days', async () => {
      const id = await givenCheckout(database, { via: '7.end.city', isPaid: false })
      const old = await givenCheckout(database, {
        via: '7.end.city',
        isPaid: false,
        createdAt: '2026-09-20T12:00:00Z',
      })
      await countPaidCheckouts(needs())
      assert.deepEqual([await labelOf(database, id), await labelOf(database, old)], ['7.end.city', null])
      assert.deepEqual(await readCounts(database), [])
    })

    test('a checkout that expired loses its label, and an open one keeps it', async () => {
      const expired = await givenCheckout(database, { via: '7.end.city', state: 'expired' })
      const others = [
        await givenCheckout(database, { via: '7.end.city', state: 'open' }),
        await givenCheckout(database, { via: '7.end.city', state: 'created' }),
      ]
      await countPaidCheckouts(needs())
      assert.equal(await labelOf(database, expired), null)
      for (const id of others) assert.equal(await labelOf(database, id), '7.end.city')
    })

    test('a text of an older version is dropped and counts nothing', async () => {
      const id = await givenCheckout(database, { via: 'letter' })
      await countPaidCheckouts(needs())
      assert.equal(await labelOf(database, id), null)
      assert.deepEqual(await readCounts(database), [])
    })

    test('several jobs at once count each payment once', async () => {
      for (let number = 0; number < 150; number += 1) await givenCheckout(database, { via: '7.end.city' })
      const countAll = async (): Promise<void> => {
        if (await countPaidCheckouts(needs())) await countAll()
      }
      await Promise.all(Array.from({ length: 4 }, countAll))
      await countAll()
      assert.deepEqual(
        (await readCounts(database)).map(({ line }) => line),
        ['2026-11-23 7 end city  EUR once 150 75000'],
      )
    })

    test('a job that fails keeps the label, and the next one counts the payment', async () => {
      const id = await givenCheckout(database, { via: '7.end.city' })
      const failing: CountPayments = async (transaction, payments) => {
        await countPayments(transaction, payments)
        throw new Error('cut off')
      }
      await assert.rejects(countPaidCheckouts({ ...needs(), countPayments: failing }), /cut off/)
      assert.equal(await labelOf(database, id), '7.end.city')
      await countPaidCheckouts(needs())
      assert.deepEqual(
        (await readCounts(database)).map(({ line }) => line),
        ['2026-11-23 7 end city  EUR once 1 500'],
      )
    })
  })
