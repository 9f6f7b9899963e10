import { showDate } from '../messages/dates.ts'
import { type Language, localeOf, sayIn } from '../messages/messages.ts'
import { type Money, showMoney } from '../money/money.ts'
import { withLanguage } from '../web/language.ts'
import type { Frequency, Newsroom } from '../web/newsroom.ts'
import { homePath, page, ReaderFrame } from '../web/page.tsx'

export type Thanks = {
  outcome: 'confirmed' | 'processing' | 'refused' | 'unpaid' | 'unknown'
  frequency: Frequency
  money: Money
  payUrl: string | null
  /** Nothing is charged before; null where it was at once. */
  firstChargeAt: Date | null
  /** It was to take the place of what they give: their own page is where they came from. */
  isInstead: boolean
  /** The reader gave already: this second contribution was undone, or is put before staff. */
  second: 'undone' | 'asked' | null
}

/** What became of a payment, as far as is known. */
export const thanksPage = ({
  newsroom,
  language,
  timeZone,
  thanks,
}: {
  newsroom: Newsroom
  timeZone: string
  language: Language
  thanks: Thanks
}): string => {
  const say = sayIn(language)
  const { outcome, frequency, payUrl, second, firstChargeAt, isInstead } = thanks
  const amount = showMoney(thanks.money, localeOf(language))
  const message = second
    ? say(second === 'undone' && firstChargeAt ? 'thanks.second.uncharged' : `thanks.second.${second}`, {
        amount,
      })
    : outcome === 'confirmed'
      ? firstChargeAt && frequency !== 'once'
        ? say(`thanks.confirmed.later.${frequency}`, {
            amount,
            at: showDate(firstChargeAt, language, timeZone),
          })
        : say(`thanks.confirmed.${frequency}`, { amount })
      : say(`thanks.${outcome}.text`, { amount })
  return page({
    language,
    title: `${say(`thanks.${outcome}.title`)} · ${newsroom.name[language]}`,
    children: (
      <ReaderFrame newsroom={newsroom} language={language} withoutInvitation>
        <div class="column notice" data-outcome={outcome} {...(second ? { 'data-second': second } : {})}>
          <h1>{say(second ? 'thanks.second.title' : `thanks.${outcome}.title`)}</h1>
          <p role="status">{message}</p>
          {outcome === 'confirmed' && !second ? (
            <p>{say(frequency === 'once' ? 'thanks.confirmed.quiet.once' : 'thanks.confirmed.quiet')}</p>
          ) : null}
          {outcome === 'unpaid' || outcome === 'refused' ? (
            <p class="notice-actions">
              {payUrl ? (
                <a class="primary" href={payUrl}>
                  {say('thanks.unpaid.continue')}
                </a>
              ) : null}
              <a class="secondary" href={withLanguage(isInstead ? '/account' : '/support', language)}>
                {say(isInstead ? 'thanks.toAccount' : 'thanks.unpaid.again')}
              </a>
            </p>
          ) : (
            <p>
              {isInstead || second ? (
                <>
                  <a href={withLanguage('/account', language)}>{say('thanks.toAccount')}</a>
                  {' · '}
                </>
              ) : null}
              <a href={homePath(newsroom, language)}>{say('thanks.back')}</a>
            </p>
          )}
        </div>
      </ReaderFrame>
    ),
  })
}
