/** Draws from a fixed sequence: the same seed gives the same draws on every machine. */
export type Random = {
  /** At least 0 and below 1. */
  fraction: () => number
  /** An integer of the range, both ends included. */
  whole: (from: number, to: number) => number
  isOneIn: (chance: number) => boolean
  /** The list must not be empty. */
  pick: <Item>(items: readonly Item[]) => Item
  /** The index of a weight, drawn in proportion to the weights. */
  weighted: (weights: readonly number[]) => number
}

/** Makes a generator with the algorithm Mulberry32. Not for secrets. */
export const randomOf = (seed: number): Random => {
  let state = seed >>> 0
  const fraction = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const whole = (from: number, to: number): number => from + Math.floor(fraction() * (to - from + 1))
  return {
    fraction,
    whole,
    isOneIn: (chance) => fraction() < chance,
    pick: (items) => items[whole(0, items.length - 1)] as (typeof items)[number],
    weighted: (weights) => {
      let left = fraction() * weights.reduce((sum, weight) => sum + weight, 0)
      const index = weights.findIndex((weight) => {
        left -= weight
        return left < 0
      })
      return index < 0 ? weights.length - 1 : index
    },
  }
}

/** Makes the generator of one numbered part, so that parts do not depend on each other. */
export const randomOfPart = (seed: number, part: number): Random =>
  randomOf(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(part + 1, 0x85ebca6b))

const hexDigits = (random: Random, count: number): string =>
  Array.from({ length: count }, () => random.whole(0, 15).toString(16)).join('')

/** Draws an id in the form of a random UUID. */
export const uuidFrom = (random: Random): string =>
  [
    hexDigits(random, 8),
    hexDigits(random, 4),
    `4${hexDigits(random, 3)}`,
    `8${hexDigits(random, 3)}`,
    hexDigits(random, 12),
  ].join('-')
