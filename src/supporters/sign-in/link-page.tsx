import { type Language, sayIn } from '../../messages/messages.ts'
import { withLanguage } from '../../web/language.ts'
import { accountFrame } from '../../web/page/account-frame.tsx'
import type { Newsroom } from '../../web/page/newsroom.ts'

type Props = { newsroom: Newsroom; language: Language; path: string; state: 'open' | 'spent' }

/** Shows a button whose POST signs in. Mail scanners that follow the link with GET do not spend it. */
export const linkPage = ({ newsroom, language, path, state }: Props): string => {
  const say = sayIn(language)
  const isSpent = state === 'spent'
  return accountFrame({
    newsroom,
    language,
    look: 'notice',
    path,
    title: say('signIn.link.title'),
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
