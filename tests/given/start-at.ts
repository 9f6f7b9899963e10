/** The sandbox's clock starts here: a Tuesday in a month with 31 days. */
export const START_AT = new Date(process.env['TEST_START_AT'] ?? '2026-03-10T09:30:00Z')

/** The newsroom's time zone in tests. */
export const TIME_ZONE = process.env['TEST_TIME_ZONE'] ?? 'UTC'

/**
 * Returns the day of an instant in the newsroom's time zone, as English pages and mails show it: 10 March
 * 2026.
 */
export const dayOf = (at: Date): string =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone: TIME_ZONE,
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  }).format(at)

/** Returns the year of an instant in the newsroom's time zone. */
export const yearOf = (at: Date): number =>
  Number(new Intl.DateTimeFormat('en-GB', { timeZone: TIME_ZONE, year: 'numeric' }).format(at))
