import { type Language, localeOf, sayIn } from '../../messages/messages.ts'
import type { Currency } from '../../money/currency.ts'
import { moneyFigure, rateOf } from '../explained/figure.ts'
import { figureText } from '../explained/figure-words.ts'
import { FiguresTable } from '../plots/figures-table-panel.tsx'
import { DistributionChart } from '../plots/rows-chart.tsx'
import { countUnit } from '../plots/units.ts'
import { outcomeText, reasonText } from './at-risk-words.ts'
import type { Part, Recovery } from './recovery.ts'

type Props = { language: Language; recovery: Recovery }

/** Plots and lists how the failed invoices of the period ended, and why they failed. */
export const RecoveryOfPeriod = ({ language, recovery }: Props) => {
  const say = sayIn(language)
  if (recovery.failed.invoices === 0)
    return (
      <>
        <h2>{say('atRisk.failed')}</h2>
        <p class="empty">{say('atRisk.failedEmpty')}</p>
      </>
    )
  return (
    <>
      <h2>{say('atRisk.outcomes')}</h2>
      <p class="hint">{say('atRisk.failedAt')}</p>
      <DistributionChart
        label={say('atRisk.outcomes')}
        groups={[...recovery.byOutcome].map(([outcome, { invoices }]) => ({
          label: outcomeText(say, outcome),
          value: invoices,
        }))}
        unit={countUnit(language, say('atRisk.invoices'))}
        language={language}
      />
      <OutcomeTable language={language} recovery={recovery} />
      <details class="how">
        <summary>
          {say('how.title')}
          <span class="visually-hidden">: {say('atRisk.outcomes')}</span>
        </summary>
        <div id="how-outcomes">
          <p>{say('atRisk.outcomes.how')}</p>
        </div>
      </details>
      <h2>{say('atRisk.failedReasons')}</h2>
      <DistributionChart
        label={say('atRisk.failedReasons')}
        groups={[...recovery.byReason].map(([reason, { failed }]) => ({
          label: reasonText(say, reason),
          value: failed.invoices,
        }))}
        unit={countUnit(language, say('atRisk.invoices'))}
        language={language}
      />
      <ReasonTable language={language} recovery={recovery} />
    </>
  )
}

const currenciesOf = ({ failed }: Recovery): Currency[] => [...failed.amounts.keys()].sort()

const partCells = (part: Part, currencies: readonly Currency[], language: Language): string[] => [
  part.invoices.toLocaleString(localeOf(language)),
  ...currencies.map((each) => figureText(moneyFigure(part.amounts.get(each) ?? 0, each), language)),
]

const OutcomeTable = ({ language, recovery }: Props) => {
  const say = sayIn(language)
  const currencies = currenciesOf(recovery)
  return (
    <FiguresTable
      caption={say('atRisk.outcomes')}
      columns={[say('atRisk.outcome'), say('atRisk.invoices'), ...currencies]}
      rows={[
        ...[...recovery.byOutcome].map(([outcome, part]) => ({
          name: outcomeText(say, outcome),
          cells: partCells(part, currencies, language),
        })),
        { name: say('atRisk.total'), cells: partCells(recovery.failed, currencies, language) },
      ]}
    />
  )
}

const ReasonTable = ({ language, recovery }: Props) => {
  const say = sayIn(language)
  const currencies = currenciesOf(recovery)
  return (
    <FiguresTable
      caption={say('atRisk.failedReasons')}
      columns={[say('atRisk.reason'), say('atRisk.invoices'), ...currencies, say('atRisk.recoveredShare')]}
      rows={[...recovery.byReason].map(([reason, { failed, recovered }]) => ({
        name: reasonText(say, reason),
        cells: [
          ...partCells(failed, currencies, language),
          figureText(rateOf({ part: recovered.invoices, base: failed.invoices }), language),
        ],
      }))}
    />
  )
}
