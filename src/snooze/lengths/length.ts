/** A length of a snooze: days, or months of the calendar. */
export type SnoozeLength = `${number}d` | `${number}m`

/** `never` is "Never on this browser". `given` is "I already support you", without proof. */
export type SnoozeChoice = SnoozeLength | 'never' | 'given'

/** A week, a month, three months. */
export const DEFAULT_LENGTHS: readonly SnoozeLength[] = ['7d', '1m', '3m']

/** More is said in months. */
const MOST_DAYS = 31
/** The date and the 30 days after it must fit into the 400 days of an entry. */
const MOST_MONTHS = 12

/** Returns null for anything but 1 to 31 days or 1 to 12 months, such as `7d` or `3m`. */
export const parseLength = (text: string): SnoozeLength | null => {
  const [, digits = '', unit] = /^([1-9]\d?)([dm])$/.exec(text) ?? []
  const count = Number(digits)
  if (unit === 'd' && count <= MOST_DAYS) return `${count}d`
  if (unit === 'm' && count <= MOST_MONTHS) return `${count}m`
  return null
}

/** Parses what a reader posts. Nobody posts `given`, which has a page of its own. */
export const parsePostedChoice = (text: string): SnoozeLength | 'never' | null =>
  text === 'never' ? text : parseLength(text)

/** Parses what a store keeps. Returns null for what another version wrote and this one does not know. */
export const parseStoredChoice = (text: string | null | undefined): SnoozeChoice | null =>
  text === 'given' ? text : parsePostedChoice(text ?? '')
