import { newsroomOffer } from '../../appeal/policy/letter-campaign.ts'
import { maximumFor } from '../../web/page/largest-amount.ts'
import type { CurrencyOffer, Frequency } from '../../web/page/newsroom.ts'

/** A campaign's amounts for one cadence. Null: the newsroom's, as newsroom.yaml has them now. Minor units. */
export type OwnAmounts = {
  minimum: number | null
  presets: readonly number[] | null
  chosen: number | null
}

export const minimumOf = (own: OwnAmounts | undefined, offer: CurrencyOffer): number =>
  Math.max(offer.minimum, own?.minimum ?? 0)

/** Returns the campaign's own amounts, or those of the newsroom that are no smaller than the campaign's minimum. */
export const presetsOf = (own: OwnAmounts, offer: CurrencyOffer, frequency: Frequency): readonly number[] =>
  own.presets ?? offer.presets[frequency].filter((each) => each >= minimumOf(own, offer))

type Offered = { presets: readonly number[]; chosen: number }

/**
 * Returns the amounts that readers see. The newsroom's limits may have changed since the campaign was saved: amounts
 * beyond them are left out, and without any other the newsroom's stand in.
 */
export const offeredAmounts = (own: OwnAmounts, offer: CurrencyOffer, frequency: Frequency): Offered => {
  const [minimum, maximum] = [minimumOf(own, offer), maximumFor(offer, frequency)]
  const within = (amounts: readonly number[]) => amounts.filter((each) => each >= minimum && each <= maximum)
  const [presets = [Math.min(minimum, maximum)]] = [
    within(presetsOf(own, offer, frequency)),
    within(offer.presets[frequency]),
  ].filter((amounts) => amounts.length > 0)
  const usual = newsroomOffer({ ...offer, presets: { ...offer.presets, [frequency]: presets } })
  return { presets, chosen: presets.find((each) => each === own.chosen) ?? usual.chosen[frequency] }
}
