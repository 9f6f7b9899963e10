import type { Queryable } from '../platform/database/database.ts'

/** The settings of every appeal. */
export type AppealSettings = {
  /** The kill switch of every appeal. */
  isStopped: boolean
  /** The lengths that "Remind me later" offers, such as `7d`. */
  snoozeLengths: readonly string[]
  /** Grows with each change of these settings or of a campaign. */
  change: string
}

export const findAppealSettings = async (database: Queryable): Promise<AppealSettings> => {
  const [row] = await database.query<AppealSettings>(
    `select is_stopped as "isStopped", to_json(snooze_lengths) as "snoozeLengths", change::text from appeal_settings`,
  )
  if (!row) throw new Error('The settings of the appeal are missing')
  return row
}

export const stopEveryAppeal = async (transaction: Queryable, isStopped: boolean): Promise<void> => {
  await transaction.query('update appeal_settings set is_stopped = $1, change = change + 1', [isStopped])
}

export const setSnoozeLengths = async (transaction: Queryable, lengths: readonly string[]): Promise<void> => {
  await transaction.query('update appeal_settings set snooze_lengths = $1, change = change + 1', [lengths])
}
