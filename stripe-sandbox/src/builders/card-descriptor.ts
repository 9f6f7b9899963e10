const LENGTH = 22
const SEPARATOR = '* '
const SHORTEST_PREFIX = 2
const LONGEST_PREFIX = 10

/** Returns the text of a card statement: the account's alone, or its first letters and the suffix. */
export const cardDescriptor = (account: string, suffix: string | null): string => {
  if (suffix === null) return account
  const room = LENGTH - SEPARATOR.length - suffix.length
  const prefix = account.slice(0, Math.max(SHORTEST_PREFIX, Math.min(LONGEST_PREFIX, room)))
  return `${prefix}${SEPARATOR}${suffix}`.slice(0, LENGTH)
}
