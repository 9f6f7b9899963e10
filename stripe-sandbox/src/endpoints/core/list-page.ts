import type { List } from '../../objects/stripe-objects.ts'
import type { State } from '../../state/state.ts'
import type { TableName, Tables } from '../../state/tables.ts'
import { resourceMissing } from './stripe-error.ts'

export type Paging = { limit?: number; starting_after?: string; ending_before?: string }
type CreatedFilter = number | { gte?: number; gt?: number; lte?: number; lt?: number }

export const createdWithin = (created: number, filter: CreatedFilter | undefined): boolean => {
  if (filter === undefined) return true
  if (typeof filter === 'number') return created === filter
  const { gte = -Infinity, gt = -Infinity, lte = Infinity, lt = Infinity } = filter
  return created >= gte && created > gt && created <= lte && created < lt
}

type Listing<Row> = {
  paging: Paging
  url: string
  keep: (row: Row) => boolean
  /** Reads this customer's rows only. */
  customer?: string | undefined
}

/** Reads one page of a table by Stripe's cursors, newest first. */
export const listPage = <Name extends TableName>(
  state: State,
  table: Name,
  { paging, url, keep, customer }: Listing<Tables[Name]>,
): List<Tables[Name]> => {
  const { limit = 10, starting_after: after, ending_before: before } = paging
  const newestFirst = (customer === undefined ? state.ids(table) : state.idsOf(table, customer)).reverse()
  const indexOf = (id: string): number => {
    const index = newestFirst.indexOf(id)
    if (index < 0) throw resourceMissing(table, id, after === id ? 'starting_after' : 'ending_before')
    return index
  }
  const window = newestFirst.slice(
    after === undefined ? 0 : indexOf(after) + 1,
    before === undefined ? undefined : indexOf(before),
  )
  const rows = window.map((id) => state.get(table, id)).filter((row) => row !== undefined)
  const kept = (rows as Tables[Name][]).filter(keep)
  // With ending_before, Stripe returns the rows next to the cursor.
  const data = before === undefined ? kept.slice(0, limit) : kept.slice(-limit)
  return { object: 'list', data, has_more: kept.length > data.length, url }
}
