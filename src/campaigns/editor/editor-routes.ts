import { Router } from 'express'
import { field, longFormBody } from '../../web/form.ts'
import { formTokenOf } from '../../web/form-token.ts'
import { Refusal } from '../../web/refusal.ts'
import { route } from '../../web/route.ts'
import {
  type CampaignNeeds,
  campaignIn,
  languageIn,
  numberIn,
  onlyNumbers,
  readSettings,
  rulesFor,
} from '../campaign-request-routes.ts'
import { type CreatedCampaign, createCampaign, findCampaign, listVersions } from '../campaign-store.ts'
import { EMPTY_FORM, type FormValues, formValuesOf } from '../form/form-values.ts'
import { parseForm } from '../form/parse-form.ts'
import { readForm } from '../form/read-form.ts'
import { wordsIn } from '../form/words.ts'
import type { CampaignSettings } from '../settings/campaign-settings.ts'
import { type Exchange, sendEditor } from './editor-request-routes.ts'
import { isSame, saveNext, showArchived, showDone, subjectOf } from './save-routes.ts'
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

/** Creates a draft. A second press of the button, or a form sent again, lands on the draft of the first. */
const create = async (needs: CampaignNeeds, exchange: Exchange): Promise<void> => {
  const values = withDefaults(readForm(exchange.request.body))
  const parsed = parseForm(values, rulesFor(needs))
  if (!parsed.ok) {
    const { mistakes } = parsed
    return sendEditor(needs, exchange, { row: null, values, mistakes, refused: 'save', status: 422 })
  }
  const { settings } = parsed
  const { number, isNew } = await createAudited(needs, exchange, settings)
  const row = isNew ? null : await findCampaign(needs.database, number)
  if (row === null || isSame(row, settings)) return showDone(needs, exchange, { number, done: 'created' })
  // Readers may see it by now, so the person decides.
  const basedOn = row.state === 'draft' ? 1 : 0
  return saveNext(needs, exchange, { row, basedOn, settings, values })
}

const createAudited = (
  needs: CampaignNeeds,
  { request, response }: Exchange,
  settings: CampaignSettings,
): Promise<CreatedCampaign> =>
  needs.database.inTransaction(async (transaction) => {
    const { id: staffId } = needs.memberOf(response)
    const formKey = formTokenOf(field(request.body, 'formKey'))
    const created = await createCampaign(transaction, { settings, staffId, formKey }, needs.now())
    const subject = subjectOf(created.number, 1)
    if (created.isNew)
      await needs.recordAudit(transaction, { staffId, action: 'campaign-create', subject }, needs.now())
    return created
  })

const withDefaults = (values: FormValues): FormValues => ({ ...EMPTY_FORM, ...values })

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

const save = async (needs: CampaignNeeds, exchange: Exchange): Promise<void> => {
  const row = await campaignIn(exchange.request, needs)
  const values = withDefaults(readForm(exchange.request.body))
  const basedOn = Number(/^\d{1,9}$/.exec(field(exchange.request.body, 'version'))?.[0] ?? 0)
  if (row.state === 'archived') return showArchived(needs, exchange, { row, values })
  const parsed = parseForm(values, rulesFor(needs))
  if (!parsed.ok) {
    const { mistakes } = parsed
    return sendEditor(needs, exchange, { row, values, basedOn, mistakes, refused: 'save', status: 422 })
  }
  const { settings } = parsed
  if (basedOn === row.version && isSame(row, settings))
    return showDone(needs, exchange, { number: row.number, done: 'unchanged' })
  return saveNext(needs, exchange, { row, basedOn, settings, values })
}
