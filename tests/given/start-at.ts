/** When the sandbox's clock starts in tests, whatever day it is: a Tuesday in a month of 31 days. */
export const START_AT = new Date(process.env['TEST_START_AT'] ?? '2026-03-10T09:30:00Z')

/** The newsroom's time zone in tests. */
export const TIME_ZONE = process.env['TEST_TIME_ZONE'] ?? 'UTC'
