import { sayIn } from '../../messages/messages.ts'
import type { Currency } from '../../money/currency.ts'
import { countFigure, type Figure, moneyFigure, rateOf } from '../explained/figure.ts'
import { FigureTile } from '../explained/figure-tile-panel.tsx'
import { figureText } from '../explained/figure-words.ts'
import type { Counted, Input } from '../explained/how-counted-panel.tsx'
import { monthlyOf } from '../monthly.ts'
import { FiguresTable } from '../plots/figures-table-panel.tsx'
import { AGES, type Retained, retainedAfter } from './cohort-groups.ts'
import type { Cohorts } from './cohorts.ts'

type Props = {
  cohorts: Cohorts
  /** The cohorts of the compared period. Null: nothing is compared. */
  before: Cohorts | null
  /** The age of the headline, in months. */
  age: number
  currency: Currency
  counted: Counted
}

/** Returns the share that is left, or why there is none. */
export const retentionFigure = (retained: Retained | null): Figure =>
  retained === null ? { is: 'too-few' } : rateOf({ part: retained.left, base: retained.size })

/** Shows the headline figures: the share of people and of money that is left. */
export const RetainedTiles = ({ cohorts, before, age, currency, counted }: Props) => {
  const { language } = counted
  const say = sayIn(language)
  const shown = (by: 'people' | 'money') => {
    const figure = retentionFigure(retainedAfter(cohorts[by], age))
    const rate = figureText(figure, language)
    return {
      figure,
      before: before === null ? null : retentionFigure(retainedAfter(before[by], age)),
      ...(figure.is === 'rate' ? { text: say('cohorts.after', { rate, months: age }) } : {}),
      ...(by === 'money' ? { currency } : {}),
    }
  }
  const inputs = (by: 'people' | 'money'): Input[] => {
    const retained = retainedAfter(cohorts[by], age)
    if (retained === null) return []
    const figure = (amount: number): Figure =>
      by === 'people' ? countFigure(amount) : moneyFigure(monthlyOf(amount), currency)
    return [
      { sign: '', label: say(`cohorts.${by}Left`), figure: figure(retained.left) },
      { sign: '÷', label: say(`cohorts.${by}Began`), figure: figure(retained.size) },
    ]
  }
  return (
    <dl class="headlines">
      <FigureTile
        metric="retention"
        figures={[shown('people')]}
        counted={counted}
        explanation={{ inputs: inputs('people') }}
      />
      <FigureTile
        metric="retention-mrr"
        figures={[shown('money')]}
        counted={counted}
        explanation={{ inputs: inputs('money') }}
      />
    </dl>
  )
}

/** Lists what is left of all cohorts after each age that ten people have reached. */
export const AgesTable = ({ cohorts, currency, counted: { language } }: Omit<Props, 'before' | 'age'>) => {
  const say = sayIn(language)
  const text = (figure: Figure): string => figureText(figure, language)
  return (
    <FiguresTable
      caption={say('cohorts.ages')}
      isOpen={true}
      columns={[
        say('cohorts.ages.time'),
        say('cohorts.ages.people'),
        say('cohorts.ages.left'),
        say('cohorts.ages.share'),
        say('cohorts.ages.money', { currency }),
      ]}
      rows={AGES.flatMap((age) => {
        const people = retainedAfter(cohorts.people, age)
        if (people === null) return []
        return [
          {
            name: say('cohorts.ages.months', { months: age }),
            cells: [
              text(countFigure(people.size)),
              text(countFigure(people.left)),
              text(retentionFigure(people)),
              text(retentionFigure(retainedAfter(cohorts.money, age))),
            ],
          },
        ]
      })}
    />
  )
}
