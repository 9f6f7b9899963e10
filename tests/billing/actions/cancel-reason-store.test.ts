import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { countCancelReasons } from '../../../src/billing/actions/cancel-reason-store.ts'
import { ENGINES, type Opened } from '../../given/resources/engines.ts'

const FROM = new Date('2026-11-01T00:00:00Z')
const UNTIL = new Date('2026-12-01T00:00:00Z')

type Action = { at: string; cause?: string; reason?: string; withdrawnAt?: string }

/** Two for money, one without a reason; the others do not count. */
const ACTIONS: Action[] = [
  { at: '2026-11-01T00:00:00Z', reason: 'money' },
  { at: '2026-11-30T23:59:59Z', reason: 'money' },
  { at: '2026-11-15T12:00:00Z' },
  { at: '2026-12-01T00:00:00Z', reason: 'safety' },
  { at: '2026-10-31T23:59:59Z', reason: 'safety' },
  { at: '2026-11-15T12:00:00Z', reason: 'reading', withdrawnAt: '2026-11-15T12:00:01Z' },
  { at: '2026-11-15T12:00:00Z', cause: 'staff' },
]

for (const [name, open] of ENGINES) {
  describe(`reasons for canceling on ${name}`, () => {
    let opened: Opened
    before(async () => {
      opened = await open({ isMigrated: true })
    })
    after(() => opened.close())

    test('are counted from the first instant to before the last, without withdrawn cancellations', async () => {
      assert.deepEqual(await countCancelReasons(opened.database, { from: FROM, until: UNTIL }), [])
      for (const [index, { at, cause = 'chosen', reason = null, withdrawnAt = null }] of ACTIONS.entries())
        await opened.database.query(
          `insert into subscription_actions (id, subscription_id, kind, cause, reason, created_at, withdrawn_at)
           values ($1, $2, 'cancel', $3, $4, $5, $6)`,
          [randomUUID(), `sub_${index}`, cause, reason, at, withdrawnAt],
        )
      assert.deepEqual(await countCancelReasons(opened.database, { from: FROM, until: UNTIL }), [
        { reason: 'money', cancellations: 2 },
        { reason: 'none', cancellations: 1 },
      ])
    })
  })
}
