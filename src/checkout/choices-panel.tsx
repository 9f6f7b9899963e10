import { showAmount } from '../billing/model/amount-words.ts'
import { type Language, sayIn } from '../messages/messages.ts'
import { formatPlainAmount, money } from '../money/money.ts'
import { type CurrencyOffer, FREQUENCIES, type Frequency, type Newsroom } from '../web/page/newsroom.ts'

type Choice = { frequency: Frequency; offer: CurrencyOffer; via: string; amount?: string }

export const supportHref = (language: Language, { frequency, offer, via, amount }: Choice): string => {
  const query = new URLSearchParams({ frequency, currency: offer.currency })
  if (amount) query.set('amount', amount)
  if (via) query.set('via', via)
  query.set('language', language)
  return `/support?${query}`
}

type Props = { newsroom: Newsroom; language: Language; values: Choice & { amount: string } }

/** Links to other frequencies, currencies and amounts. Frequency and currency change what the page offers. */
export const Choices = ({ newsroom, language, values }: Props) => (
  <div class="choices">
    <Frequencies language={language} values={values} />
    <Currencies newsroom={newsroom} language={language} values={values} />
    <Amounts language={language} values={values} />
  </div>
)

const Frequencies = ({ language, values }: Pick<Props, 'language' | 'values'>) => {
  const say = sayIn(language)
  const { frequency, offer, via } = values
  return (
    <nav aria-label={say('support.frequency')}>
      <ul class="tabs">
        {FREQUENCIES.map((each) => (
          <li key={each}>
            <a
              href={supportHref(language, { frequency: each, offer, via })}
              {...currentIf(each === frequency)}
            >
              {say(`support.${each}`)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

const Currencies = ({ newsroom, language, values }: Props) => {
  const { frequency, offer, via } = values
  return (
    <nav aria-label={sayIn(language)('support.currency')}>
      <ul class="tabs tabs-secondary">
        {newsroom.giving.map((each) => (
          <li key={each.currency}>
            <a href={supportHref(language, { frequency, offer: each, via })} {...currentIf(each === offer)}>
              {each.currency}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

const Amounts = ({ language, values }: Pick<Props, 'language' | 'values'>) => {
  const { frequency, offer, via } = values
  return (
    <nav aria-label={sayIn(language)('support.presets')}>
      <ul class="tabs presets">
        {offer.presets[frequency].map((minor) => {
          const amount = formatPlainAmount(money(minor, offer.currency))
          return (
            <li key={minor}>
              <a
                href={supportHref(language, { frequency, offer, via, amount })}
                data-amount={amount}
                {...currentIf(amount === values.amount)}
              >
                {showAmount(minor, offer, language)}
              </a>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}

const currentIf = (isCurrent: boolean) => (isCurrent ? { 'aria-current': 'true' as const } : {})
