import { type Language, type Say, sayIn } from '../messages/messages.ts'
import { withLanguage } from '../web/language.ts'
import type { Newsroom } from '../web/newsroom.ts'
import { page, ReaderFrame } from '../web/page.tsx'

type Props = { newsroom: Newsroom; language: Language }
type Framed = Props & { title: string; path: string; children: preact.ComponentChildren }

const framed = ({ newsroom, language, title, path, children }: Framed): string =>
  page({
    language,
    title: `${title} · ${newsroom.name[language]}`,
    children: (
      <ReaderFrame
        newsroom={newsroom}
        language={language}
        withoutInvitation
        translations={newsroom.languages.map((each) => ({
          language: each,
          href: withLanguage(path, each),
        }))}
      >
        <div class="column notice">
          <h1>{title}</h1>
          {children}
        </div>
      </ReaderFrame>
    ),
  })

const Mistake = ({ say, field, message }: { say: Say; field: string; message: string }) => (
  <div class="error-summary" role="alert" tabindex={-1} id="errors" data-focus="">
    <h2>{say('signIn.errorSummary')}</h2>
    <p>
      <a href={`#${field}`}>{message}</a>
    </p>
  </div>
)

/** `typed`: what was no address. */
export const signInPage = ({ newsroom, language, typed }: Props & { typed: string | null }): string => {
  const say = sayIn(language)
  const message = typed === null ? null : say('signIn.notAnAddress')
  return framed({
    ...{ newsroom, language, path: '/sign-in', title: say('signIn.title') },
    children: (
      <>
        {message ? <Mistake say={say} field="address" message={message} /> : null}
        <p>{say('signIn.lead')}</p>
        <form action="/sign-in" method="post">
          <input type="hidden" name="language" value={language} />
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
        <p class="fine">
          {say('signIn.already')}{' '}
          <a href={withLanguage('/reminders/given', language)}>{say('signIn.alreadyLink')}</a>
        </p>
      </>
    ),
  })
}

/** The same whether the address is anybody's or not. */
export const codePage = ({ newsroom, language, isWrong }: Props & { isWrong: boolean }): string => {
  const say = sayIn(language)
  return framed({
    ...{ newsroom, language, path: '/sign-in/code', title: say('signIn.sent.title') },
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
              inputmode="numeric"
              autocomplete="one-time-code"
              required
              aria-describedby="code-hint"
              {...(isWrong ? { 'aria-invalid': 'true' as const } : {})}
            />
            <p class="hint" id="code-hint">
              {say('signIn.codeHint')}
            </p>
          </div>
          <button type="submit" class="primary">
            {say('signIn.codeButton')}
          </button>
        </form>
        <p class="fine">{say('signIn.sent.nothing')}</p>
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
  return framed({
    ...{ newsroom, language, path, title: say('signIn.link.title') },
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
