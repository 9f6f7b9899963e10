import { type Language, sayIn } from '../../messages/messages.ts'
import { accountFrame } from '../../web/page/account-frame.tsx'
import { ConfirmPanel } from '../../web/page/confirm-panel.tsx'
import type { Newsroom } from '../../web/page/newsroom.ts'
import { PauseChoices } from './pause-choices-panel.tsx'

type Props = {
  newsroom: Newsroom
  language: Language
  timeZone: string
  contributionId: string
  amount: string
  nextCharge: Date
  anchor: Date | null
}

/** Asks how many charges to skip. Each choice names the day of the next charge. */
export const pausePage = ({
  newsroom,
  language,
  timeZone,
  contributionId,
  amount,
  nextCharge,
  anchor,
}: Props): string => {
  const say = sayIn(language)
  return accountFrame({
    newsroom,
    language,
    look: 'notice',
    title: say('pause.title'),
    path: `/account/pause?contribution=${contributionId}`,
    children: (
      <>
        <p>{say('pause.text', { amount })}</p>
        <form action="/account/pause" method="post">
          <input type="hidden" name="language" value={language} />
          <input type="hidden" name="contribution" value={contributionId} />
          <input type="hidden" name="from" value={nextCharge.toISOString()} />
          <PauseChoices language={language} timeZone={timeZone} nextCharge={nextCharge} anchor={anchor} />
          <ConfirmPanel label={say('pause.button')} language={language} />
        </form>
      </>
    ),
  })
}
