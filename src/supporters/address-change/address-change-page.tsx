import { type Language, sayIn } from '../../messages/messages.ts'
import { withLanguage } from '../../web/language.ts'
import { accountFrame } from '../../web/page/account-frame.tsx'
import { ConfirmPanel } from '../../web/page/confirm-panel.tsx'
import type { Newsroom } from '../../web/page/newsroom.ts'

type Props = { newsroom: Newsroom; language: Language }

/** Another address: it counts once its mailbox has been opened. */
export const addressPage = ({ newsroom, language, typed }: Props & { typed: string | null }): string => {
  const say = sayIn(language)
  return accountFrame({
    ...{ newsroom, language, look: 'notice', path: '/account/address', title: say('address.title') },
    children: (
      <>
        <p>{say('address.text')}</p>
        {typed === null ? null : (
          <div class="error-summary" role="alert" tabindex={-1} id="errors" data-focus="">
            <h2>{say('signIn.errorSummary')}</h2>
            <ul>
              <li>
                <a href="#address">{say('signIn.notAnAddress')}</a>
              </li>
            </ul>
          </div>
        )}
        <form action="/account/address" method="post">
          <input type="hidden" name="language" value={language} />
          <div class="field">
            <label for="address">{say('address.new')}</label>
            <input
              id="address"
              name="address"
              type="email"
              autocomplete="email"
              required
              value={typed ?? ''}
              {...(typed === null
                ? {}
                : { 'aria-invalid': 'true' as const, 'aria-describedby': 'address-error' })}
            />
            {typed === null ? null : (
              <p class="error" id="address-error">
                {say('signIn.notAnAddress')}
              </p>
            )}
          </div>
          <ConfirmPanel label={say('signIn.send')} language={language} />
        </form>
      </>
    ),
  })
}

type Confirming = Props & { path: string; state: 'asks' | 'done' | 'asksBack' | 'doneBack' | 'spent' }

/** GET shows a button and only its POST changes anything: what follows links ahead of people uses nothing up. */
export const addressLinkPage = ({ newsroom, language, path, state }: Confirming): string => {
  const say = sayIn(language)
  const asks = state === 'asks' || state === 'asksBack'
  return accountFrame({
    ...{ newsroom, language, look: 'notice', path, title: say('address.title') },
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
