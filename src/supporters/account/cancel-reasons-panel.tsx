import { type Language, sayIn } from '../../messages/messages.ts'
import { CANCEL_REASONS } from './account-store.ts'

/** Asks why a contribution is canceled, in the field `reason`. No answer is needed. */
export const CancelReasons = ({ language }: { language: Language }) => {
  const say = sayIn(language)
  return (
    <fieldset class="account-choices">
      <legend>{say('cancel.reason')}</legend>
      {CANCEL_REASONS.map((reason) => (
        <label key={reason} class="choice">
          <input type="radio" name="reason" value={reason} /> {say(`cancel.reason.${reason}`)}
        </label>
      ))}
    </fieldset>
  )
}
