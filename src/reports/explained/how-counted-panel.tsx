import { formatInstant } from '../../messages/dates.ts'
import { type Language, sayIn } from '../../messages/messages.ts'
import type { Figure } from './figure.ts'
import { figureText } from './figure-words.ts'
import type { Metric } from './metric.ts'
import { heardAt, type RecordState } from './record-state.ts'

/** One line of the inputs of a figure. `sign` joins it to the line above. */
export type Input = { sign: '' | '+' | '−' | '÷' | '×'; label: string; figure: Figure }

type MetricInput = { sign: Input['sign']; metric: Metric; figure: Figure }

/** An input that is a metric itself. */
export const metricInput = ({ sign, metric, figure }: MetricInput, language: Language): Input => ({
  sign,
  label: sayIn(language)(`metric.${metric}`),
  figure,
})

/** All figures of a page share these. `period` is in words. */
export type Counted = { language: Language; timeZone: string; period: string; state: RecordState }

export type Explanation = {
  /** Replaces the definition of the metric, such as one of rounded figures. */
  definition?: string
  /** Inputs whose result is the figure itself. */
  inputs?: readonly Input[]
}

type Props = Explanation & { metric: Metric; result: Figure | null; counted: Counted }

/** Explains a figure in a panel that opens in place. A link to `#how-<metric>` opens it too. */
export const HowCounted = ({ metric, definition, inputs = [], result, counted }: Props) => {
  const { language, timeZone, period, state } = counted
  const say = sayIn(language)
  const heard = heardAt(state)
  const { reconciledAt, asOf } = state
  return (
    <details class="how">
      <summary>
        {say('how.title')}
        <span class="visually-hidden">: {say(`metric.${metric}`)}</span>
      </summary>
      {/* A browser opens the panel when an address leads to something inside it. */}
      <div id={`how-${metric}`}>
        <p>{definition ?? say(`definition.${metric}`)}</p>
        {inputs.length > 0 && result !== null ? (
          <Inputs metric={metric} inputs={inputs} result={result} language={language} />
        ) : null}
        <p>{say('how.period', { period, zone: timeZone })}</p>
        <p>
          {heard === null
            ? say('how.neverHeard')
            : say('how.heard', { at: formatInstant(heard, language, timeZone) })}{' '}
          {reconciledAt === null
            ? say('how.neverReconciled')
            : say('how.reconciled', { at: formatInstant(reconciledAt, language, timeZone) })}{' '}
          {asOf ? say('how.copy', { at: formatInstant(asOf, language, timeZone) }) : null}
        </p>
      </div>
    </details>
  )
}

type InputsProps = { metric: Metric; inputs: readonly Input[]; result: Figure; language: Language }

const Inputs = ({ metric, inputs, result, language }: InputsProps) => {
  const say = sayIn(language)
  return (
    <table class="how-inputs">
      <caption class="visually-hidden">{say('how.inputs')}</caption>
      <tbody>
        {inputs.map(({ sign, label, figure }) => (
          <tr key={label}>
            <td>{sign}</td>
            <th scope="row">{label}</th>
            <td>{figureText(figure, language)}</td>
          </tr>
        ))}
        <tr class="how-result">
          <td>=</td>
          <th scope="row">{say(`metric.${metric}`)}</th>
          <td>{figureText(result, language)}</td>
        </tr>
      </tbody>
    </table>
  )
}
