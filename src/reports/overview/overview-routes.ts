import { type Request, type RequestHandler, type Response, Router } from 'express'
import type { BillingAttention, PastDueSum } from '../../billing/staff-inbox/attention-store.ts'
import { calendarOf } from '../../platform/calendar.ts'
import { hasRole } from '../../staff/roles.ts'
import { CAMPAIGNS_PATH } from '../../staff/staff-frame.tsx'
import { languageOf } from '../../web/language.ts'
import { route } from '../../web/route.ts'
import { seeOther, sendPrivatePage } from '../../web/send.ts'
import { pastDueOf } from '../at-risk/past-due.ts'
import type { LedgerSum } from '../income/ledger-sums-store.ts'
import type { ReportNeeds } from '../report-request-routes.ts'
import type { Days, MonthSum, MovementSum } from '../rollups/movement-figures-store.ts'
import { changesByMonth, monthsOfRecord } from '../supporters/rounded-report.ts'
import { attentionItems } from './attention.ts'
import type { DemoState } from './demo-panel.tsx'
import type { LatestEvent } from './event-store.ts'
import { buildOverview, courseDays, overviewDays } from './overview.ts'
import { OVERVIEW_PATH, type OverviewContext, overviewPage } from './overview-page.tsx'
import { buildRoundedOverview } from './rounded-overview.ts'
import { roundedOverviewPage } from './rounded-overview-page.tsx'

export type OverviewNeeds = ReportNeeds & {
  findMovementSums: (days: Days) => Promise<MovementSum[]>
  /** Returns the ledger sums by the day at Stripe. */
  findLedgerSums: (days: Days) => Promise<LedgerSum[]>
  findLatestEvents: (limit: number) => Promise<LatestEvent[]>
  findBillingAttention: () => Promise<BillingAttention>
  findPastDueSums: () => Promise<PastDueSum[]>
  /** Counts the contributions with somebody else's address, and the supporters whose address bounces. */
  countAddressCases: () => Promise<{ disowned: number; bounced: number }>
  /** Sums all movements up to a day by month, for the rounded overview. */
  findMonthSums: (to: string) => Promise<MonthSum[]>
  /** Tells whether demo data is offered or being written. */
  findDemoState: () => Promise<DemoState>
}

const LATEST = 10

/** Serves the page on which staff land: exact with the role `finance`, rounded with only `report`. */
export const overviewRoutes = (needs: OverviewNeeds): Router => {
  const router = Router()
  route(router, OVERVIEW_PATH, {
    before: [needs.requireStaff, leadToCampaigns(needs), needs.requireRole('report', 'finance')],
    get: async (request, response) => {
      const context = await openOverview(needs, request, response)
      const isExact = hasRole(needs.memberOf(response), 'finance')
      sendPrivatePage(response, await (isExact ? exactPage(needs, context) : roundedPage(needs, context)))
    },
  })
  return router
}

// Members land here after signing in, and those with only this role would be refused.
const leadToCampaigns =
  ({ memberOf }: OverviewNeeds): RequestHandler =>
  (_request, response, next) => {
    const member = memberOf(response)
    if (hasRole(member, 'report', 'finance') || !hasRole(member, 'campaigns')) return next()
    seeOther(response, CAMPAIGNS_PATH)
  }

const openOverview = async (
  needs: OverviewNeeds,
  request: Request,
  response: Response,
): Promise<OverviewContext> => {
  const { newsroom, timeZone, memberOf } = needs
  const now = needs.now()
  const member = memberOf(response)
  const [since, state, hasDemoData, demo] = await Promise.all([
    needs.findFirstDay(),
    needs.findRecordState(),
    needs.hasDemoData(),
    hasRole(member, 'finance') ? needs.findDemoState() : ('none' as const),
  ])
  const language = languageOf(request, request.query['language'], newsroom.staffLanguages)
  const days = overviewDays(calendarOf(timeZone).dayAt(now))
  return { newsroom, timeZone, language, now, member, days, since, state, hasDemoData, demo }
}

const exactPage = async (needs: OverviewNeeds, context: OverviewContext): Promise<string> => {
  const { days, since, now, state } = context
  const [movements, ledger, events, billing, pastDue, addresses, rates] = await Promise.all([
    needs.findMovementSums(courseDays(days)),
    needs.findLedgerSums({ from: days.yesterday, to: days.today }),
    needs.findLatestEvents(LATEST),
    needs.findBillingAttention(),
    needs.findPastDueSums(),
    needs.countAddressCases(),
    needs.findSettledRates(),
  ])
  return overviewPage({
    context,
    overview: buildOverview({ movements, ledger, since }, days),
    events,
    attention: attentionItems({ ...billing, ...addresses, pastDue, state }, now),
    pastDue: pastDueOf(pastDue, null),
    rates,
  })
}

const roundedPage = async (needs: OverviewNeeds, context: OverviewContext): Promise<string> => {
  const months = monthsOfRecord(context.now, calendarOf(needs.timeZone))
  const rows = changesByMonth(await needs.findMonthSums(context.days.today), months)
  const overview = buildRoundedOverview(rows, months, context.days)
  return roundedOverviewPage({ context, overview })
}
