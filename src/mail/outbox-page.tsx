import { formatInstant } from '../messages/dates.ts'
import { type Language, sayIn } from '../messages/messages.ts'
import { accountFrame } from '../web/page/account-frame.tsx'
import type { Newsroom } from '../web/page/newsroom.ts'
import type { OutboxMail } from './outbox-file-gateway.ts'

type Props = { newsroom: Newsroom; language: Language; timeZone: string; mails: readonly OutboxMail[] }

/** Shows the saved mails to someone who tries Mainstay on their own machine. */
export const outboxPage = ({ newsroom, language, timeZone, mails }: Props): string => {
  const say = sayIn(language)
  return accountFrame({
    newsroom,
    language,
    look: 'outbox',
    title: say('outbox.title'),
    path: '/outbox',
    children: (
      <>
        <p>{say('outbox.lead')}</p>
        {mails.length === 0 ? <p>{say('outbox.none')}</p> : null}
        {mails.map((mail) => (
          <article class="outbox-mail" key={mail.id}>
            <h2>{mail.subject}</h2>
            <p class="fine-print">
              {say('outbox.row', {
                sender: mail.sender || '—',
                to: mail.to,
                at: formatInstant(new Date(mail.at), language, timeZone),
              })}{' '}
              <a href={`/outbox/${mail.id}.eml`}>{say('outbox.source')}</a>
            </p>
            <p class="outbox-mail-text">{withLinks(mail.text)}</p>
          </article>
        ))}
      </>
    ),
  })
}

/** Turns addresses in the text into links, as a mail program would. */
const withLinks = (text: string) =>
  text.split(/(https?:\/\/\S+)/).map((part) => (/^https?:/.test(part) ? <a href={part}>{part}</a> : part))
