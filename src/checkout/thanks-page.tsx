import { formatDate } from '../messages/dates.ts'
import { type Language, moneyLocaleOf, sayIn } from '../messages/messages.ts'
import { formatMoney, type Money } from '../money/money.ts'
import { withLanguage } from '../web/language.ts'
import type { Frequency, Newsroom } from '../web/page/newsroom.ts'
import { homePath, page, ReaderFrame } from '../web/page/page.tsx'
import { Sanitised } from '../web/page/sanitised.tsx'

export type Thanks = {
  outcome: 'confirmed' | 'processing' | 'declined' | 'unpaid' | 'unknown'
  frequency: Frequency
  money: Money
  payUrl: string | null
  /** A duplicate of the reader's other contribution: it was refunded, or staff decide. */
  duplicate: 'refunded' | 'asked' | null
  /** Null: not known yet, or nothing more is charged. */
  nextChargeAt: Date | null
}

type Props = {
  newsroom: Newsroom
  timeZone: string
  language: Language
  thanks: Thanks
  /** The newsroom's own words, sanitized. Null: it wrote none. */
  words: string | null
}

/** Shows the outcome of a payment, as far as it is known. */
export const thanksPage = (props: Props): string => {
  const { newsroom, language, thanks } = props
  const say = sayIn(language)
  const { outcome, duplicate } = thanks
  return page({
    language,
    title: `${say(`thanks.${outcome}.title`)} · ${newsroom.name[language]}`,
    children: (
      <ReaderFrame newsroom={newsroom} language={language}>
        <div
          class="column notice"
          data-outcome={outcome}
          {...(duplicate ? { 'data-duplicate': duplicate } : {})}
        >
          <h1>{say(duplicate ? 'thanks.duplicate.title' : `thanks.${outcome}.title`)}</h1>
          <p role="status">{messageFor(thanks, language)}</p>
          {outcome === 'confirmed' && !duplicate ? <Confirmed {...props} /> : null}
          <NextSteps {...props} />
        </div>
      </ReaderFrame>
    ),
  })
}

const Confirmed = ({ language, timeZone, thanks: { frequency, nextChargeAt }, words }: Props) => {
  const say = sayIn(language)
  const suppressed = frequency === 'once' ? 'thanks.confirmed.suppressed.once' : 'thanks.confirmed.suppressed'
  return (
    <>
      {words ? <Sanitised html={words} /> : <p>{say('thanks.words')}</p>}
      {nextChargeAt ? (
        <p>{say('thanks.nextCharge', { at: formatDate(nextChargeAt, language, timeZone) })}</p>
      ) : null}
      <p>{say('thanks.receipt')}</p>
      <p>{say(suppressed)}</p>
    </>
  )
}

const messageFor = (thanks: Thanks, language: Language): string => {
  const say = sayIn(language)
  const { outcome, frequency, duplicate } = thanks
  const amount = formatMoney(thanks.money, moneyLocaleOf(language))
  if (duplicate) return say(`thanks.duplicate.${duplicate}`, { amount })
  if (outcome === 'confirmed') return say(`thanks.confirmed.${frequency}`, { amount })
  return say(`thanks.${outcome}.text`, { amount })
}

const NextSteps = ({ newsroom, language, thanks }: Props) => {
  const say = sayIn(language)
  const { outcome, payUrl, frequency, duplicate } = thanks
  // A one-time gift leaves nothing to manage.
  const toAccount = frequency === 'once' && !duplicate ? 'thanks.toGifts' : 'thanks.toAccount'
  if (outcome === 'unpaid' || outcome === 'declined')
    return (
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
    )
  return (
    <p class="notice-actions">
      <a class="primary" href={homePath(newsroom, language)}>
        {say('thanks.back')}
      </a>
      <a class="secondary" href={withLanguage('/account', language)}>
        {say(toAccount)}
      </a>
    </p>
  )
}
