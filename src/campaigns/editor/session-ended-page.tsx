import { type Language, sayIn } from '../../messages/messages.ts'
import { staffPage } from '../../staff/staff-frame.tsx'
import { withLanguage } from '../../web/language.ts'
import type { Newsroom } from '../../web/page/newsroom.ts'
import type { FormValues } from '../form/form-values.ts'
import { TypedFields } from '../typed-panel.tsx'

type Props = {
  newsroom: Newsroom
  language: Language
  /** The form was sent there, and can be sent there again. */
  action: string
  typed: FormValues
}

/** Keeps what somebody typed while the session ended, until they signed in in another tab. */
export const sessionEndedPage = ({ newsroom, language, action, typed }: Props): string => {
  const say = sayIn(language)
  return staffPage({
    newsroom,
    language,
    title: say('campaigns.session.title'),
    translations: [],
    children: (
      <div class="column">
        <h1>{say('campaigns.session.title')}</h1>
        <p>{say('campaigns.session.text')}</p>
        <ol>
          <li>
            <a href={withLanguage('/staff/sign-in', language)} target="_blank" rel="noopener">
              {say('campaigns.session.signIn')}
            </a>
          </li>
          <li>{say('campaigns.session.again')}</li>
        </ol>
        <form action={action} method="post">
          <TypedFields typed={typed} />
          <button type="submit" class="primary">
            {say('campaigns.session.save')}
          </button>
        </form>
      </div>
    ),
  })
}
