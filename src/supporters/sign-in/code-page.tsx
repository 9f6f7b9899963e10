import { type Language, sayIn } from '../../messages/messages.ts'
import { withLanguage } from '../../web/language.ts'
import { accountFrame } from '../../web/page/account-frame.tsx'
import type { Newsroom } from '../../web/page/newsroom.ts'
import { FormMistake } from './form-mistake-panel.tsx'

type Props = {
  newsroom: Newsroom
  language: Language
  /** The code as typed, if it was wrong. */
  rejectedCode: string | null
}

/** Asks for the mailed code. It looks the same whether or not the address belongs to anybody. */
export const codePage = ({ newsroom, language, rejectedCode }: Props): string => {
  const isWrong = rejectedCode !== null
  const say = sayIn(language)
  return accountFrame({
    newsroom,
    language,
    look: 'notice',
    path: '/sign-in/code',
    title: say('signIn.sent.title'),
    children: (
      <>
        {isWrong ? <FormMistake say={say} field="code" message={say('signIn.codeWrong')} /> : null}
        <p>{say('signIn.sent.text')}</p>
        <form action="/sign-in/code" method="post">
          <input type="hidden" name="language" value={language} />
          <div class="field">
            <label for="code">{say('signIn.code')}</label>
            <input
              id="code"
              name="code"
              dir="ltr"
              value={rejectedCode ?? ''}
              inputmode="numeric"
              autocomplete="one-time-code"
              required
              aria-describedby={isWrong ? 'code-error code-hint' : 'code-hint'}
              {...(isWrong ? { 'aria-invalid': 'true' as const } : {})}
            />
            {isWrong ? (
              <p class="error" id="code-error">
                {say('signIn.codeWrong')}
              </p>
            ) : null}
            <p class="hint" id="code-hint">
              {say('signIn.codeHint')}
            </p>
          </div>
          <button type="submit" class="primary">
            {say('signIn.codeButton')}
          </button>
        </form>
        <p class="fine-print">{say('signIn.sent.nothing')}</p>
        <p>
          <a href={withLanguage('/sign-in', language)}>{say('signIn.again')}</a>
        </p>
      </>
    ),
  })
}
