import type { Database, Queryable, Transaction } from '../platform/database/database.ts'
import { storableJson } from '../platform/database/storable-text.ts'
import type { CampaignSettings, CampaignState } from './settings/campaign-settings.ts'

/** `settings` as the database keeps them: an older version of Mainstay may have written them. */
export type CampaignRow = {
  number: number
  version: number
  state: CampaignState
  isStopped: boolean
  settings: unknown
  createdAt: Date
}

const ROWS = `select c.number, c.version, c.state, c.is_stopped as "isStopped", v.settings, c.created_at as "createdAt"
  from campaigns c join campaign_versions v on v.campaign = c.number and v.version = c.version`

/** Newest first. */
export const listCampaigns = (database: Queryable): Promise<CampaignRow[]> =>
  database.query<CampaignRow>(`${ROWS} order by c.number desc`)

export const listPublished = (database: Queryable): Promise<CampaignRow[]> =>
  database.query<CampaignRow>(`${ROWS} where c.state = 'published' order by c.number`)

export const findCampaign = async (database: Queryable, number: number): Promise<CampaignRow | null> => {
  const [row] = await database.query<CampaignRow>(`${ROWS} where c.number = $1`, [number])
  return row ?? null
}

type NewVersion = { settings: CampaignSettings; staffId: string }

export type CreatedCampaign = { number: number; isNew: boolean }

/** Creates a draft. A form that was sent before has created it already: then `isNew` is false and nothing is saved. */
export const createCampaign = async (
  transaction: Transaction,
  { settings, staffId, formKey }: NewVersion & { formKey: string },
  now: Date,
): Promise<CreatedCampaign> => {
  const [row] = await transaction.query<{ number: number }>(
    `insert into campaigns (version, created_at, form_key) values (1, $1, $2)
     on conflict (form_key) do nothing returning number`,
    [now, formKey],
  )
  if (!row) return { number: await numberOfForm(transaction, formKey), isNew: false }
  await insertVersion(transaction, { campaign: row.number, version: 1, settings, staffId }, now)
  return { number: row.number, isNew: true }
}

const numberOfForm = async (transaction: Transaction, formKey: string): Promise<number> => {
  const [row] = await transaction.query<{ number: number }>(
    'select number from campaigns where form_key = $1',
    [formKey],
  )
  if (!row) throw new Error('A new campaign has no number')
  return row.number
}

export type SavedVersion = { ok: true; version: number } | { ok: false; because: 'changed' | 'unknown' }

/** Saves the next version. Refuses it as `changed` if `basedOn` is not the newest: somebody else saved meanwhile. */
export const saveVersion = async (
  transaction: Transaction,
  { campaign, basedOn, settings, staffId }: NewVersion & { campaign: number; basedOn: number },
  now: Date,
): Promise<SavedVersion> => {
  const [row] = await transaction.query<{ version: number }>(
    'update campaigns set version = version + 1 where number = $1 and version = $2 returning version',
    [campaign, basedOn],
  )
  if (!row) {
    const isKnown = (await findCampaign(transaction, campaign)) !== null
    return { ok: false, because: isKnown ? 'changed' : 'unknown' }
  }
  await insertVersion(transaction, { campaign, version: row.version, settings, staffId }, now)
  return { ok: true, version: row.version }
}

const insertVersion = async (
  transaction: Transaction,
  { campaign, version, settings, staffId }: NewVersion & { campaign: number; version: number },
  now: Date,
): Promise<void> => {
  await transaction.query(
    `insert into campaign_versions (campaign, version, settings, staff_id, saved_at) values ($1, $2, $3::jsonb, $4, $5)`,
    [campaign, version, storableJson(settings), staffId, now],
  )
}

type StateChange = {
  campaign: number
  from: readonly CampaignState[]
  to: CampaignState
  version?: number | null
}

/** Changes the state, from one of `from` and, if given, of this version only. Returns false otherwise. */
export const setState = async (
  transaction: Transaction,
  { campaign, from, to, version = null }: StateChange,
): Promise<boolean> =>
  (
    await transaction.query(
      `update campaigns set state = $2
       where number = $1 and state = any($3::text[]) and version = coalesce($4::int, version) returning 1`,
      [campaign, to, from, version],
    )
  ).length > 0

/** Sets the kill switch of one campaign. Returns false if there is none with the number. */
export const setStopped = async (
  transaction: Transaction,
  { campaign, isStopped }: { campaign: number; isStopped: boolean },
): Promise<boolean> =>
  (
    await transaction.query('update campaigns set is_stopped = $2 where number = $1 returning 1', [
      campaign,
      isStopped,
    ])
  ).length > 0

export type VersionRow = { version: number; settings: unknown; savedBy: string; savedAt: Date }

/** Newest first. */
export const listVersions = (database: Database, campaign: number): Promise<VersionRow[]> =>
  database.query<VersionRow>(
    `select v.version, v.settings, s.name as "savedBy", v.saved_at as "savedAt"
     from campaign_versions v join staff_names s on s.id = v.staff_id where v.campaign = $1 order by v.version desc`,
    [campaign],
  )

/** Finds the settings of one version. */
export const findVersion = async (
  database: Queryable,
  { campaign, version }: { campaign: number; version: number },
): Promise<{ settings: unknown } | null> => {
  const [row] = await database.query<{ settings: unknown }>(
    'select settings from campaign_versions where campaign = $1 and version = $2',
    [campaign, version],
  )
  return row ?? null
}
