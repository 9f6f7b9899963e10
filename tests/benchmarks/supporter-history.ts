import { readFile } from 'node:fs/promises'
import type { Database, Transaction } from '../../src/platform/database/database.ts'
import { compareRollups, rebuildRollups } from '../../src/reports/rollups/rollup-store.ts'

export type History = { supporters: number; months: number; now: Date }

/** Seconds of each step, in order. */
export type StepTimes = Map<string, number>

/**
 * Writes a history of many supporters into a migrated database without any, and its rollups. Triggers and foreign keys are
 * off meanwhile. Throws if the rollups differ from the record.
 */
export const makeHistory = async (database: Database, history: History): Promise<StepTimes> => {
  const times: StepTimes = new Map()
  const timed = async (name: string, work: () => Promise<unknown>): Promise<void> => {
    const startedAt = performance.now()
    await work()
    times.set(name, (performance.now() - startedAt) / 1000)
  }
  const steps = await readSteps(history)
  await database.inTransaction(async (transaction) => {
    const indexes = await dropIndexes(transaction)
    for (const { name, sql } of steps) await timed(name, () => transaction.run(sql))
    await timed('indexes', async () => {
      for (const index of indexes) await transaction.run(index)
    })
  })
  await timed('analyze', () => database.run('vacuum analyze'))
  await timed('rollups', () => database.inTransaction(rebuildRollups))
  await timed('vacuum of rollups', () => database.run('vacuum analyze'))
  await timed('comparison', async () => {
    const differing = (await compareRollups(database)).filter(({ rows }) => rows > 0)
    if (differing.length > 0) throw new Error(`Rollups differ: ${JSON.stringify(differing)}`)
  })
  return times
}

const STEPS = new URL('supporter-history.sql', import.meta.url)

const readSteps = async ({ supporters, months, now }: History): Promise<{ name: string; sql: string }[]> => {
  const text = (await readFile(STEPS, 'utf8'))
    .replaceAll(':supporters', String(supporters))
    .replaceAll(':months', String(months))
    .replaceAll(':now', now.toISOString())
  return text
    .split('-- step: ')
    .slice(1)
    .map((part) => {
      const end = part.indexOf('\n')
      return { name: part.slice(0, end), sql: part.slice(end) }
    })
}

/** Indexes of tables with millions of rows are made afterwards, by sorting. Returns the statements that make them. */
const dropIndexes = async (transaction: Transaction): Promise<string[]> => {
  const indexes = await transaction.query<{ name: string; statement: string }>(
    `select i.indexname as name, i.indexdef as statement from pg_indexes i
     where i.tablename in ('ledger_entries', 'movements') and i.indexname not in (select conname from pg_constraint)`,
  )
  for (const { name } of indexes) await transaction.run(`drop index "${name}"`)
  return indexes.map(({ statement }) => statement)
}
