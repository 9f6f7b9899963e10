import { type Language, moneyLocaleOf, sayIn } from '../../messages/messages.ts'
import { formatMoney, formatPlainAmount, money } from '../../money/money.ts'
import type { AppealOffer } from '../policy/campaign.ts'

export type Giving = {
  language: Language
  offer: AppealOffer
  /** The label that the link carries to the checkout. */
  via: string
}

/** Asks for the amount. A separate form, whose button stands beside the button of the snooze form. */
export const AmountsPanel = ({ language, offer, via }: Giving) => {
  const say = sayIn(language)
  return (
    <form id="give" action="/support" method="get" class="amounts-form">
      <fieldset class="amounts">
        <legend>{say('appeal.amountLegend')}</legend>
        {offer.presets.monthly.map((minor) => (
          <label key={minor} class="amount">
            <input
              type="radio"
              name="amount"
              value={formatPlainAmount(money(minor, offer.currency))}
              checked={minor === offer.chosen.monthly}
            />
            <span>{formatMoney(money(minor, offer.currency), moneyLocaleOf(language))}</span>
          </label>
        ))}
        <label class="amount">
          <input type="radio" name="amount" value="" />
          <span>{say('appeal.otherAmount')}</span>
        </label>
      </fieldset>
      <input type="hidden" name="frequency" value="monthly" />
      <input type="hidden" name="currency" value={offer.currency} />
      <input type="hidden" name="via" value={via} />
      <input type="hidden" name="language" value={language} />
    </form>
  )
}
