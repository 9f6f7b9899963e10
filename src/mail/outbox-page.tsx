import { shownInstant } from '../messages/dates.ts'
import { type Language, sayIn } from '../messages/messages.ts'
import { accountFrame } from '../web/page/account-frame.tsx'
import type { Newsroom } from '../web/page/newsroom.ts'
import type { OutboxMail } from './outbox-file-gateway.ts'

type Props = { newsroom: Newsroom; language: Language; timeZone: string; mails: readonly OutboxMail[] }

/** The mails that were kept in place of being sent, for whoever tries Mainstay on their own machine. */
export const outboxPage = ({ newsroom, language, timeZone, mails }: Props): string => {
  const say = sayIn(language)
  return accountFrame({
    ...{ newsroom, language, look: 'outbox' },
    title: say('outbox.title'),
    path: '/outbox',
    children: (
      <>
        <p>{say('outbox.lead')}</p>
        {mails.length === 0 ? <p>{say('outbox.none')}</p> : null}
        {mails.map((mail) => (
          <article class="kept-mail" key={mail.id}>
            <h2>{mail.subject}</h2>
            <p class="fine">
              {say('outbox.row', {
                sender: mail.sender || '—',
                to: mail.to,
                at: shownInstant(new Date(mail.at), language, timeZone),
              })}{' '}
              <a href={`/outbox/${mail.id}.eml`}>{say('outbox.source')}</a>
            </p>
            <p class="kept-mail-text">{linked(mail.text)}</p>
          </article>
        ))}
      </>
    ),
  })
}

/** A text whose addresses can be followed, as a mail program would show it. */
const linked = (text: string) =>
  text.split(/(https?:\/\/\S+)/).map((part) => (/^https?:/.test(part) ? <a href={part}>{part}</a> : part))
