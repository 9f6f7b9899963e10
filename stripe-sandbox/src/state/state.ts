import { type Change, openJournal } from './journal.ts'
import type { TableName, Tables } from './tables.ts'

/** All objects of the sandbox. Changes are made inside `commit`, which journals them together. */
export type State = {
  get: <Name extends TableName>(table: Name, id: string) => Tables[Name] | undefined
  all: <Name extends TableName>(table: Name) => Tables[Name][]
  ids: (table: TableName) => string[]
  /** The ids of the rows that belong to a customer, or without one to an invoice or charge. Oldest first. */
  idsOf: (table: TableName, customer: string) => string[]
  put: <Name extends TableName>(table: Name, id: string, value: Tables[Name]) => void
  remove: (table: TableName, id: string) => void
  /** Makes all changes of `work`, or none. They are in the journal when this returns. */
  commit: <T>(work: () => T) => T
  close: () => void
}

export const openState = (directory: string): State => {
  const tables = new Map<string, Map<string, unknown>>()
  const tableOf = (name: string) => {
    const table = tables.get(name) ?? new Map<string, unknown>()
    tables.set(name, table)
    return table
  }
  const owned = new Map<string, Set<string>>()
  const apply = (changes: Change[]) => {
    for (const [table, id, value] of changes) {
      const owner = ownerOf(value ?? tableOf(table).get(id))
      if (value === null) tableOf(table).delete(id)
      else tableOf(table).set(id, value)
      if (owner === null) continue
      const ids = owned.get(`${table} ${owner}`) ?? new Set()
      if (value === null) ids.delete(id)
      else ids.add(id)
      owned.set(`${table} ${owner}`, ids)
    }
  }
  const current = () =>
    [...tables].flatMap(([table, rows]) => [...rows].map(([id, value]): Change => [table, id, value]))
  const journal = openJournal(directory, apply, current)
  let pending: Change[] | null = null
  let before: Change[] = []
  const change = (table: TableName, id: string, value: unknown) => {
    if (pending === null) throw new Error('The sandbox changed something outside a commit')
    before.push([table, id, tableOf(table).get(id) ?? null])
    pending.push([table, id, value])
    apply([[table, id, value]])
  }
  return {
    get: (table, id) => tableOf(table).get(id) as never,
    all: (table) => [...tableOf(table).values()] as never,
    ids: (table) => [...tableOf(table).keys()],
    // The owner of a row may have changed, so the index may hold rows of an earlier owner.
    idsOf: (table, customer) =>
      [...(owned.get(`${table} ${customer}`) ?? [])].filter(
        (id) => ownerOf(tableOf(table).get(id)) === customer,
      ),
    put: (table, id, value) => change(table, id, value),
    remove: (table, id) => change(table, id, null),
    commit: (work) => {
      if (pending !== null) return work()
      pending = []
      before = []
      try {
        const result = work()
        if (pending.length > 0) journal.append(pending)
        return result
      } catch (error) {
        apply(before.reverse())
        throw error
      } finally {
        pending = null
      }
    },
    close: journal.close,
  }
}

// A row without a customer is indexed by its invoice or charge.
const ownerOf = (row: unknown): string | null => {
  if (typeof row !== 'object' || row === null) return null
  const { customer, invoice, charge } = row as Record<string, unknown>
  const owner = customer ?? invoice ?? charge
  if (typeof owner === 'string') return owner
  return typeof owner === 'object' && owner !== null && 'id' in owner ? String(owner.id) : null
}
