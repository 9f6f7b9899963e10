import { type Language, sayIn } from '../../messages/messages.ts'
import { accountFrame } from '../../web/page/account-frame.tsx'
import { ConfirmPanel } from '../../web/page/confirm-panel.tsx'
import type { Newsroom } from '../../web/page/newsroom.ts'

type Props = { newsroom: Newsroom; language: Language }

/** Says what an erasure deletes, with the button that requests it. */
export const erasePage = ({ newsroom, language }: Props): string => {
  const say = sayIn(language)
  return accountFrame({
    newsroom,
    language,
    look: 'notice',
    title: say('erase.title'),
    path: '/account/erase',
    children: (
      <>
        <p>{say('erase.text')}</p>
        <p>{say('erase.stripe')}</p>
        <form action="/account/erase" method="post">
          <input type="hidden" name="language" value={language} />
          <ConfirmPanel label={say('erase.button')} language={language} />
        </form>
      </>
    ),
  })
}

/** Replaces the account page until the erasure is done. */
export const erasingPage = ({ newsroom, language }: Props): string => {
  const say = sayIn(language)
  return accountFrame({
    newsroom,
    language,
    look: 'notice',
    title: say('erase.under.title'),
    path: '/account',
    children: <p role="status">{say('erase.under.text')}</p>,
  })
}
