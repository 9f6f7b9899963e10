import { type Language, sayIn } from '../../messages/messages.ts'
import { withLanguage } from '../../web/language.ts'
import { accountFrame } from '../../web/page/account-frame.tsx'
import { ConfirmPanel } from '../../web/page/confirm-panel.tsx'
import { EmailInput } from '../../web/page/email-input-panel.tsx'
import type { Newsroom } from '../../web/page/newsroom.ts'

type Props = { newsroom: Newsroom; language: Language }

type FormProps = Props & {
  /** The typed text, if it is not an email address. */
  rejectedAddress: string | null
}

/** Asks for a new email address. It takes effect once a link mailed to it was opened. */
export const addressPage = ({ newsroom, language, rejectedAddress }: FormProps): string => {
  const say = sayIn(language)
  const isRejected = rejectedAddress !== null
  return accountFrame({
    newsroom,
    language,
    look: 'notice',
    path: '/account/address',
    title: say('address.title'),
    children: (
      <>
        <p>{say('address.text')}</p>
        {isRejected ? (
          <div class="error-summary" role="alert" tabindex={-1} id="errors" data-focus="">
            <h2>{say('signIn.errorSummary')}</h2>
            <ul>
              <li>
                <a href="#address">{say('signIn.notAnAddress')}</a>
              </li>
            </ul>
          </div>
        ) : null}
        <form action="/account/address" method="post">
          <input type="hidden" name="language" value={language} />
          <div class="field">
            <label for="address">{say('address.new')}</label>
            <EmailInput
              id="address"
              value={rejectedAddress ?? ''}
              describedBy={isRejected ? 'address-error' : undefined}
              isInvalid={isRejected}
            />
            {isRejected ? (
              <p class="error" id="address-error">
                {say('signIn.notAnAddress')}
              </p>
            ) : null}
          </div>
          <ConfirmPanel label={say('signIn.send')} language={language} />
        </form>
      </>
    ),
  })
}

/** `asks` and `done` are of the change, `asksBack` and `doneBack` of undoing it. */
export type LinkState = 'asks' | 'done' | 'asksBack' | 'doneBack' | 'spent'

type LinkProps = Props & { path: string; state: LinkState }

/** Shows a button whose POST acts. Mail scanners that follow the link with GET do not spend it. */
export const addressLinkPage = ({ newsroom, language, path, state }: LinkProps): string => {
  const say = sayIn(language)
  const asks = state === 'asks' || state === 'asksBack'
  return accountFrame({
    newsroom,
    language,
    look: 'notice',
    path,
    title: say('address.title'),
    children: (
      <>
        <p role={asks ? undefined : 'status'}>{say(`address.link.${state}`)}</p>
        {asks ? (
          <form action={path} method="post">
            <input type="hidden" name="language" value={language} />
            <button type="submit" class="primary">
              {say(state === 'asks' ? 'address.link.button' : 'address.back.button')}
            </button>
          </form>
        ) : (
          <p>
            <a href={withLanguage('/account', language)}>{say('privacy.rights.link')}</a>
          </p>
        )}
      </>
    ),
  })
}
