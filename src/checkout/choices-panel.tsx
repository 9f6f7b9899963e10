import { showAmount } from '../billing/model/amount-words.ts'
import { type Language, sayIn } from '../messages/messages.ts'
import { formatPlainAmount, money } from '../money/money.ts'
import { type CurrencyOffer, FREQUENCIES, type Frequency, type Newsroom } from '../web/page/newsroom.ts'

type Address = { frequency: Frequency; offer: CurrencyOffer; via: string; amount?: string }

export const supportHref = (language: Language, { frequency, offer, via, amount }: Address): string => {
  const query = new URLSearchParams({ frequency, currency: offer.currency })
  if (amount) query.set('amount', amount)
  if (via) query.set('via', via)
  query.set('language', language)
  return `/support?${query}`
}

type Props = { newsroom: Newsroom; language: Language; values: Address & { amount: string } }

/** Cadence and currency change what is offered, so each is a link to the page that offers it. */
export const Choices = ({ newsroom, language, values }: Props) => {
  const say = sayIn(language)
  const { frequency, offer, via } = values
  return (
    <div class="choices">
      <nav aria-label={say('support.frequency')}>
        <ul class="tabs">
          {FREQUENCIES.map((each) => (
            <li key={each}>
              <a
                href={supportHref(language, { frequency: each, offer, via })}
                {...current(each === frequency)}
              >
                {say(`support.${each}`)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <nav aria-label={say('support.currency')}>
        <ul class="tabs tabs-secondary">
          {newsroom.giving.map((each) => (
            <li key={each.currency}>
              <a href={supportHref(language, { frequency, offer: each, via })} {...current(each === offer)}>
                {each.currency}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <nav aria-label={say('support.presets')}>
        <ul class="tabs presets">
          {offer.presets[frequency].map((minor) => {
            const amount = formatPlainAmount(money(minor, offer.currency))
            return (
              <li key={minor}>
                <a
                  href={supportHref(language, { frequency, offer, via, amount })}
                  data-amount={amount}
                  {...current(amount === values.amount)}
                >
                  {showAmount(minor, offer, language)}
                </a>
              </li>
            )
          })}
        </ul>
      </nav>
    </div>
  )
}

const current = (is: boolean) => (is ? { 'aria-current': 'true' as const } : {})
