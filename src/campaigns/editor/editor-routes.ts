import { Router } from 'express'
import { field, longFormBody } from '../../web/form.ts'
import { withLanguage } from '../../web/language.ts'
import { Refusal } from '../../web/refusal.ts'
import { route } from '../../web/route.ts'
import { seeOther } from '../../web/send.ts'
import {
  type CampaignNeeds,
  campaignIn,
  languageIn,
  numberIn,
  onlyNumbers,
  readSettings,
  rulesFor,
} from '../campaign-request-routes.ts'
import {
  type CampaignRow,
  createCampaign,
  findCampaign,
  listVersions,
  saveVersion,
} from '../campaign-store.ts'
import { EMPTY_FORM, type FormValues, formValuesOf } from '../form/form-values.ts'
import { parseForm } from '../form/parse-form.ts'
import { readForm } from '../form/read-form.ts'
import { wordsIn } from '../form/words.ts'
import { changesBetween } from '../history/difference.ts'
import type { CampaignSettings } from '../settings/campaign-settings.ts'
import type { Remark } from './editor-page.tsx'
import { type Exchange, sendEditor } from './editor-request-routes.ts'
import { keepTyped } from './session-ended-routes.ts'

/** Serves the form in which campaigns are written. */
export const editorRoutes = (needs: CampaignNeeds): Router => {
  const router = Router()
  const guards = needs.guardsOr(keepTyped(needs))
  route(router, '/staff/campaigns/new', {
    before: [...guards, longFormBody],
    get: (request, response) => showNew(needs, { request, response }),
    post: (request, response) => create(needs, { request, response }),
  })
  route(router, '/staff/campaigns/:number', {
    before: [onlyNumbers, ...guards, longFormBody],
    get: (request, response) => showCampaign(needs, { request, response }),
    post: (request, response) => save(needs, { request, response }),
  })
  return router
}

const showNew = async (needs: CampaignNeeds, exchange: Exchange): Promise<void> => {
  const { request } = exchange
  const copied = numberIn(request, 'copy')
  if (copied === null) return sendEditor(needs, exchange, { row: null })
  const settings = readSettings((await findCampaign(needs.database, copied))?.settings)
  if (!settings) throw new Refusal('not-found')
  const { say } = wordsIn(languageIn(request, needs), needs.newsroom)
  const values = { ...formValuesOf(settings), name: say('campaigns.copyName', { name: settings.name }) }
  return sendEditor(needs, exchange, { row: null, values, origin: { from: 'copy', number: copied } })
}

const create = async (needs: CampaignNeeds, exchange: Exchange): Promise<void> => {
  const values = withDefaults(readForm(exchange.request.body))
  const parsed = parseForm(values, rulesFor(needs))
  if (!parsed.ok) {
    const { mistakes } = parsed
    return sendEditor(needs, exchange, { row: null, values, mistakes, refused: 'save', status: 422 })
  }
  const { id: staffId } = needs.memberOf(exchange.response)
  const { settings } = parsed
  const number = await needs.database.inTransaction(async (transaction) => {
    const created = await createCampaign(transaction, { settings, staffId }, needs.now())
    const subject = subjectOf(created, 1)
    await needs.recordAudit(transaction, { staffId, action: 'campaign-create', subject }, needs.now())
    return created
  })
  return showDone(needs, exchange, { number, done: 'created' })
}

const withDefaults = (values: FormValues): FormValues => ({ ...EMPTY_FORM, ...values })

const subjectOf = (number: number, version: number): string => `${number}, ${version}`

const showCampaign = async (needs: CampaignNeeds, exchange: Exchange): Promise<void> => {
  const row = await campaignIn(exchange.request, needs)
  const wanted = numberIn(exchange.request, 'version')
  if (wanted === null) return sendEditor(needs, exchange, { row })
  const versions = await listVersions(needs.database, row.number)
  const settings = readSettings(versions.find(({ version }) => version === wanted)?.settings)
  if (!settings) throw new Refusal('not-found')
  const values = formValuesOf(settings)
  return sendEditor(needs, exchange, { row, values, origin: { from: 'version', number: wanted } })
}

/** Saves the next version, unless somebody saved one that the person has not seen. */
const save = async (needs: CampaignNeeds, exchange: Exchange): Promise<void> => {
  const row = await campaignIn(exchange.request, needs)
  const { number } = row
  const values = withDefaults(readForm(exchange.request.body))
  // The page says that nothing is saved, and keeps what the person wrote.
  if (row.state === 'archived')
    return sendEditor(needs, exchange, { row, values, remark: 'impossible', status: 409 })
  const basedOn = Number(/^\d{1,9}$/.exec(field(exchange.request.body, 'version'))?.[0] ?? 0)
  const parsed = parseForm(values, rulesFor(needs))
  if (!parsed.ok) {
    const { mistakes } = parsed
    return sendEditor(needs, exchange, { row, values, basedOn, mistakes, refused: 'save', status: 422 })
  }
  const { settings } = parsed
  if (basedOn === row.version && isSame(row, settings))
    return showDone(needs, exchange, { number, done: 'unchanged' })
  const { id: staffId } = needs.memberOf(exchange.response)
  const saved = await needs.database.inTransaction(async (transaction) => {
    const version = { campaign: number, basedOn, settings, staffId }
    const result = await saveVersion(transaction, version, needs.now())
    const subject = result.ok ? subjectOf(number, result.version) : null
    if (result.ok)
      await needs.recordAudit(transaction, { staffId, action: 'campaign-save', subject }, needs.now())
    return result
  })
  if (!saved.ok) return showConflict(needs, exchange, { number, basedOn, settings, values })
  needs.wake()
  return showDone(needs, exchange, { number, done: 'saved' })
}

const isSame = (row: CampaignRow, settings: CampaignSettings): boolean => {
  const stored = readSettings(row.settings)
  return stored !== null && changesBetween(stored, settings).length === 0
}

type Refused = { number: number; basedOn: number; settings: CampaignSettings; values: FormValues }

/** Shows the person's own text beside what the other one saved. The form is then based on the newer version. */
const showConflict = async (
  needs: CampaignNeeds,
  exchange: Exchange,
  { number, basedOn, settings, values }: Refused,
): Promise<void> => {
  const row = await campaignIn(exchange.request, needs)
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

const showDone = (
  needs: CampaignNeeds,
  { request, response }: Exchange,
  { number, done }: { number: number; done: Remark },
): void =>
  seeOther(response, withLanguage(`/staff/campaigns/${number}?done=${done}`, languageIn(request, needs)))
