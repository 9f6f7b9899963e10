import type { ComponentChildren } from 'preact'
import { type Language, sayIn } from '../../messages/messages.ts'
import type { Currency } from '../../money/currency.ts'
import { changeOf, dataValueOf, type Figure } from './figure.ts'
import { changeText, figureText } from './figure-words.ts'
import { type Counted, type Explanation, HowCounted } from './how-counted-panel.tsx'
import type { Metric } from './metric.ts'

/** One figure of a tile. A metric of money has one for each currency. */
export type TileFigure = {
  figure: Figure
  /** The same figure of the compared period. Null: nothing is compared. */
  before: Figure | null
  currency?: Currency
  /** Replaces the words for the figure. */
  text?: string
}

/** Says `at least` before a count that is the sum of rounded months. */
export const roundedText = (figure: Figure, language: Language): { text?: string } =>
  figure.is === 'count'
    ? { text: sayIn(language)('rounded.atLeast', { people: figureText(figure, language) }) }
    : {}

type Props = {
  metric: Metric
  /** Replaces the name of the metric. */
  label?: string
  figures: readonly TileFigure[]
  counted: Counted
  explanation?: Explanation
  /** A drawing of the course of the figure. */
  children?: ComponentChildren
}

/** Shows a headline figure with its change and how it was counted. Belongs into `<dl class="headlines">`. */
export const FigureTile = ({ metric, label, figures, counted, explanation = {}, children }: Props) => {
  const [first] = figures
  return (
    <div>
      <dt>{label ?? sayIn(counted.language)(`metric.${metric}`)}</dt>
      <dd>
        {figures.map((each) => (
          <ShownFigure key={each.currency ?? ''} metric={metric} shown={each} language={counted.language} />
        ))}
        {children}
        <HowCounted
          metric={metric}
          counted={counted}
          result={figures.length === 1 && first ? first.figure : null}
          {...explanation}
        />
      </dd>
    </div>
  )
}

type ShownProps = { metric: Metric; shown: TileFigure; language: Language }

/** The element is machine-readable. `value` is exact and absent if there is no number. */
const ShownFigure = ({ metric, shown: { figure, before, currency, text }, language }: ShownProps) => (
  <>
    <data class="figure" data-metric={metric} data-currency={currency} value={dataValueOf(figure)}>
      {text ?? figureText(figure, language)}
    </data>
    {before === null || dataValueOf(figure) === undefined ? null : (
      <p class="change">{changeText(changeOf(figure, before), language)}</p>
    )}
  </>
)
