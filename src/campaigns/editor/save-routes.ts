import { withLanguage } from '../../web/language.ts'
import { Refusal } from '../../web/refusal.ts'
import { seeOther } from '../../web/send.ts'
import { type CampaignNeeds, languageIn, readSettings } from '../campaign-request-routes.ts'
import { type CampaignRow, findCampaign, listVersions, saveVersion } from '../campaign-store.ts'
import type { FormValues } from '../form/form-values.ts'
import { changesBetween } from '../history/difference.ts'
import type { CampaignSettings } from '../settings/campaign-settings.ts'
import type { Remark } from './editor-page.tsx'
import { type Exchange, sendEditor } from './editor-request-routes.ts'

type Written = { row: CampaignRow; basedOn: number; settings: CampaignSettings; values: FormValues }

/** Saves the next version, unless somebody saved one that the person has not seen. */
export const saveNext = async (needs: CampaignNeeds, exchange: Exchange, written: Written): Promise<void> => {
  const { row, basedOn, settings } = written
  const { number } = row
  if (row.state === 'archived') return showArchived(needs, exchange, written)
  const { id: staffId } = needs.memberOf(exchange.response)
  const saved = await needs.database.inTransaction(async (transaction) => {
    const version = { campaign: number, basedOn, settings, staffId }
    const result = await saveVersion(transaction, version, needs.now())
    const subject = result.ok ? subjectOf(number, result.version) : null
    if (result.ok)
      await needs.recordAudit(transaction, { staffId, action: 'campaign-save', subject }, needs.now())
    return result
  })
  if (!saved.ok) return showConflict(needs, exchange, written)
  needs.wake()
  return showDone(needs, exchange, { number, done: 'saved' })
}

/** Says that nothing is saved, and keeps what the person wrote. */
export const showArchived = (
  needs: CampaignNeeds,
  exchange: Exchange,
  { row, values }: Pick<Written, 'row' | 'values'>,
): Promise<void> => sendEditor(needs, exchange, { row, values, remark: 'impossible', status: 409 })

export const subjectOf = (number: number, version: number): string => `${number}, ${version}`

export const isSame = (row: CampaignRow, settings: CampaignSettings): boolean => {
  const stored = readSettings(row.settings)
  return stored !== null && changesBetween(stored, settings).length === 0
}

/** Shows the person's own text beside what the other one saved. The form is then based on the newer version. */
const showConflict = async (
  needs: CampaignNeeds,
  exchange: Exchange,
  { row: { number }, basedOn, settings, values }: Written,
): Promise<void> => {
  const row = await findCampaign(needs.database, number)
  if (!row) throw new Refusal('not-found')
  // The same form sent twice.
  if (isSame(row, settings)) return showDone(needs, exchange, { number, done: 'saved' })
  const versions = await listVersions(needs.database, number)
  const newest = versions.find(({ version }) => version === row.version)
  const base = readSettings(versions.find(({ version }) => version === basedOn)?.settings)
  const current = readSettings(row.settings)
  return sendEditor(needs, exchange, {
    row,
    values,
    basedOn: row.version,
    status: 409,
    conflict: {
      savedBy: newest?.savedBy ?? '',
      savedAt: newest?.savedAt ?? needs.now(),
      theirs: base && current ? changesBetween(base, current) : null,
      yours: current ? changesBetween(current, settings) : null,
    },
  })
}

export const showDone = (
  needs: CampaignNeeds,
  { request, response }: Exchange,
  { number, done }: { number: number; done: Remark },
): void =>
  seeOther(response, withLanguage(`/staff/campaigns/${number}?done=${done}`, languageIn(request, needs)))
