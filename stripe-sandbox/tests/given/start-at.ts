/** The time at which the sandbox's clock starts in tests: a Tuesday in a month of 31 days. */
export const START_AT = new Date('2026-03-10T09:30:00Z')
