/** The steps of the appeal in one section on one day. */
export type DemoHour = {
  hour: Date
  section: string
  eligible: number
  shown: number
  seen: number
  give: number
  checkouts: number
}

export type DemoSnooze = { hour: Date; section: string; length: string; count: number }

/** `day` is `2026-11-22`. */
export type DemoReminder = { day: string; count: number }

export type DemoPayment = {
  day: string
  section: string
  /** `2026-11`, or empty: no reminder came before the payment. */
  reminded: string
  currency: string
  cadence: string
  count: number
  /** Minor units. */
  amount: number
}

/** Invented counts. All are of the letter file, at the end of articles. */
export type DemoCounts = {
  hours: readonly DemoHour[]
  snoozes: readonly DemoSnooze[]
  reminders: readonly DemoReminder[]
  payments: readonly DemoPayment[]
}

type Numbers<T> = { [Key in keyof T]: T[Key] extends number ? Key : never }[keyof T]

/** Adds up the rows that have the same key. A statement may not write a row twice. */
export const addUpRows = <T>(
  rows: readonly T[],
  keyOf: (row: T) => string,
  counts: readonly Numbers<T>[],
): T[] => {
  const added = new Map<string, T>()
  for (const row of rows) {
    const known = added.get(keyOf(row))
    const sums = counts.map((count) => [count, Number(known?.[count] ?? 0) + Number(row[count])])
    added.set(keyOf(row), { ...row, ...Object.fromEntries(sums) })
  }
  return [...added.values()]
}
