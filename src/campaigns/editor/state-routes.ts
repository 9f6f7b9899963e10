import { Router } from 'express'
import { field, formBody } from '../../web/form.ts'
import { withLanguage } from '../../web/language.ts'
import { route, withoutDatabase } from '../../web/route.ts'
import { seeOther } from '../../web/send.ts'
import {
  type CampaignNeeds,
  campaignIn,
  languageIn,
  onlyNumbers,
  readSettings,
  rulesFor,
} from '../campaign-request-routes.ts'
import type { CampaignRow } from '../campaign-store.ts'
import { EMPTY_FORM } from '../form/form-values.ts'
import { parseForm } from '../form/parse-form.ts'
import { stateAt } from '../live/compile-campaign.ts'
import type { Mistake } from '../settings/mistake.ts'
import { settingsMistakes } from '../settings/settings-mistakes.ts'
import { ACTIONS, actionsFor, type CampaignAction } from '../states/actions.ts'
import { changeState } from '../states/change-state-action.ts'
import { shownStateOf } from '../states/shown-state.ts'
import type { Remark } from './editor-page.tsx'
import { type Exchange, sendEditor } from './editor-request-routes.ts'

const DONE: Readonly<Record<CampaignAction, Remark>> = {
  publish: 'published',
  end: 'ended',
  archive: 'archived',
  stop: 'stopped',
  resume: 'resumed',
}

/** Serves the actions that change the state of a campaign. */
export const stateRoutes = (needs: CampaignNeeds): Router => {
  const router = Router()
  for (const action of ACTIONS) {
    const refusal = action === 'stop' || action === 'end' ? 'not-stopped' : 'unavailable'
    route(router, `/staff/campaigns/:number/${action}`, {
      before: [withoutDatabase(refusal), onlyNumbers, ...needs.guards, formBody],
      post: (request, response) => act(needs, { request, response }, action),
    })
  }
  return router
}

const act = async (needs: CampaignNeeds, exchange: Exchange, action: CampaignAction): Promise<void> => {
  const row = await campaignIn(exchange.request, needs)
  const mistakes = action === 'publish' ? publishMistakes(needs, row) : []
  if (mistakes.length > 0)
    return sendEditor(needs, exchange, { row, mistakes, refused: 'publish', status: 422 })
  const isDone =
    isSeen(exchange, row, action) &&
    isPossible(needs, row, action) &&
    (await actAudited(needs, exchange, { row, action }))
  if (isDone) needs.wake()
  const done = isDone ? DONE[action] : 'impossible'
  const path = `/staff/campaigns/${row.number}?done=${done}`
  seeOther(exchange.response, withLanguage(path, languageIn(exchange.request, needs)))
}

/** Nobody publishes a text that somebody else saved after the page was opened. */
const isSeen = ({ request }: Exchange, { version }: CampaignRow, action: CampaignAction): boolean =>
  action !== 'publish' || field(request.body, 'version') === String(version)

const isPossible = (
  { timeZone, now }: CampaignNeeds,
  { state, isStopped, settings: stored }: CampaignRow,
  action: CampaignAction,
): boolean => {
  const shown = shownStateOf({ state, settings: readSettings(stored) }, timeZone, now())
  return actionsFor({ state, shown, isStopped }).includes(action)
}

/** The settings of the newsroom may have changed since the campaign was saved. */
const publishMistakes = (needs: CampaignNeeds, { settings: stored }: CampaignRow): readonly Mistake[] => {
  const settings = readSettings(stored)
  if (!settings) {
    const parsed = parseForm(EMPTY_FORM, rulesFor(needs))
    return parsed.ok ? [] : parsed.mistakes
  }
  const isOver = stateAt(settings, needs.timeZone, needs.now()) === 'ended'
  return [
    ...settingsMistakes(settings, rulesFor(needs)),
    ...(isOver ? [{ field: 'to', because: 'already-over' } as const] : []),
  ]
}

type Asked = { row: CampaignRow; action: CampaignAction }

const actAudited = (
  { database, memberOf, recordAudit, now }: CampaignNeeds,
  { response }: Exchange,
  { row: { number, state, version }, action }: Asked,
): Promise<boolean> =>
  database.inTransaction(async (transaction) => {
    const isChanged = await changeState(transaction, { campaign: number, state, version, action })
    const subject = `${number}, ${version}`
    const entry = { staffId: memberOf(response).id, action: `campaign-${action}`, subject }
    if (isChanged) await recordAudit(transaction, entry, now())
    return isChanged
  })
