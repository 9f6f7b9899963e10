import { defaultAmount } from '../billing/model/contribution-form.ts'
import type { Currency } from '../money/currency.ts'
import { type Money, money } from '../money/money.ts'
import type { CurrencyOffer, Frequency, Newsroom } from '../web/page/newsroom.ts'
import { parseLabel } from './label.ts'
import type { AppealOffer } from './policy/campaign.ts'

/** Returns what a campaign offers in a currency. Null: the campaign or the currency is not in force. */
export type FindAppealOffer = (campaign: string, currency: string) => AppealOffer | null

/**
 * Returns the newsroom with the amounts of the campaign that led to the page. Its smallest and largest amounts stay the
 * newsroom's, because checkout goes by them.
 */
export const newsroomOffering = (newsroom: Newsroom, find: FindAppealOffer, via: string): Newsroom => {
  const label = parseLabel(via)
  if (!label) return newsroom
  const offered = (offer: CurrencyOffer): CurrencyOffer =>
    withAmounts(offer, find(label.campaign, offer.currency))
  const [first, ...rest] = newsroom.giving
  return { ...newsroom, giving: [offered(first), ...rest.map(offered)] }
}

const withAmounts = (offer: CurrencyOffer, appeal: AppealOffer | null): CurrencyOffer =>
  appeal === null ? offer : { ...offer, presets: appeal.presets }

type Asked = { via: string; offer: CurrencyOffer; frequency: Frequency }

/** Returns the amount that the support page begins with: the campaign's, else the newsroom's. */
export const firstAmount = (find: FindAppealOffer, { via, offer, frequency }: Asked): Money<Currency> => {
  const label = parseLabel(via)
  const appeal = label && find(label.campaign, offer.currency)
  return appeal ? money(appeal.chosen[frequency], offer.currency) : defaultAmount(offer, frequency)
}
