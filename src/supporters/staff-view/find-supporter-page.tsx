import { type Language, sayIn } from '../../messages/messages.ts'
import { type SignedInMember, staffPage } from '../../staff/staff-frame.tsx'
import { EmailInput } from '../../web/page/email-input-panel.tsx'
import type { Newsroom } from '../../web/page/newsroom.ts'

type Props = {
  newsroom: Newsroom
  language: Language
  member: SignedInMember
  typed: string
  isUnknown: boolean
}

/** Finds one supporter by the exact email address only. The audit log records each search. */
export const findSupporterPage = ({ newsroom, language, member, typed, isUnknown }: Props): string => {
  const say = sayIn(language)
  return staffPage({
    newsroom,
    language,
    member,
    current: 'supporter',
    title: say('supporterView.title'),
    translations: newsroom.staffLanguages.map((each) => ({
      language: each,
      href: `/staff/supporters?language=${each}`,
    })),
    children: (
      <section>
        <h1>{say('supporterView.title')}</h1>
        <p class="hint">{say('supporterView.help')}</p>
        {isUnknown ? (
          <p class="remark" role="alert">
            {say('supporterView.unknown')}
          </p>
        ) : null}
        <form action="/staff/supporters" method="post" class="report-query">
          <input type="hidden" name="language" value={language} />
          <label for="address">
            {say('signIn.address')}
            <EmailInput id="address" value={typed} isOwn={false} />
          </label>
          <button type="submit" class="secondary">
            {say('supporterView.find')}
          </button>
        </form>
      </section>
    ),
  })
}
