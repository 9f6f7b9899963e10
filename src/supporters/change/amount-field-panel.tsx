import type { Say } from '../../messages/messages.ts'

type Props = { label: string; value: string; mistake: string }

/** Shows the amount as typed, with any mistake beside it. */
export const AmountField = ({ label, value, mistake }: Props) => (
  <div class="field">
    <label for="amount">{label}</label>
    <input
      id="amount"
      name="amount"
      value={value}
      dir="ltr"
      inputmode="decimal"
      autocomplete="off"
      required
      {...(mistake ? { 'aria-invalid': 'true' as const, 'aria-describedby': 'amount-error' } : {})}
    />
    {mistake ? (
      <p class="error" id="amount-error">
        {mistake}
      </p>
    ) : null}
  </div>
)

/** Summarizes what is wrong with a form. The page moves the focus to it. */
export const MistakesSummary = ({ say, field, message }: { say: Say; field: string; message: string }) => (
  <div class="error-summary" role="alert" tabindex={-1} id="errors" data-focus="">
    <h2>{say('signIn.errorSummary')}</h2>
    <ul>
      <li>
        <a href={`#${field}`}>{message}</a>
      </li>
    </ul>
  </div>
)
