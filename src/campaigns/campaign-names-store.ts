import type { Queryable } from '../platform/database/database.ts'

/** Finds the names of campaigns by their numbers. A number without a campaign is left out. */
export const findCampaignNames = async (
  database: Queryable,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, string>> => {
  if (numbers.length === 0) return new Map()
  const rows = await database.query<{ number: number; name: string | null }>(
    `select c.number, v.settings ->> 'name' as name
     from campaigns c join campaign_versions v on v.campaign = c.number and v.version = c.version
     where c.number = any($1::integer[])`,
    [numbers.map(String)],
  )
  return new Map(rows.flatMap(({ number, name }) => (name ? [[number, name] as const] : [])))
}
