import { type Language, sayIn } from '../../messages/messages.ts'
import { accountFrame } from '../../web/page/account-frame.tsx'
import { EmailInput } from '../../web/page/email-input-panel.tsx'
import type { Newsroom } from '../../web/page/newsroom.ts'
import { FormMistake } from './form-mistake-panel.tsx'

type Props = {
  newsroom: Newsroom
  language: Language
  /** The page that the reader came from. */
  returnTo: string
  /** The typed text, if it is not an email address. */
  rejectedAddress: string | null
}

/** Offers what "I already support you" leads to: a sign-in by mail, or no appeals in this browser without proof. */
export const signInPage = ({ newsroom, language, returnTo, rejectedAddress }: Props): string => {
  const say = sayIn(language)
  const message = rejectedAddress === null ? null : say('signIn.notAnAddress')
  return accountFrame({
    newsroom,
    language,
    look: 'notice',
    path: `/sign-in?returnTo=${encodeURIComponent(returnTo)}`,
    title: say('signIn.title'),
    children: (
      <>
        {message ? <FormMistake say={say} field="address" message={message} /> : null}
        <p>{say('signIn.lead')}</p>
        <form action="/sign-in" method="post">
          <input type="hidden" name="language" value={language} />
          <input type="hidden" name="returnTo" value={returnTo} />
          <div class="field">
            <label for="address">{say('signIn.address')}</label>
            <EmailInput
              id="address"
              value={rejectedAddress ?? ''}
              describedBy={message ? 'address-error address-hint' : 'address-hint'}
              isInvalid={message !== null}
            />
            {message ? (
              <p class="error" id="address-error">
                {message}
              </p>
            ) : null}
            <p class="hint" id="address-hint">
              {say('signIn.addressHint')}
            </p>
          </div>
          <button type="submit" class="primary">
            {say('signIn.send')}
          </button>
        </form>
        <section class="sign-in-else">
          <p>{say('signIn.already')}</p>
          <form action="/reminders/given" method="post">
            <input type="hidden" name="language" value={language} />
            <input type="hidden" name="returnTo" value={returnTo} />
            <button type="submit" class="secondary">
              {say('alreadyGive.button')}
            </button>
          </form>
        </section>
      </>
    ),
  })
}
