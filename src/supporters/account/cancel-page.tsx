import { type Language, sayIn } from '../../messages/messages.ts'
import { accountFrame } from '../../web/page/account-frame.tsx'
import { ConfirmPanel } from '../../web/page/confirm-panel.tsx'
import type { Newsroom } from '../../web/page/newsroom.ts'
import { CancelReasons } from './cancel-reasons-panel.tsx'

type Props = {
  newsroom: Newsroom
  language: Language
  contributionId: string
  amount: string
  isCharging: boolean
}

/** Asks to confirm a cancellation. It does not plead, and the reason is optional. */
export const cancelPage = ({ newsroom, language, contributionId, amount, isCharging }: Props): string => {
  const say = sayIn(language)
  return accountFrame({
    newsroom,
    language,
    look: 'notice',
    title: say('cancel.title'),
    path: `/account/cancel?contribution=${contributionId}`,
    children: (
      <>
        <p>{say('cancel.text', { amount })}</p>
        {isCharging ? <p>{say('cancel.charging')}</p> : null}
        <form action="/account/cancel" method="post">
          <input type="hidden" name="language" value={language} />
          <input type="hidden" name="contribution" value={contributionId} />
          <ConfirmPanel label={say('cancel.button')} language={language} />
          <CancelReasons language={language} />
        </form>
      </>
    ),
  })
}
