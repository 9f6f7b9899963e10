import type { CohortRow } from './retention.ts'

/** Smaller groups are merged or "too few": their shares tell more about persons than about the newsroom. */
export const LEAST_PEOPLE = 10

/** One cohort, or several that are too small alone. `from` and `to` are first months, `2026-11`. */
export type CohortGroup = {
  from: string
  to: string
  people: number
  /** The base of the shares. */
  size: number
  /** By months after the first. A cell needs all cohorts of the group to be that old. */
  cells: readonly { left: number; share: number | null }[]
  /** Fewer than ten people: neither people nor shares are shown. */
  isTooSmall: boolean
}

/** Merges each small cohort with the next ones until ten people are together. The last group may stay too small. */
export const mergeSmallCohorts = (rows: readonly CohortRow[]): CohortGroup[] => {
  const groups: CohortGroup[] = []
  let waiting: CohortRow[] = []
  for (const row of rows) {
    waiting.push(row)
    if (sum(waiting, ({ people }) => people) < LEAST_PEOPLE) continue
    groups.push(groupOf(waiting))
    waiting = []
  }
  return waiting.length > 0 ? [...groups, groupOf(waiting)] : groups
}

const groupOf = (rows: readonly CohortRow[]): CohortGroup => {
  const people = sum(rows, (row) => row.people)
  const size = sum(rows, (row) => row.size)
  const ages = Math.min(...rows.map(({ cells }) => cells.length))
  return {
    from: rows[0]?.cohort ?? '',
    to: rows.at(-1)?.cohort ?? '',
    people,
    size,
    cells: Array.from({ length: ages }, (_, age) => {
      const left = sum(rows, ({ cells }) => cells[age]?.left ?? 0)
      return { left, share: size > 0 ? left / size : null }
    }),
    isTooSmall: people < LEAST_PEOPLE,
  }
}

/** Sums over all cohorts that are old enough. */
export type Retained = { age: number; people: number; size: number; left: number }

/** Adds up the cohorts that have reached an age. Null: fewer than ten people have. */
export const retainedAfter = (rows: readonly CohortRow[], age: number): Retained | null => {
  const old = rows.filter(({ cells }) => cells.length > age)
  const people = sum(old, (row) => row.people)
  return people < LEAST_PEOPLE
    ? null
    : {
        age,
        people,
        size: sum(old, (row) => row.size),
        left: sum(old, ({ cells }) => cells[age]?.left ?? 0),
      }
}

/** The ages of the summary, in months. The headline has the highest that ten people have reached. */
export const AGES = [1, 3, 6, 12, 24] as const

const HEADLINE_AGES = [12, 6, 3, 1] as const

export const headlineAge = (rows: readonly CohortRow[]): number | null =>
  HEADLINE_AGES.find((age) => retainedAfter(rows, age) !== null) ?? null

const sum = <T>(rows: readonly T[], value: (row: T) => number): number =>
  rows.reduce((total, row) => total + value(row), 0)
