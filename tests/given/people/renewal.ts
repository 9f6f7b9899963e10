import type { Stripe } from 'stripe'
import type { GivenMainstay } from '../mainstay.ts'

/** An invoice is a draft for an hour. */
const CHARGED_AFTER_S = 7_200

/** The end of what is paid for, in seconds. */
export const periodEndOf = async (stripe: Stripe, subscription: string): Promise<number> => {
  const [item] = (await stripe.subscriptions.retrieve(subscription)).items.data
  if (!item) throw new Error(`${subscription} has no item`)
  return item.current_period_end
}

/** Moves the clock on to this second, or leaves it where it is later already, and does what is due then. */
export const goTo = async ({ now, advance, settle }: GivenMainstay, second: number): Promise<void> => {
  await advance(Math.max(0, second - Math.floor(now().getTime() / 1000)))
  await settle()
}

/** Moves the clock to two hours after the end of what is paid for, however long its month is. */
export const passRenewal = async (
  mainstay: GivenMainstay,
  stripe: Stripe,
  subscription: string,
): Promise<void> => goTo(mainstay, (await periodEndOf(stripe, subscription)) + CHARGED_AFTER_S)
