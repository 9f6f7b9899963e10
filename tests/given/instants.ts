import { IANAZone } from 'luxon'

/** Instants at which calendars go wrong: ends of months and years, leap days, clock changes. */
export const ODD_INSTANTS = [
  '2026-01-29T12:00:00.000Z',
  '2026-01-31T23:59:30.000Z',
  '2026-02-28T23:30:00.000Z',
  '2026-03-29T00:59:00.000Z',
  '2026-03-30T22:15:00.000Z',
  '2026-05-31T10:30:00.000Z',
  '2026-10-25T00:30:00.000Z',
  '2026-11-01T05:59:00.000Z',
  '2026-12-31T13:59:00.000Z',
  '2027-12-31T23:50:00.000Z',
  '2028-02-28T23:59:00.000Z',
  '2028-02-29T11:00:00.000Z',
] as const

/** Time zones at both ends of the day, and zones with clock changes. */
export const ODD_ZONES = [
  'UTC',
  'Pacific/Kiritimati',
  'Pacific/Honolulu',
  'America/New_York',
  'Europe/Riga',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
] as const

/** Names that Node.js knows and its list leaves out. Postgres takes some of them for another offset. */
const ALIASES = [
  ...['CAT', 'CET', 'EET', 'MET', 'WET', 'IST', 'BST', 'PST', 'CST', 'EST', 'GMT', 'UTC', 'EST5EDT'],
  ...['Etc/GMT+12', 'Etc/GMT-14', 'America/Vancouver', 'Europe/Kyiv', 'Asia/Kolkata', 'US/Pacific', 'Eire'],
] as const

/** Every time zone that this Node.js knows. Versions differ in aliases. */
export const ZONES: readonly string[] = [
  ...new Set([
    ...Intl.supportedValuesOf('timeZone'),
    ...ALIASES.filter((zone) => IANAZone.isValidZone(zone)),
  ]),
]
