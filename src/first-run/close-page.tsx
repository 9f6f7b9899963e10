import { type Language, sayIn } from '../messages/messages.ts'
import { accountFrame } from '../web/page/account-frame.tsx'
import type { Newsroom } from '../web/page/newsroom.ts'

type Props = { newsroom: Newsroom; language: Language; returnTo: string }

/** Asks before the bar of first steps goes for good. */
export const closePage = ({ newsroom, language, returnTo }: Props): string => {
  const say = sayIn(language)
  return accountFrame({
    newsroom,
    language,
    look: 'notice',
    title: say('firstRun.close.title'),
    path: `/first-run/close?returnTo=${encodeURIComponent(returnTo)}`,
    children: (
      <>
        <p>{say('firstRun.close.text')}</p>
        <form method="post" action="/first-run/close">
          <input type="hidden" name="returnTo" value={returnTo} />
          <p class="notice-actions">
            <button type="submit" class="primary">
              {say('firstRun.close')}
            </button>
            <a class="secondary" href={returnTo}>
              {say('firstRun.close.back')}
            </a>
          </p>
        </form>
      </>
    ),
  })
}
