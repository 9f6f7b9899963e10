import { type Language, sayIn } from '../../messages/messages.ts'
import type { Currency } from '../../money/currency.ts'
import { dataValueOf } from '../explained/figure.ts'
import { figureText } from '../explained/figure-words.ts'
import type { Counted } from '../explained/how-counted-panel.tsx'
import { spansOf } from '../income/income.ts'
import { PRESETS } from '../periods/period.ts'
import { Chips, MONTHS_PRESETS } from '../periods/period-chips-panel.tsx'
import { periodWords } from '../periods/period-words.ts'
import { type ReportQuery, reportHref } from '../periods/report-query.ts'
import { earlierName } from '../plots/plot-words.ts'
import type { SettledRate } from '../rates/settled-rate-store.ts'
import { TotalInOne } from '../rates/total-panel.tsx'
import { type ReportContext, reportPage } from '../report-frame.tsx'
import type { ByRole } from '../report-request-routes.ts'
import { FUNNEL_GROUPS, type FunnelGroup } from './appeal-sums-store.ts'
import {
  type AddFunnel,
  type Funnel,
  type FunnelRows,
  funnelFigure,
  funnelMoney,
  funnelsBy,
} from './funnel.ts'
import { FunnelGroups, FunnelMonths, FunnelSteps } from './funnel-plots-panel.tsx'
import { FunnelTiles } from './funnel-tiles-panel.tsx'

export const APPEAL_PATH = '/staff/reports/appeal'

type Props = {
  context: ReportContext & ByRole
  by: FunnelGroup
  rows: FunnelRows
  /** The compared period. Null: nothing is compared. */
  before: FunnelRows | null
  add: AddFunnel
  nameOf: (key: string) => string
  currencies: readonly Currency[]
  rates: readonly SettledRate[]
}

/** Shows the way from an article to a payment: by campaign, form or section. */
export const appealPage = (props: Props): string => {
  const { context, by, rows, add } = props
  const { query, timeZone, state, isExact } = context
  const { language, period } = query
  const say = sayIn(language)
  const funnel = add(rows)
  const isEmpty = rows.steps.length === 0 && rows.payments.length === 0
  const counted = { language, timeZone, period: periodWords(period, language), state }
  return reportPage({
    context,
    path: APPEAL_PATH,
    entry: 'appeal',
    title: say('appealReport.title'),
    sentence: summarySentence(funnel, isExact, language),
    csvPath: `${APPEAL_PATH}.csv`,
    tables: [
      ['group', say('appealReport.csv.group')],
      ['month', say('movements.csv.month')],
      ...(isExact ? [['day', say('movements.csv.day')] as const] : []),
    ],
    presets: isExact ? PRESETS : MONTHS_PRESETS,
    children: (
      <>
        <p class="hint">{say(isExact ? 'appealReport.exact' : 'appealReport.rounded')}</p>
        <GroupChips query={query} by={by} />
        <Headlines {...props} funnel={funnel} counted={counted} />
        {isEmpty ? (
          <p class="empty">{say(query.since === null ? 'appealReport.empty' : 'appealReport.emptyPeriod')}</p>
        ) : (
          <Plots {...props} funnel={funnel} />
        )}
      </>
    ),
  })
}

const Headlines = ({
  context: { newsroom, isExact },
  before,
  add,
  currencies,
  rates,
  funnel,
  counted,
}: Props & { funnel: Funnel; counted: Counted }) => {
  const into = newsroom.giving[0].currency
  return (
    <>
      <FunnelTiles
        now={funnel}
        before={before && add(before)}
        currencies={currencies}
        isExact={isExact}
        counted={counted}
      />
      {isExact ? (
        <TotalInOne
          metric="money-per-thousand-total"
          label={sayIn(counted.language)('appealReport.allIn', { currency: into })}
          amounts={perThousandOf(funnel)}
          into={into}
          rates={rates}
          counted={counted}
        />
      ) : null}
    </>
  )
}

/** Minor units for a thousand appeals. None while no appeal was shown. */
const perThousandOf = (funnel: Funnel): ReadonlyMap<Currency, number> =>
  new Map(
    [...funnel.money.keys()].flatMap((currency) => {
      const figure = funnelMoney(funnel, 'money-per-thousand', currency)
      return figure.is === 'money' ? [[currency, figure.minor] as const] : []
    }),
  )

const Plots = ({
  context,
  by,
  rows,
  before,
  add,
  nameOf,
  currencies,
  funnel,
}: Props & { funnel: Funnel }) => {
  const { query } = context
  const { language, comparison, compare, since } = query
  const groups = [...funnelsBy(rows, ({ key }) => key, add)].map(
    ([key, each]) => [nameOf(key), each] as const,
  )
  const monthsOf = (of: FunnelRows) => funnelsBy(of, ({ span }) => span, add)
  return (
    <>
      <FunnelSteps funnel={funnel} language={language} />
      <FunnelGroups by={by} groups={groups} total={funnel} currencies={currencies} language={language} />
      <FunnelMonths
        funnels={monthsOf(rows)}
        spans={spansOf(query)}
        none={add({ steps: [], payments: [] })}
        earlier={
          comparison.is === 'none' || before === null
            ? null
            : {
                label: earlierName(compare, language),
                funnels: monthsOf(before),
                spans: spansOf({ period: comparison.period, since }),
              }
        }
        currencies={currencies}
        language={language}
      />
    </>
  )
}

const GroupChips = ({ query, by }: { query: ReportQuery; by: FunnelGroup }) => {
  const say = sayIn(query.language)
  return (
    <div class="report-query">
      <Chips
        label={say('appealReport.by')}
        chips={FUNNEL_GROUPS.map((each) => ({
          text: say(`appealReport.by.${each}`),
          href: reportHref(APPEAL_PATH, { ...query, extra: extraOf(each) }),
          isCurrent: each === by,
        }))}
      />
    </div>
  )
}

/** The parameters of a grouping. By campaign is the usual one. */
export const extraOf = (by: FunnelGroup): [string, string][] => (by === 'campaign' ? [] : [['by', by]])

const summarySentence = (funnel: Funnel, isExact: boolean, language: Language): string => {
  const say = sayIn(language)
  if (funnel.shown === 0) return say('appealReport.sentence.none')
  const paid = funnelFigure(funnel, 'appeal-payments')
  const words = { shown: funnel.shown, rate: figureText(funnelFigure(funnel, 'paid-per-thousand'), language) }
  if (dataValueOf(paid) === undefined) return say('appealReport.sentence.few', words)
  return say(isExact ? 'appealReport.sentence' : 'appealReport.sentence.atLeast', {
    ...words,
    paid: funnel.paid ?? 0,
  })
}
