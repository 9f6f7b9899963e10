import { withLanguage } from '../../web/language.ts'
import type { Words } from '../form/words.ts'
import { MOST_LENGTHS, type ParsedLengths } from '../settings/lengths.ts'

export type LengthsView = {
  /** As typed, so that a mistake loses nothing. */
  typed: string
  mistake: Extract<ParsedLengths, { ok: false }> | null
}

/** The lengths that "Remind me later" offers. */
export const LengthsPanel = ({ words, view }: { words: Words; view: LengthsView }) => {
  const { say, language } = words
  const message = view.mistake
    ? say(`campaigns.lengths.${view.mistake.because}`, { found: view.mistake.found, limit: MOST_LENGTHS })
    : null
  return (
    <section aria-labelledby="lengths-heading">
      <h2 id="lengths-heading">{say('campaigns.lengths.title')}</h2>
      <form
        class="lengths-form"
        action={withLanguage('/staff/campaigns/snooze-lengths', language)}
        method="post"
      >
        <div class="field">
          <label for="lengths">{say('campaigns.lengths.label')}</label>
          <input
            id="lengths"
            name="lengths"
            value={view.typed}
            dir="ltr"
            autocomplete="off"
            aria-describedby={message ? 'lengths-error lengths-hint' : 'lengths-hint'}
            {...(message ? { 'aria-invalid': 'true' as const, 'data-focus': '' } : {})}
          />
          {message ? (
            <p class="error" id="lengths-error">
              {message}
            </p>
          ) : null}
          <p class="hint" id="lengths-hint">
            {say('campaigns.lengths.hint', { limit: MOST_LENGTHS })}
          </p>
        </div>
        <button type="submit" class="secondary">
          {say('campaigns.lengths.save')}
        </button>
      </form>
    </section>
  )
}
