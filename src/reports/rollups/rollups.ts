/** A table of sums by key, made of raw rows. */
export type Rollup = {
  table: string
  /** The view that adds the deltas which the job has not moved yet. */
  figures: string
  keys: readonly string[]
  sums: readonly string[]
  /** The keys and sums as expressions over one raw row, in the order above. */
  ofRaw: readonly string[]
  /** The raw rows. */
  raw: string
  /** The same over one delta. */
  ofDelta: readonly string[]
  /** The deltas, for rollups that take several rows of each. */
  deltas?: string
}

/** A table of deltas and the rollups that it feeds. */
export type Feed = { deltas: string; rollups: readonly Rollup[] }

/**
 * Selects the newsroom's day of an instant. Written out, because Postgres cannot inline a function with a query: a million
 * calls would take half a minute.
 */
export const dayOf = (at: string): string =>
  `coalesce((select day from calendar_days where starts_at <= ${at} order by starts_at desc limit 1), '2000-01-01')`

/**
 * Selects the same for millions of rows: all days are read once into two arrays, and each instant is found by halving.
 * Dates have one length, so the array of days is read at its place.
 */
const dayOfMany = (at: string): string =>
  `coalesce(((select array_agg(day::date order by starts_at) from calendar_days))[width_bucket(${at},
    (select array_agg(starts_at order by starts_at) from calendar_days))]::text, '2000-01-01')`

const MOVEMENT_KEYS = ['currency', 'cadence', 'kind'] as const

const movementDays: Rollup = {
  table: 'movement_days',
  figures: 'movement_figures',
  keys: ['day', ...MOVEMENT_KEYS, 'cause'],
  sums: ['movements', 'annual_change'],
  raw: 'movement_history',
  ofRaw: [dayOfMany('occurred_at'), ...MOVEMENT_KEYS, 'cause', '1', 'annual_change'],
  ofDelta: [dayOf('occurred_at'), ...MOVEMENT_KEYS, 'cause', 'movements', 'annual_change'],
}

const cohortChanges: Rollup = {
  table: 'cohort_changes',
  figures: 'cohort_figures',
  keys: ['cohort', 'month', 'currency', 'cadence'],
  sums: ['people', 'people_in_currency', 'annual_change'],
  raw: 'movement_history',
  ofRaw: [
    `month_of(${dayOfMany('first_at')})`,
    `month_of(${dayOfMany('occurred_at')})`,
    'currency',
    'first_cadence',
    'people_change(kind, false)',
    'people_change(kind, true)',
    'annual_change',
  ],
  ofDelta: [
    `month_of(${dayOf('first_at')})`,
    `month_of(${dayOf('occurred_at')})`,
    'currency',
    'first_cadence',
    'movements * people_change(kind, false)',
    'movements * people_change(kind, true)',
    'annual_change',
  ],
}

const amountCounts: Rollup = {
  table: 'amount_counts',
  figures: 'amount_figures',
  keys: ['currency', 'cadence', 'annual_amount'],
  sums: ['people'],
  raw: 'current_amounts',
  ofRaw: ['currency', 'cadence', 'annual_amount', '1'],
  ofDelta: ['currency', 'cadence', 'annual_amount', 'people'],
}

const LEDGER_KEYS = ['currency', 'cadence', 'kind', 'settled_currency'] as const
const TIME_OF_BASIS = 'ledger_time(basis, occurred_at, available_at, charged_at)'
const ledgerValues = (day: string): string[] => [
  'basis',
  day,
  ...LEDGER_KEYS,
  '1',
  'amount',
  'settled_amount',
  'fee',
  'net',
]
const BASES = "cross join (values ('occurred'), ('available'), ('charged')) as bases (basis)"

const ledgerDays: Rollup = {
  table: 'ledger_days',
  figures: 'ledger_figures',
  keys: ['basis', 'day', ...LEDGER_KEYS],
  sums: ['entries', 'amount', 'settled_amount', 'fee', 'net'],
  raw: `reported_entries ${BASES}`,
  ofRaw: ledgerValues(dayOfMany(TIME_OF_BASIS)),
  ofDelta: ledgerValues(dayOf(TIME_OF_BASIS)),
  deltas: BASES,
}

const scheduleDays: Rollup = {
  table: 'schedule_days',
  figures: 'schedule_figures',
  keys: ['day', 'currency', 'kind'],
  sums: ['subscriptions', 'amount'],
  raw: 'scheduled_charges',
  ofRaw: [dayOfMany('due_at'), 'currency', 'kind', '1', 'amount'],
  ofDelta: [dayOf('due_at'), 'currency', 'kind', 'subscriptions', 'amount'],
}

const FAILURE_KEYS = ['currency', 'cadence', 'reason', 'outcome'] as const

const failureDays: Rollup = {
  table: 'failure_days',
  figures: 'failure_figures',
  keys: ['day', ...FAILURE_KEYS],
  sums: ['invoices', 'amount'],
  raw: 'failed_invoices',
  ofRaw: [dayOfMany('failed_at'), ...FAILURE_KEYS, '1', 'amount'],
  ofDelta: [dayOf('failed_at'), ...FAILURE_KEYS, 'invoices', 'amount'],
}

const attemptDays: Rollup = {
  table: 'attempt_days',
  figures: 'attempt_figures',
  keys: ['day', 'currency', 'cadence'],
  sums: ['invoices', 'failed'],
  raw: 'first_attempts',
  ofRaw: [dayOfMany('attempted_at'), 'currency', 'cadence', '1', 'failed'],
  ofDelta: [dayOf('attempted_at'), 'currency', 'cadence', 'invoices', 'failed'],
}

const APPEAL_KEYS = ['campaign', 'form', 'section'] as const
const APPEAL_STEPS = ['eligible', 'shown', 'seen', 'give', 'dismissed', 'checkouts'] as const

/** Adds the day to rows by the hour. A year has few hours, so each is looked up once. */
const withDays = (raw: string): string =>
  `${raw} join (select hour as named, ${dayOf('hour')} as day from (select distinct hour from ${raw}) as hours) as named_hours
    on named = hour`

const appealDays: Rollup = {
  table: 'appeal_days',
  figures: 'appeal_figures',
  keys: ['day', ...APPEAL_KEYS],
  sums: APPEAL_STEPS,
  raw: withDays('reported_appeals'),
  ofRaw: ['day', ...APPEAL_KEYS, ...APPEAL_STEPS],
  ofDelta: [dayOf('hour'), ...APPEAL_KEYS, ...APPEAL_STEPS],
}

const snoozeDays: Rollup = {
  table: 'snooze_days',
  figures: 'snooze_figures',
  keys: ['day', ...APPEAL_KEYS, 'length'],
  sums: ['snoozes'],
  raw: withDays('reported_snoozes'),
  ofRaw: ['day', ...APPEAL_KEYS, 'length', 'snoozes'],
  ofDelta: [dayOf('hour'), ...APPEAL_KEYS, 'length', 'snoozes'],
}

export const FEEDS: readonly Feed[] = [
  { deltas: 'movement_deltas', rollups: [movementDays, cohortChanges] },
  { deltas: 'amount_deltas', rollups: [amountCounts] },
  { deltas: 'ledger_deltas', rollups: [ledgerDays] },
  { deltas: 'schedule_deltas', rollups: [scheduleDays] },
  { deltas: 'failure_deltas', rollups: [failureDays] },
  { deltas: 'attempt_deltas', rollups: [attemptDays] },
  { deltas: 'appeal_deltas', rollups: [appealDays] },
  { deltas: 'snooze_deltas', rollups: [snoozeDays] },
]
