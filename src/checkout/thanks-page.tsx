import { type Language, localeOf, sayIn } from '../messages/messages.ts'
import { formatMoney, type Money } from '../money/money.ts'
import { withLanguage } from '../web/language.ts'
import type { Frequency, Newsroom } from '../web/page/newsroom.ts'
import { homePath, page, ReaderFrame } from '../web/page/page.tsx'

export type Thanks = {
  outcome: 'confirmed' | 'processing' | 'refused' | 'unpaid' | 'unknown'
  frequency: Frequency
  money: Money
  payUrl: string | null
  /** The reader gave already: this second contribution was undone, or is put before staff. */
  second: 'refunded' | 'asked' | null
}

/** What became of a payment, as far as is known. */
export const thanksPage = ({
  newsroom,
  language,
  thanks,
}: {
  newsroom: Newsroom
  language: Language
  thanks: Thanks
}): string => {
  const say = sayIn(language)
  const { outcome, frequency, payUrl, second } = thanks
  const amount = formatMoney(thanks.money, localeOf(language))
  const message = second
    ? say(`thanks.duplicate.${second}`, { amount })
    : outcome === 'confirmed'
      ? say(`thanks.confirmed.${frequency}`, { amount })
      : say(`thanks.${outcome}.text`, { amount })
  return page({
    language,
    title: `${say(`thanks.${outcome}.title`)} · ${newsroom.name[language]}`,
    children: (
      <ReaderFrame newsroom={newsroom} language={language} withoutInvitation>
        <div class="column notice" data-outcome={outcome} {...(second ? { 'data-duplicate': second } : {})}>
          <h1>{say(second ? 'thanks.duplicate.title' : `thanks.${outcome}.title`)}</h1>
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
              <a class="secondary" href={withLanguage('/support', language)}>
                {say('thanks.unpaid.again')}
              </a>
            </p>
          ) : (
            <p>
              {second ? (
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
