import { fill } from './desk-texts.ts'
import { amountIn, type DeskView, dayIn, PostButton } from './desk-view.tsx'
import { nameOfCharge, nameOfCustomer } from './names.ts'
import { findTarget, renewalOf, type Scenario, type Target } from './scenarios.ts'

/** One scenario: its button, and what it would do to whom. */
export const ScenarioPanel = ({ view, scenario }: { view: DeskView; scenario: Scenario }) => {
  const { state, texts } = view
  const target = findTarget(state, scenario)
  return (
    <li>
      <PostButton view={view} to={`scenarios/${scenario}`} isDisabled={target === null}>
        {texts[scenario]}
      </PostButton>
      <span>
        {target ? fill(texts[`${scenario}Text`], valuesOf(view, target)) : texts[`${scenario}None`]}
      </span>
    </li>
  )
}

const valuesOf = (view: DeskView, target: Target): Record<string, string> => {
  const { state, texts } = view
  if (target.kind === 'subscription') {
    const { subscription } = target
    return {
      who: nameOfCustomer(state, subscription.customer) ?? texts.nobody,
      date: dayIn(view, renewalOf(subscription)),
    }
  }
  const { charge } = target
  return {
    who: nameOfCharge(state, charge) ?? texts.nobody,
    amount: amountIn(view, charge.amount, charge.currency),
    date: dayIn(view, charge.created),
  }
}
