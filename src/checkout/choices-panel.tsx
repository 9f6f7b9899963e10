import { showAmount } from '../billing/model/amount-words.ts'
import { type Language, sayIn } from '../messages/messages.ts'
import { formatPlainAmount, money } from '../money/money.ts'
import { type CurrencyOffer, FREQUENCIES, type Frequency, type Newsroom } from '../web/page/newsroom.ts'

type Choice = {
  frequency: Frequency
  offer: CurrencyOffer
  via: string
  isSecondTry: boolean
  amount?: string
}

export const supportHref = (language: Language, choice: Choice): string => {
  const { frequency, offer, via, isSecondTry, amount } = choice
  const query = new URLSearchParams({ frequency, currency: offer.currency })
  if (amount !== undefined) query.set('amount', amount)
  if (via) query.set('via', via)
  if (isSecondTry) query.set('again', '1')
  query.set('language', language)
  return `/support?${query}`
}

type Props = { newsroom: Newsroom; language: Language; values: Choice & { amount: string } }

const presetsOf = ({ frequency, offer }: Pick<Choice, 'frequency' | 'offer'>): string[] =>
  offer.presets[frequency].map((minor) => formatPlainAmount(money(minor, offer.currency)))

type TabProps = {
  language: Language
  values: Props['values']
  to: Choice
  id: string
  label: string
  isCurrent: boolean
}

/**
 * A link to another frequency or currency. It keeps what was typed; of the presets it leads to the one in the same place.
 * A script does the same for what is typed later. The fragment keeps the focus and the place.
 */
const Tab = ({ language, values, to, id, label, isCurrent }: TabProps) => {
  const presets = presetsOf(to)
  const amount = presets[presetsOf(values).indexOf(values.amount)] ?? values.amount
  return (
    <li>
      <a
        id={id}
        href={`${supportHref(language, { ...to, amount })}#${id}`}
        data-presets={presets.join(' ')}
        {...currentIf(isCurrent)}
      >
        {label}
      </a>
    </li>
  )
}

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
  return (
    <nav aria-label={say('support.frequency')}>
      <ul class="tabs">
        {FREQUENCIES.map((each) => (
          <Tab
            key={each}
            language={language}
            values={values}
            to={{ ...values, frequency: each }}
            id={`frequency-${each}`}
            label={say(`support.${each}`)}
            isCurrent={each === values.frequency}
          />
        ))}
      </ul>
    </nav>
  )
}

const Currencies = ({ newsroom, language, values }: Props) => {
  const { offer } = values
  return (
    <nav aria-label={sayIn(language)('support.currency')}>
      <ul class="tabs tabs-secondary">
        {newsroom.giving.map((each) => (
          <Tab
            key={each.currency}
            language={language}
            values={values}
            to={{ ...values, offer: each }}
            id={`currency-${each.currency}`}
            label={each.currency}
            isCurrent={each.currency === offer.currency}
          />
        ))}
      </ul>
    </nav>
  )
}

const Amounts = ({ language, values }: Pick<Props, 'language' | 'values'>) => {
  const { frequency, offer } = values
  return (
    <nav aria-label={sayIn(language)('support.presets')}>
      <ul class="tabs presets">
        {offer.presets[frequency].map((minor) => {
          const amount = formatPlainAmount(money(minor, offer.currency))
          return (
            <li key={minor}>
              <a
                href={supportHref(language, { ...values, amount })}
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
