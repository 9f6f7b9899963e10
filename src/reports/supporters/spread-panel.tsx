import { type Language, localeOf, sayIn } from '../../messages/messages.ts'
import type { Currency } from '../../money/currency.ts'
import { formatMoney, money } from '../../money/money.ts'
import { monthlyOf } from '../monthly.ts'
import { FiguresTable, tableOf } from '../plots/figures-table-panel.tsx'
import type { Figure } from '../plots/plot-data.ts'
import { DistributionChart } from '../plots/rows-chart.tsx'
import { countUnit } from '../plots/units.ts'
import { type AmountGroup, amountGroups, peopleBy } from './current-figures.ts'
import type { AmountSum } from './current-figures-store.ts'

type Props = {
  /** Those of the chosen currency, or of all. */
  amounts: readonly AmountSum[]
  currency: Currency | null
  language: Language
}

/** Shows how supporters are spread over amounts, cadences and currencies now. */
export const SpreadPanel = ({ amounts, currency, language }: Props) => {
  const say = sayIn(language)
  if (amounts.length === 0) return null
  const currencies = peopleBy(amounts, (sum) => sum.currency)
  const cadences = peopleBy(amounts, ({ cadence }) => cadence)
  return (
    <>
      <h2>{say('supporters.spread')}</h2>
      <p class="hint">{say('supporters.spread.note')}</p>
      <div class="spreads">
        {currencies.map(([each]) => (
          <Spread
            key={each}
            title={say('supporters.spread.amounts', { currency: each })}
            heading={say('supporters.spread.amount')}
            groups={amountGroups(amounts, each).map(({ amount, people }) => ({
              label: amountText(amount, each, language),
              value: people,
            }))}
            language={language}
          />
        ))}
        <Spread
          title={say('supporters.spread.cadences')}
          heading={say('supporters.spread.cadence')}
          groups={cadences.map(([each, value]) => ({ label: say(`supporters.cadence.${each}`), value }))}
          language={language}
        />
        {currency === null && currencies.length > 1 ? (
          <Spread
            title={say('supporters.spread.currencies')}
            heading={say('reports.currency')}
            groups={currencies.map(([label, value]) => ({ label, value }))}
            language={language}
          />
        ) : null}
      </div>
    </>
  )
}

type SpreadProps = {
  title: string
  heading: string
  groups: readonly { label: string; value: Figure }[]
  language: Language
}

/** Shows one distribution as a plot and as a table. */
export const Spread = ({ title, heading, groups, language }: SpreadProps) => {
  const say = sayIn(language)
  const unit = countUnit(language, say('plots.people'))
  const figures = {
    names: groups.map(({ label }) => label),
    series: [{ label: say('supporters.people'), values: groups.map(({ value }) => value) }],
  }
  return (
    <section>
      <h3>{title}</h3>
      <DistributionChart label={title} groups={groups} unit={unit} language={language} />
      <FiguresTable
        caption={say('supporters.spread.table', { title })}
        {...tableOf(figures, heading, { unit, language })}
      />
    </section>
  )
}

const amountText = (amount: AmountGroup['amount'], currency: Currency, language: Language): string => {
  const say = sayIn(language)
  if (amount === null) return say('supporters.spread.others')
  const { cadence, annual } = amount
  const minor = cadence === 'monthly' ? Math.round(monthlyOf(annual)) : annual
  return say(`supporters.spread.${cadence}`, {
    amount: formatMoney(money(minor, currency), localeOf(language)),
  })
}
