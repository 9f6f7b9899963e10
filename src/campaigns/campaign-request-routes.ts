import type { Request, RequestHandler, Response } from 'express'
import type { Language } from '../messages/messages.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Transaction } from '../platform/database/database.ts'
import type { AuditEntry } from '../staff/audit-store.ts'
import type { StaffMember } from '../staff/staff-store.ts'
import { field } from '../web/form.ts'
import { languageOf } from '../web/language.ts'
import type { Newsroom } from '../web/page/newsroom.ts'
import { Refusal } from '../web/refusal.ts'
import { pathPart } from '../web/route.ts'
import { type CampaignRow, findCampaign } from './campaign-store.ts'
import { type CampaignSettings, campaignSettings } from './settings/campaign-settings.ts'
import type { SettingsRules } from './settings/settings-mistakes.ts'
import type { AimedArticle } from './settings/settings-warnings.ts'

/** The needs of every page about campaigns. */
export type CampaignNeeds = {
  database: Database
  newsroom: Newsroom
  timeZone: string
  now: Clock
  /** A trusted header tells the reader's country. */
  knowsCountries: boolean
  /** Caps can be counted: there is a Redis. */
  countsAppeals: boolean
  /** All articles in a language, also those of later days. */
  listAimedArticles: (language: Language) => readonly AimedArticle[]
  /** Let through only those who edit campaigns. */
  guards: readonly RequestHandler[]
  /** The same, but a post after the session ended goes to `keepPosted`. */
  guardsOr: (keepPosted: RequestHandler) => readonly RequestHandler[]
  memberOf: (response: Response) => StaffMember
  recordAudit: (transaction: Transaction, entry: AuditEntry, now: Date) => Promise<void>
  /** Lets this process look for changes at once. Others look each second. */
  wake: () => void
}

const NUMBER = /^[1-9]\d{0,8}$/

/** Leaves an address such as `/staff/campaigns/explain` to another route. */
export const onlyNumbers: RequestHandler = (request, _response, next) =>
  next(NUMBER.test(String(request.params['number'])) ? undefined : 'route')

export const languageIn = (request: Request, { newsroom }: CampaignNeeds) =>
  languageOf(request, request.query['language'] ?? field(request.body, 'language'), newsroom.staffLanguages)

/** Returns the campaign that the address names. */
export const campaignIn = async (request: Request, { database }: CampaignNeeds): Promise<CampaignRow> => {
  const row = await findCampaign(database, Number(pathPart(request, 'number')))
  if (!row) throw new Refusal('not-found')
  return row
}

/** Parses a number in the address. Null: none is named. */
export const numberIn = (request: Request, name: string): number | null => {
  const given = request.query[name]
  if (given === undefined || given === '') return null
  if (typeof given !== 'string' || !NUMBER.test(given)) throw new Refusal('not-found')
  return Number(given)
}

/** Returns null for settings that another version of Mainstay wrote. */
export const readSettings = (stored: unknown): CampaignSettings | null =>
  campaignSettings.safeParse(stored).data ?? null

export const rulesFor = ({ newsroom, timeZone }: CampaignNeeds): SettingsRules => ({
  languages: newsroom.languages,
  sections: newsroom.sections,
  giving: newsroom.giving,
  timeZone,
})
