import type { Say } from '../../messages/messages.ts'

type Props = { say: Say; field: string; message: string }

/** Summarizes what is wrong with a form. The page moves the focus to it. */
export const FormMistake = ({ say, field, message }: Props) => (
  <div class="error-summary" role="alert" tabindex={-1} id="errors" data-focus="">
    <h2>{say('signIn.errorSummary')}</h2>
    <p>
      <a href={`#${field}`}>{message}</a>
    </p>
  </div>
)
