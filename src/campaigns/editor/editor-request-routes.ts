import type { Request, Response } from 'express'
import { calendarOf } from '../../platform/calendar.ts'
import { field } from '../../web/form.ts'
import { formTokenOf } from '../../web/form-token.ts'
import { sendPrivatePage } from '../../web/send.ts'
import { findAppealSettings } from '../appeal-settings-store.ts'
import { type CampaignNeeds, languageIn, readSettings } from '../campaign-request-routes.ts'
import type { CampaignRow } from '../campaign-store.ts'
import { EMPTY_FORM, type FormValues, formValuesOf } from '../form/form-values.ts'
import { wordsIn } from '../form/words.ts'
import type { CampaignSettings } from '../settings/campaign-settings.ts'
import type { Mistake } from '../settings/mistake.ts'
import { settingsWarnings, type Warning } from '../settings/settings-warnings.ts'
import { shownStateOf } from '../states/shown-state.ts'
import { type EditorView, editorPage, REMARKS } from './editor-page.tsx'

export type Exchange = { request: Request; response: Response }

type Shown = Partial<Pick<EditorView, 'refused' | 'conflict' | 'remark' | 'origin' | 'basedOn'>> & {
  /** Absent: the stored settings. */
  values?: FormValues
  mistakes?: readonly Mistake[]
  status?: number
}

/** Sends the form of a campaign, or of a new one if `row` is null. */
export const sendEditor = async (
  needs: CampaignNeeds,
  { request, response }: Exchange,
  { row, status = 200, mistakes = [], ...shown }: Shown & { row: CampaignRow | null },
): Promise<void> => {
  const { newsroom, timeZone, now } = needs
  const settings = row && readSettings(row.settings)
  const values = shown.values ?? (settings ? formValuesOf(settings) : EMPTY_FORM)
  const { isStopped: isEveryAppealStopped } = await findAppealSettings(needs.database)
  const isUnreadable = row !== null && settings === null
  const view: EditorView = {
    form: { words: wordsIn(languageIn(request, needs), newsroom), values, mistakes },
    campaign: row && {
      number: row.number,
      version: row.version,
      name: settings?.name ?? `${row.number}`,
      state: row.state,
      shown: shownStateOf({ state: row.state, settings }, timeZone, now()),
      isStopped: row.isStopped,
    },
    formKey: row === null ? formTokenOf(field(request.body, 'formKey')) : null,
    basedOn: shown.basedOn ?? row?.version ?? 0,
    refused: shown.refused ?? null,
    conflict: shown.conflict ?? null,
    warnings: settings ? warningsFor(needs, settings) : [],
    remark: shown.remark ?? REMARKS.find((each) => each === request.query['done']) ?? null,
    origin: shown.origin ?? (isUnreadable ? { from: 'unreadable' } : null),
  }
  const member = needs.memberOf(response)
  sendPrivatePage(
    response.status(status),
    editorPage({ newsroom, timeZone, member, isEveryAppealStopped, view }),
  )
}

const warningsFor = (
  { newsroom: { languages }, timeZone, now, knowsCountries, countsAppeals, listAimedArticles }: CampaignNeeds,
  settings: CampaignSettings,
): Warning[] =>
  settingsWarnings(settings, {
    languages,
    knowsCountries,
    countsAppeals,
    articles: languages.flatMap(listAimedArticles),
    today: calendarOf(timeZone).dayAt(now()),
  })
