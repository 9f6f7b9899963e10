import { formatPlainAmount, money } from '../../money/money.ts'
import { type CurrencyOffer, FREQUENCIES } from '../../web/page/newsroom.ts'
import { AMOUNT_PARTS, amountField } from '../settings/field-names.ts'
import { type FormView, InputField } from './field-panel.tsx'

type Props = { form: FormView; giving: readonly CurrencyOffer[] }

/** The amounts of each currency, folded unless something is filled in. */
export const AmountsPanel = ({ form, giving }: Props) => {
  const { say } = form.words
  return (
    <fieldset class="group">
      <legend>{say('campaigns.group.amounts')}</legend>
      <p class="hint">{say('campaigns.group.amountsHint')}</p>
      {giving.map((offer) => (
        <details key={offer.currency} open={isFilled(form, offer)}>
          <summary>{say('campaigns.amounts.in', { currency: offer.currency })}</summary>
          <CurrencyAmounts form={form} offer={offer} />
        </details>
      ))}
    </fieldset>
  )
}

const isFilled = ({ values, mistakes }: FormView, { currency }: CurrencyOffer): boolean => {
  const isHere = (name: string) => name.startsWith(`amounts.${currency}.`)
  return (
    mistakes.some(({ field }) => isHere(field)) ||
    Object.entries(values).some(([name, value]) => value && isHere(name))
  )
}

const CurrencyAmounts = ({ form, offer }: { form: FormView; offer: CurrencyOffer }) => {
  const { say, showMoney } = form.words
  const { currency } = offer
  const newsroom = (frequency: (typeof FREQUENCIES)[number]) => ({
    minimum: say('campaigns.hint.minimum', { amount: showMoney(offer.minimum, currency) }),
    presets: say('campaigns.hint.presets', {
      amounts: offer.presets[frequency].map((each) => formatPlainAmount(money(each, currency))).join(', '),
    }),
    chosen: say('campaigns.hint.chosen'),
  })
  return (
    <div class="cadences">
      {FREQUENCIES.map((frequency) => (
        <fieldset key={frequency}>
          <legend>{say(`campaigns.cadence.${frequency}`)}</legend>
          {AMOUNT_PARTS.map((part) => (
            <InputField
              key={part}
              form={form}
              field={amountField(currency, frequency, part)}
              label={say(`campaigns.amounts.${part}`)}
              hint={newsroom(frequency)[part]}
              inputmode="decimal"
            />
          ))}
        </fieldset>
      ))}
    </div>
  )
}
