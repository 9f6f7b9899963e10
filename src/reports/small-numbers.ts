/**
 * Rounds figures for the role `report`. No figure tells a colleague whether one person supports, since when, or
 * with how much. Two rules make that hold for any two looks at a report.
 *
 * First: each month is rounded alone, and everything else is made of rounded months. Otherwise two overlapping
 * periods could be subtracted.
 *
 * Second: money changes only after ten people came or left in the same currency.
 */

/** Fewer people than this are a small number. */
export const SMALL = 10

/** Rounds a count of people down to ten. */
export const roundCount = (people: number): number => Math.max(0, Math.floor(people / SMALL) * SMALL)

/** Rounds a change down to ten people. Returns null for fewer than ten, so that none looks like nine. */
export const roundChange = (people: number): number | null => (people < SMALL ? null : roundCount(people))

/** Adds up the rounded changes of months. Returns null if each was fewer than ten. */
export const sumRounded = (changes: readonly (number | null)[]): number | null => {
  const known = changes.filter((each) => each !== null)
  return known.length === 0 ? null : known.reduce((total, each) => total + each, 0)
}

/** One group, such as a currency, at the end of one month. */
export type GroupMonth = {
  people: number
  /** How many came or left in the month, whichever is more. */
  moves: number
  /** The sum of their contributions, in minor units. */
  amount: number
}

/**
 * Rounds the amounts of one group over all months of the record. An amount is kept until ten people came or
 * left since it was taken. Null: fewer than ten people give.
 */
export const roundAmounts = (months: readonly GroupMonth[]): (number | null)[] => {
  let shown: number | null = null
  let waiting = 0
  return months.map(({ people, moves, amount }) => {
    waiting += moves
    if (waiting >= SMALL) {
      shown = roundAmount(amount, people)
      waiting = 0
    }
    return shown
  })
}

/**
 * Rounds an amount down to 1, 2 or 5 times a power of ten: at most what ten people give on average. Null: fewer than ten
 * people give it.
 */
export const roundAmount = (amount: number, people: number): number | null => {
  if (people < SMALL || amount <= 0) return null
  const ofTen = (amount / people) * SMALL
  const power = 10 ** Math.floor(Math.log10(ofTen))
  const step = power * ([5, 2].find((factor) => factor * power <= ofTen) ?? 1)
  return Math.floor(amount / step) * step
}
