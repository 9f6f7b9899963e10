import { type Request, type Response, Router } from 'express'
import { sayIn } from '../../messages/messages.ts'
import { calendarOf } from '../../platform/calendar.ts'
import { Refusal } from '../../web/refusal.ts'
import { route } from '../../web/route.ts'
import type { QueryProblem, ReportQuery } from '../periods/report-query.ts'
import {
  openExport,
  openReport,
  parametersOf,
  type ReportNeeds,
  sendCsv,
  sendReport,
} from '../report-request-routes.ts'
import type { CohortChange, CohortSize } from './cohort-store.ts'
import { buildCohorts, type CohortCadence, lastEndedMonth, parseCadence } from './cohorts.ts'
import { cohortsTable } from './cohorts-csv.ts'
import { cohortsPage, PATH } from './cohorts-page.tsx'

type Needs = ReportNeeds & {
  findCohortChanges: (cadence: CohortCadence) => Promise<CohortChange[]>
  findCohortSizes: (cadence: CohortCadence) => Promise<CohortSize[]>
}

/** Serves the report on cohorts, for the role `finance`. */
export const cohortsRoutes = (needs: Needs): Router => {
  const router = Router()
  const before = [needs.requireStaff, needs.requireFinance]
  route(router, PATH, { before, get: (request, response) => sendPage(needs, request, response) })
  route(router, `${PATH}.csv`, { before, get: (request, response) => sendTable(needs, request, response) })
  return router
}

const sendPage = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const opened = await openReport(needs, request, response)
  const parsed = parseCadence(parametersOf(request)('cadence'))
  const cadence = parsed.ok ? parsed.cadence : null
  const problems: readonly QueryProblem[] = parsed.ok ? opened.problems : [...opened.problems, parsed.because]
  const shown = shownOf(needs, opened.query, cadence)
  const { period, comparison } = opened.query
  const found = await findCohorts(needs, cadence)
  const context = { ...opened, problems, query: shown.query }
  const page = cohortsPage({
    context,
    ...shown,
    cadence,
    cohorts: buildCohorts(found, period, shown),
    before: comparison.is === 'period' ? buildCohorts(found, comparison.period, shown) : null,
  })
  sendReport(response, context, page)
}

const sendTable = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const { query: asked, format } = await openExport(needs, request)
  const parameter = parametersOf(request)
  const parsed = parseCadence(parameter('cadence'))
  const by = parameter('table') || 'people'
  if (!parsed.ok || (by !== 'people' && by !== 'money')) throw new Refusal('malformed')
  const shown = shownOf(needs, asked, parsed.cadence)
  const { [by]: rows } = buildCohorts(await findCohorts(needs, parsed.cadence), asked.period, shown)
  // People are counted over all currencies.
  const query = by === 'people' ? { ...shown.query, currency: null } : shown.query
  const say = sayIn(query.language)
  const first = `${say('cohorts.cadence')}: ${say(`cohorts.cadence.${parsed.cadence ?? 'all'}`)}`
  const about = { title: `${say('cohorts.title')}. ${first}`, query, timeZone: needs.timeZone }
  await sendCsv(response, cohortsTable(rows, { by, currency: shown.currency }, about), { query, format })
}

const findCohorts = async (needs: Needs, cadence: CohortCadence) => {
  const [changes, sizes] = await Promise.all([
    needs.findCohortChanges(cadence),
    needs.findCohortSizes(cadence),
  ])
  return { changes, sizes }
}

/** Money is of the chosen currency, or of the newsroom's first: currencies are never added up. */
const shownOf = ({ newsroom, timeZone, now }: Needs, asked: ReportQuery, cadence: CohortCadence) => {
  const currency = asked.currency ?? newsroom.giving[0].currency
  const extra = cadence === null ? [] : [['cadence', cadence] as const]
  const lastMonth = lastEndedMonth(calendarOf(timeZone).dayAt(now()))
  return { currency, lastMonth, query: { ...asked, currency, extra } }
}
