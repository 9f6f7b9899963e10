import { type Language, sayIn } from '../messages/messages.ts'
import type { Newsroom } from '../web/page/newsroom.ts'
import { page, ReaderFrame } from '../web/page/page.tsx'
import { Hidden } from './snooze-panel.tsx'

type Props = { newsroom: Newsroom; language: Language; returnTo: string }

/** Suppresses appeals in this browser for a year, without proof that the reader gives. */
export const alreadyGivePage = ({ newsroom, language, returnTo }: Props): string => {
  const say = sayIn(language)
  return page({
    language,
    title: `${say('alreadyGive.title')} · ${newsroom.name[language]}`,
    children: (
      <ReaderFrame
        newsroom={newsroom}
        language={language}
        translations={newsroom.languages.map((each) => ({
          language: each,
          href: `/reminders/given?${new URLSearchParams({ returnTo, language: each })}`,
        }))}
      >
        <div class="column notice">
          <h1>{say('alreadyGive.title')}</h1>
          <p>{say('alreadyGive.text')}</p>
          <p class="fine-print">{say('alreadyGive.proof')}</p>
          <form action="/reminders/given" method="post">
            <Hidden language={language} returnTo={returnTo} />
            <button type="submit" class="primary">
              {say('alreadyGive.button')}
            </button>
          </form>
          <p>
            <a href={returnTo}>{say('alreadyGive.back')}</a>
          </p>
        </div>
      </ReaderFrame>
    ),
  })
}
