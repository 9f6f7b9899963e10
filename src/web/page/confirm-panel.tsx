import { type Language, sayIn } from '../../messages/messages.ts'
import { withLanguage } from '../language.ts'

/** The button that confirms an action, and a link back to the account page. */
export const ConfirmPanel = ({ label, language }: { label: string; language: Language }) => (
  <p class="notice-actions">
    <button type="submit" class="primary">
      {label}
    </button>
    <a class="secondary" href={withLanguage('/account', language)}>
      {sayIn(language)('cancel.back')}
    </a>
  </p>
)
