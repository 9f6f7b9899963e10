import { addMonths, PAUSES } from '../../billing/model/plan-change.ts'
import { formatDate } from '../../messages/dates.ts'
import { type Language, sayIn } from '../../messages/messages.ts'

type Props = {
  language: Language
  timeZone: string
  nextCharge: Date
  /** The billing dates follow it. */
  anchor: Date | null
}

/** Asks how many charges to skip, in the field `months`. Each choice names the day of the next charge. */
export const PauseChoices = ({ language, timeZone, nextCharge, anchor }: Props) => {
  const say = sayIn(language)
  return (
    <fieldset class="account-choices">
      <legend>{say('pause.legend')}</legend>
      {PAUSES.map((months) => (
        <label key={months} class="choice">
          <input type="radio" name="months" value={months} checked={months === 1} />{' '}
          {say(`pause.months.${months}`, {
            at: formatDate(addMonths(nextCharge, months, anchor), language, timeZone),
          })}
        </label>
      ))}
    </fieldset>
  )
}
