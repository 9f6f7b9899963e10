import { type Language, type Say, sayIn } from '../../messages/messages.ts'
import { withLanguage } from '../../web/language.ts'
import { accountFrame } from '../../web/page/account-frame.tsx'
import type { Newsroom } from '../../web/page/newsroom.ts'

type Props = { newsroom: Newsroom; language: Language }
const Mistake = ({ say, field, message }: { say: Say; field: string; message: string }) => (
  <div class="error-summary" role="alert" tabindex={-1} id="errors" data-focus="">
    <h2>{say('signIn.errorSummary')}</h2>
    <p>
      <a href={`#${field}`}>{message}</a>
    </p>
  </div>
)

/**
 * Where "I already give" leads: to one's own page, or to quiet alone, for which this browser is taken at its word.
 * `typed`: what was no address. `returnTo`: where the reader came from.
 */
export const signInPage = ({
  newsroom,
  language,
  typed,
  returnTo,
}: Props & { typed: string | null; returnTo: string }): string => {
  const say = sayIn(language)
  const message = typed === null ? null : say('signIn.notAnAddress')
  return accountFrame({
    ...{
      newsroom,
      language,
      look: 'notice',
      path: `/sign-in?returnTo=${encodeURIComponent(returnTo)}`,
      title: say('signIn.title'),
    },
    children: (
      <>
        {message ? <Mistake say={say} field="address" message={message} /> : null}
        <p>{say('signIn.lead')}</p>
        <form action="/sign-in" method="post">
          <input type="hidden" name="language" value={language} />
          <input type="hidden" name="returnTo" value={returnTo} />
          <div class="field">
            <label for="address">{say('signIn.address')}</label>
            <input
              id="address"
              name="address"
              type="email"
              value={typed ?? ''}
              autocomplete="email"
              spellcheck={false}
              required
              aria-describedby={message ? 'address-error address-hint' : 'address-hint'}
              {...(message ? { 'aria-invalid': 'true' as const } : {})}
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

/** The same whether the address is anybody's or not. */
export const codePage = ({ newsroom, language, typed }: Props & { typed: string | null }): string => {
  const isWrong = typed !== null
  const say = sayIn(language)
  return accountFrame({
    ...{ newsroom, language, look: 'notice', path: '/sign-in/code', title: say('signIn.sent.title') },
    children: (
      <>
        {isWrong ? <Mistake say={say} field="code" message={say('signIn.codeWrong')} /> : null}
        <p>{say('signIn.sent.text')}</p>
        <form action="/sign-in/code" method="post">
          <input type="hidden" name="language" value={language} />
          <div class="field">
            <label for="code">{say('signIn.code')}</label>
            <input
              id="code"
              name="code"
              value={typed ?? ''}
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

/** GET shows a button and only its POST signs in: what follows links ahead of people uses nothing up. */
export const linkPage = ({
  newsroom,
  language,
  path,
  isSpent,
}: Props & { path: string; isSpent: boolean }): string => {
  const say = sayIn(language)
  return accountFrame({
    ...{ newsroom, language, look: 'notice', path, title: say('signIn.link.title') },
    children: (
      <>
        <p role={isSpent ? 'alert' : undefined}>{say(isSpent ? 'signIn.link.spent' : 'signIn.link.text')}</p>
        {isSpent ? (
          <p>
            <a href={withLanguage('/sign-in', language)}>{say('signIn.again')}</a>
          </p>
        ) : (
          <form action={path} method="post">
            <input type="hidden" name="language" value={language} />
            <button type="submit" class="primary">
              {say('signIn.codeButton')}
            </button>
          </form>
        )}
      </>
    ),
  })
}
