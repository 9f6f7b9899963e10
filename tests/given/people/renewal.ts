import type { Stripe } from 'stripe'
import type { GivenMainstay } from '../mainstay.ts'

/** An invoice is a draft for an hour. */
const CHARGED_AFTER_S = 7_200

/** Returns the end of the paid period, in seconds. */
export const periodEndOf = async (stripe: Stripe, subscription: string): Promise<number> => {
  const [item] = (await stripe.subscriptions.retrieve(subscription)).items.data
  if (!item) throw new Error(`${subscription} has no item`)
  return item.current_period_end
}

/** Advances the clock to this second, unless it is later already, and does the work that is due. */
export const goTo = async ({ now, advance, settle }: GivenMainstay, second: number): Promise<void> => {
  await advance(Math.max(0, second - Math.floor(now().getTime() / 1000)))
  await settle()
}

/** Advances the clock to two hours after the end of the paid period. */
export const passRenewal = async (
  mainstay: GivenMainstay,
  stripe: Stripe,
  subscription: string,
): Promise<void> => goTo(mainstay, (await periodEndOf(stripe, subscription)) + CHARGED_AFTER_S)
