import { addMonths, PAUSES } from '../../billing/model/plan-change.ts'
import { formatDate } from '../../messages/dates.ts'
import { type Language, sayIn } from '../../messages/messages.ts'
import { accountFrame } from '../../web/page/account-frame.tsx'
import { ConfirmPanel } from '../../web/page/confirm-panel.tsx'
import type { Newsroom } from '../../web/page/newsroom.ts'

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
          <fieldset class="account-choices">
            <legend>{say('pause.legend')}</legend>
            {PAUSES.map((months) => (
              <label key={months} class="choice">
                <input type="radio" name="months" value={months} checked={months === 1} />{' '}
                {say(`pause.months.${months}`, {
                  at: formatDate(addMonths(nextCharge, months, anchor), language, timeZone),
                })}
              </label>
            ))}
          </fieldset>
          <ConfirmPanel label={say('pause.button')} language={language} />
        </form>
      </>
    ),
  })
}
