import type { Language } from '../../messages/messages.ts'
import type { Campaign, Targeting, Targets, Visit } from './campaign.ts'
import type { Rule } from './rules.ts'

/** The parts of an article that campaigns aim at. */
export type TargetArticle = {
  section: string
  tags: readonly string[]
  authors: readonly string[]
  language: Language
}

/** A request for an article, with nothing that tells readers apart. */
export type TargetRequest = {
  visit: Visit
  /** Null: no trusted header says it. */
  country: string | null
  /** The `utm_campaign` of the link. */
  code: string | null
}

type Situation = { article: TargetArticle; request: TargetRequest; at: number }

/** Returns the first rule by which a campaign does not show here, null if it may. */
export const targetRefusal = (campaign: Campaign, situation: Situation): Rule | null => {
  const { article, request, at } = situation
  const { targeting } = campaign
  if (campaign.isStopped) return '1.1'
  if (at < campaign.startsAt) return '8.1'
  if (at >= campaign.endsAt) return '8.2'
  if (campaign.findLetter(article.language) === null) return '8.3'
  if (misses(targeting, 'sections', [article.section])) return '8.4'
  if (missesName(targeting, 'tags', article.tags)) return '8.5'
  if (missesName(targeting, 'authors', article.authors)) return '8.6'
  if (missesCountry(targeting, request.country)) return '8.7'
  if (targeting.visit !== 'any' && targeting.visit !== request.visit) return '8.8'
  if (targeting.codes.size > 0 && !targeting.codes.has(request.code ?? '')) return '8.9'
  return null
}

/** Tags and authors match in any letters: an excluded "Obituary" must not miss "obituary". */
export const comparableName = (name: string): string => name.normalize().toLowerCase()

const missesName = (targeting: Targeting, what: 'tags' | 'authors', found: readonly string[]): boolean =>
  targeting.only[what].size + targeting.except[what].size > 0 &&
  misses(targeting, what, found.map(comparableName))

const misses = ({ only, except }: Targeting, what: keyof Targets, found: readonly string[]): boolean =>
  (only[what].size > 0 && !found.some((each) => only[what].has(each))) ||
  (except[what].size > 0 && found.some((each) => except[what].has(each)))

// An unknown country could be an excluded one.
const missesCountry = (targeting: Targeting, country: string | null): boolean =>
  country === null
    ? targeting.only.countries.size > 0 || targeting.except.countries.size > 0
    : misses(targeting, 'countries', [country])
