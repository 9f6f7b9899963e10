import { type Language, sayIn } from '../../messages/messages.ts'
import { accountFrame } from '../../web/page/account-frame.tsx'
import type { Newsroom } from '../../web/page/newsroom.ts'

export type DisownState = 'asks' | 'done' | 'unknown'

type Props = { newsroom: Newsroom; language: Language; path: string; state: DisownState }

/** Shows a button for a reader who did not pay. Its POST acts, so that mail scanners change nothing. */
export const disownPage = ({ newsroom, language, path, state }: Props): string => {
  const say = sayIn(language)
  return accountFrame({
    newsroom,
    language,
    look: 'notice',
    path,
    title: say('disown.title'),
    children: (
      <>
        <p role={state === 'asks' ? undefined : 'status'}>
          {say(state === 'unknown' ? 'pay.unknown' : `disown.${state}`)}
        </p>
        {state === 'asks' ? (
          <form action={path} method="post">
            <input type="hidden" name="language" value={language} />
            <button type="submit" class="primary">
              {say('disown.button')}
            </button>
          </form>
        ) : null}
      </>
    ),
  })
}
