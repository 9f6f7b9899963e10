import { type Request, type Response, Router } from 'express'
import { sayIn } from '../../messages/messages.ts'
import type { Currency } from '../../money/currency.ts'
import { calendarOf, monthOf } from '../../platform/calendar.ts'
import { APPEAL_REPORT_ROLES } from '../../staff/roles.ts'
import { Refusal } from '../../web/refusal.ts'
import { route } from '../../web/route.ts'
import type { ReportQuery } from '../periods/report-query.ts'
import {
  type ByRole,
  openExportByRole,
  openReportByRole,
  parametersOf,
  type ReportNeeds,
  sendCsv,
  sendReport,
} from '../report-request-routes.ts'
import type { Days } from '../rollups/movement-figures-store.ts'
import { funnelTable } from './appeal-csv.ts'
import { APPEAL_PATH, appealPage, extraOf } from './appeal-page.tsx'
import {
  FUNNEL_GROUPS,
  type FunnelChoice,
  type FunnelGroup,
  type FunnelSum,
  type PaymentSum,
} from './appeal-sums-store.ts'
import { type AddFunnel, exactFunnel, type FunnelRows, funnelsBy, roundedFunnel } from './funnel.ts'
import { type CampaignNames, campaignNumbers, groupName } from './group-names.ts'

export type AppealReportNeeds = ReportNeeds & {
  findFunnelSums: (days: Days, choice: FunnelChoice) => Promise<FunnelSum[]>
  findPaymentSums: (days: Days, choice: FunnelChoice & { currency: Currency | null }) => Promise<PaymentSum[]>
  findCampaignNames: (numbers: readonly number[]) => Promise<CampaignNames>
}

/** Serves the report on the appeal: exact for the role `finance`, rounded for all others. */
export const appealReportRoutes = (needs: AppealReportNeeds): Router => {
  const router = Router()
  const before = [needs.requireStaff, needs.requireRole(...APPEAL_REPORT_ROLES)]
  route(router, APPEAL_PATH, { before, get: (request, response) => sendPage(needs, request, response) })
  route(router, `${APPEAL_PATH}.csv`, {
    before,
    get: (request, response) => sendTable(needs, request, response),
  })
  return router
}

const sendPage = async (needs: AppealReportNeeds, request: Request, response: Response): Promise<void> => {
  const asked = groupOf(request)
  const by = asked ?? 'campaign'
  const opened = await openReportByRole(needs, request, response)
  const query = { ...opened.query, extra: extraOf(by) }
  const problems = asked === null ? [...opened.problems, 'unknown-group' as const] : opened.problems
  const context = { ...opened, query, problems }
  const { comparison } = query
  const choice = { by, span: 'month', currency: query.currency } as const
  const [rows, before, rates] = await Promise.all([
    findRows(needs, query.period, choice),
    comparison.is === 'period' ? findRows(needs, comparison.period, choice) : null,
    opened.isExact ? needs.findSettledRates() : [],
  ])
  const add = addFor(needs, opened)
  const page = appealPage({
    context,
    by,
    rows,
    before,
    add,
    nameOf: await namesOf(needs, { by, query, rows }),
    currencies: currenciesOf(needs, { ...opened, query, add, rows: [rows, ...(before ? [before] : [])] }),
    rates,
  })
  sendReport(response, context, page)
}

const sendTable = async (needs: AppealReportNeeds, request: Request, response: Response): Promise<void> => {
  const by = groupOf(request)
  const table = parametersOf(request)('table') || 'group'
  const { query, format, isExact } = await openExportByRole(needs, request, response)
  const isKnown = table === 'group' || table === 'month' || (table === 'day' && isExact)
  if (by === null || !isKnown) throw new Refusal('malformed')
  const { currency, period } = query
  const rows = await findRows(needs, period, { by, span: table === 'day' ? 'day' : 'month', currency })
  const add = addFor(needs, { isExact })
  const currencies = currenciesOf(needs, { query, add, rows: [rows], isExact })
  const nameOf = await namesOf(needs, { by, query, rows })
  const named =
    table === 'group'
      ? [...funnelsBy(rows, ({ key }) => key, add)].map(([key, funnel]) => [nameOf(key), funnel] as const)
      : [...funnelsBy(rows, ({ span }) => span, add)].sort(([one], [other]) => (one < other ? -1 : 1))
  const about = { title: sayIn(query.language)('appealReport.title'), query, timeZone: needs.timeZone }
  const of = table === 'group' ? by : table
  await sendCsv(response, funnelTable(named, { ...about, of, currencies }), { query, format })
}

type Choice = FunnelChoice & { currency: Currency | null }

const findRows = async (needs: AppealReportNeeds, days: Days, choice: Choice): Promise<FunnelRows> => {
  const [steps, payments] = await Promise.all([
    needs.findFunnelSums(days, choice),
    needs.findPaymentSums(days, choice),
  ])
  return { steps, payments }
}

const addFor = ({ timeZone, now }: AppealReportNeeds, { isExact }: ByRole): AddFunnel =>
  isExact ? exactFunnel : roundedFunnel(monthOf(calendarOf(timeZone).dayAt(now())))

type Shown = { by: FunnelGroup; query: ReportQuery; rows: FunnelRows }

const namesOf = async (needs: AppealReportNeeds, { by, query, rows }: Shown) => {
  const keys = new Set([...rows.steps, ...rows.payments].map(({ key }) => key))
  const campaigns = by === 'campaign' ? await needs.findCampaignNames(campaignNumbers(keys)) : new Map()
  const { newsroom } = needs
  return (key: string): string => groupName(by, key, { language: query.language, newsroom, campaigns })
}

type Paid = ByRole & { query: ReportQuery; add: AddFunnel; rows: readonly FunnelRows[] }

/** The currencies that were paid in. Rounded reports add all on offer, so that a missing one tells nothing. */
const currenciesOf = ({ newsroom }: AppealReportNeeds, { query, add, rows, isExact }: Paid): Currency[] => {
  if (query.currency !== null) return [query.currency]
  const paid = rows.flatMap((each) => [...add(each).money.keys()])
  const offered = newsroom.giving.map(({ currency }) => currency)
  const shown = [...new Set(isExact ? paid : [...offered, ...paid])].sort()
  return shown.length > 0 ? shown : offered.slice(0, 1)
}

const groupOf = (request: Request): FunnelGroup | null => {
  const asked = parametersOf(request)('by')
  return asked === '' ? 'campaign' : (FUNNEL_GROUPS.find((each) => each === asked) ?? null)
}
