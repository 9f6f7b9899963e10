/** The sums of one key since they were last taken. */
export type Entry<Key, Step extends string> = { key: Key; sums: Record<Step, number> }

/** Numbers that add up in memory until they are written. */
export type Tally<Key, Step extends string> = {
  /** Adds to one sum of a key. Leaves out a new key if there are `limit` of them already. */
  add: (key: Key, step: Step, options?: { by?: number; limit?: number }) => void
  /** Returns all entries and empties the tally. */
  take: () => Entry<Key, Step>[]
  /** Returns how often an addition was left out since the last call. */
  takeDropped: () => number
}

/** The fields of a key must always have the same order. */
export const openTally = <Key extends Record<string, string>, Step extends string>(
  steps: readonly Step[],
): Tally<Key, Step> => {
  let entries = new Map<string, Entry<Key, Step>>()
  let dropped = 0
  const entryOf = (key: Key, limit: number): Entry<Key, Step> | null => {
    const text = Object.values(key).join(' ')
    const known = entries.get(text)
    if (known) return known
    if (entries.size >= limit) return null
    const entry = { key, sums: zeros(steps) }
    entries.set(text, entry)
    return entry
  }
  return {
    add: (key, step, { by = 1, limit = Number.POSITIVE_INFINITY } = {}) => {
      const entry = entryOf(key, limit)
      if (entry) entry.sums[step] += by
      else dropped += 1
    },
    take: () => {
      const taken = [...entries.values()]
      entries = new Map()
      return taken
    },
    takeDropped: () => {
      const count = dropped
      dropped = 0
      return count
    },
  }
}

const zeros = <Step extends string>(steps: readonly Step[]): Record<Step, number> =>
  Object.fromEntries(steps.map((step) => [step, 0])) as Record<Step, number>
