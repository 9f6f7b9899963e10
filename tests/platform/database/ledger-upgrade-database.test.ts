import assert from 'node:assert/strict'
import { cp, readdir } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { MIGRATIONS, migrate } from '../../../src/platform/database/migrate.ts'
import { givenDirectory } from '../../given/resources/directories.ts'
import { openAsOwner } from '../../given/resources/owned-database.ts'

const LAST_OF_BEFORE = '0009'
const SUPPORTER = '00000000-0000-4000-8000-000000000001'
const ENTRIES = [
  ['txn_paid', 'payment', '2026-10-02', 500],
  ['txn_refunded', 'refund', '2026-11-03', -500],
] as const

test('an upgrade dates refunds of the ledger by their charge, also without the rights of a superuser', async (context) => {
  const { database, close } = await openAsOwner()
  context.after(close)
  const before = await givenDirectory()
  context.after(before.remove)
  for (const file of await readdir(MIGRATIONS))
    if (file.slice(0, 4) <= LAST_OF_BEFORE)
      await cp(path.join(MIGRATIONS, file), path.join(before.path, file))
  await migrate(database, before.path)
  for (const [id, kind, at, amount] of ENTRIES)
    await database.query(
      `insert into ledger_entries (balance_transaction_id, kind, supporter_id, charge_id, occurred_at, currency, amount,
         settled_currency, settled_amount, fee, net, recorded_at)
       values ($1, $2, $3, 'ch_1', $4, 'USD', $5::bigint, 'USD', $5::bigint, 0, $5::bigint, now())`,
      [id, kind, SUPPORTER, new Date(at), amount],
    )
  await migrate(database, MIGRATIONS)
  const rows = await database.query<{ id: string; chargedAt: Date | null }>(
    'select balance_transaction_id as id, charged_at as "chargedAt" from ledger_entries order by occurred_at',
  )
  assert.deepEqual(rows, [
    { id: 'txn_paid', chargedAt: null },
    { id: 'txn_refunded', chargedAt: new Date('2026-10-02') },
  ])
  // The ledger is closed again.
  await assert.rejects(database.query('update ledger_entries set charged_at = now()'), /permission denied/)
  await assert.rejects(
    database.inTransaction(async (transaction) => {
      await transaction.query('grant update on ledger_entries to current_user')
      await transaction.query('update ledger_entries set charged_at = now()')
    }),
    /append-only/,
  )
})
