import type { Database } from '../../platform/database/database.ts'
import { hasDemoData, hasRealSupporters } from './demo-store.ts'

/** Why demo data must not be written. */
export type DemoRefusal = 'real-stripe' | 'real-supporters' | 'has-demo'

/** Finds out why demo data must not be written. Null: it may be. */
export const findDemoRefusal = async (
  database: Database,
  isSandbox: boolean,
): Promise<DemoRefusal | null> => {
  if (!isSandbox) return 'real-stripe'
  if (await hasDemoData(database)) return 'has-demo'
  return (await hasRealSupporters(database)) ? 'real-supporters' : null
}
