import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { findLatestEvents } from '../../../src/reports/overview/event-store.ts'
import { ENGINES, type Opened } from '../../given/resources/engines.ts'

const day = (number: number): Date => new Date(`2026-11-${String(number).padStart(2, '0')}T12:00:00Z`)

for (const [name, open] of ENGINES) {
  describe(`the latest events on ${name}`, () => {
    let opened: Opened
    const shown = async (limit: number): Promise<string[]> =>
      (await findLatestEvents(opened.database, limit)).map(
        ({ at, kind, amount }) => `${at.getUTCDate()} ${kind} ${amount}`,
      )
    before(async () => {
      opened = await open({ isMigrated: true })
      const { database } = opened
      const id = randomUUID()
      await database.query('insert into supporters (id, created_at) values ($1, $2)', [id, day(1)])
      const movements: [number, string, number][] = [
        [1, 'new', 6_000],
        [10, 'expansion', 6_000],
        [20, 'churn', -12_000],
      ]
      for (const [index, [number, kind, change]] of movements.entries())
        await database.query(
          `insert into movements (supporter_id, currency, sequence, occurred_at, kind, annual_change, annual_after, cause)
           values ($1, 'USD', $2, $3, $4, $5, 0, $6)`,
          [id, index, day(number), kind, change, kind === 'churn' ? 'chosen' : null],
        )
      const entries: [number, string, number][] = [
        [1, 'payment', 500],
        [5, 'refund', -300],
        [15, 'dispute', -500],
        [16, 'payment', 500],
      ]
      for (const [number, kind, amount] of entries)
        await database.query(
          `insert into ledger_entries (balance_transaction_id, charge_id, supporter_id, kind, occurred_at, currency, amount,
             settled_currency, settled_amount, fee, net, recorded_at)
           values ($1, 'ch_' || $1, $2, $3, $4, 'USD', $5, 'USD', $5, 0, $5, $4)`,
          [`txn_${number}`, id, kind, day(number), amount],
        )
    })
    after(() => opened.close())

    test('movements, refunds and disputes are listed newest first, payments are not', async () => {
      assert.deepEqual(await shown(10), [
        '20 churn 12000',
        '15 dispute 500',
        '10 expansion 6000',
        '5 refund 300',
        '1 new 6000',
      ])
    })

    test('a shorter list ends with the same latest ones', async () => {
      assert.deepEqual(await shown(2), ['20 churn 12000', '15 dispute 500'])
      assert.deepEqual(await shown(1), ['20 churn 12000'])
    })
  })
}
