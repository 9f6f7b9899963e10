import type { Database, Transaction } from '../../platform/database/database.ts'
import { saveFacts } from '../record/fact-store.ts'
import { savePauses } from '../record/pause-store.ts'
import { refoldSupporter } from '../sync/refold-supporter-action.ts'
import { saveDemoCancellations, saveDemoSupporters } from './demo-store.ts'
import type { DemoPlan } from './invented/demo-plan.ts'
import { type DemoSupporter, inventSupporter } from './invented/demo-supporter.ts'

/** One transaction writes this many supporters. Between two the server answers its readers. */
const BATCH = 20

/** Writes the next supporters of the demo after `written`. Resolves to how many are written then. */
export const writeDemoBatch = async (
  database: Database,
  plan: DemoPlan,
  written: number,
): Promise<number> => {
  const until = Math.min(plan.supporters, written + BATCH)
  const supporters = Array.from({ length: until - written }, (_, index) =>
    inventSupporter(plan, written + index),
  )
  await database.inTransaction(async (transaction) => {
    await saveDemoSupporters(transaction, supporters)
    for (const supporter of supporters) await writeSupporter(transaction, plan, supporter)
  })
  return until
}

/** Writes facts and derives the rest, as a sync does. The demo has no checkouts. */
const writeSupporter = async (
  transaction: Transaction,
  { now, rules }: DemoPlan,
  supporter: DemoSupporter,
): Promise<void> => {
  const { supporterId, facts, pauses } = supporter
  await saveFacts(transaction, { supporterId, facts }, now)
  await savePauses(transaction, pauses)
  await saveDemoCancellations(transaction, supporter)
  await refoldSupporter(
    transaction,
    { checkouts: { lastUnpaidAt: async () => null }, now: () => now, rules },
    {
      supporter: { id: supporterId, status: null, statusUntil: null, version: 0 },
      // The pauses are dated already.
      snapshot: { subscriptions: [], fetchedAt: now },
    },
  )
}

/** Writes the whole demo and tells how many supporters are written after each batch. */
export const writeDemo = async (
  database: Database,
  plan: DemoPlan,
  onProgress: (written: number) => void,
): Promise<void> => {
  for (let written = 0; written < plan.supporters; ) {
    written = await writeDemoBatch(database, plan, written)
    onProgress(written)
  }
}
