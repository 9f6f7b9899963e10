import { showDate } from '../messages/dates.ts'
import { type Language, sayIn } from '../messages/messages.ts'
import { withLanguage } from '../web/language.ts'
import type { Newsroom } from '../web/newsroom.ts'
import { ownPage } from '../web/own-page.tsx'
import { amountWords } from './contribution-panel.tsx'
import type { Merge } from './own-change.ts'

type Props = { newsroom: Newsroom; language: Language; timeZone: string; merge: Merge }

/** Several contributions become one of their sum: what would change, and the button that does it. */
export const mergePage = ({ newsroom, language, timeZone, merge }: Props): string => {
  const say = sayIn(language)
  const { kept, ended, plan } = merge
  return ownPage({
    ...{ newsroom, language, look: 'notice' },
    title: say('merge.title'),
    path: '/account/merge',
    children: (
      <>
        <ul>
          {[kept, ...ended].map((each) => (
            <li key={each.id}>
              {amountWords(each, language)}.{' '}
              {say('account.since', { from: showDate(each.startedAt, language, timeZone) })}
            </li>
          ))}
        </ul>
        <form action="/account/merge" method="post" class="change-preview">
          <input type="hidden" name="language" value={language} />
          <input type="hidden" name="contributions" value={seenOf(merge)} />
          <p>
            {say('merge.text', {
              after: amountWords({ ...kept, ...plan, intervalCount: 1 }, language),
              others: ended.length,
              at: kept.periodEnd ? showDate(kept.periodEnd, language, timeZone) : '',
            })}
          </p>
          <p>{say('change.nothingNow')}</p>
          <button type="submit" class="primary">
            {say('merge.button')}
          </button>
        </form>
        <p>
          <a href={withLanguage('/account', language)}>{say('cancel.back')}</a>
        </p>
      </>
    ),
  })
}

/** What was seen when the button was pressed: which contributions, and what is given then. */
export const seenOf = ({ kept, ended, plan }: Merge): string =>
  [...[kept, ...ended].map(({ id }) => id), plan.amount].join(' ')
