import type { Stripe } from 'stripe'
import type { Queryable } from '../../../src/platform/database/database.ts'

export type Supporter = { customer: string; subscription: string }

/** Makes supporters of five dollars a month at Stripe, each with a checkout of ours. */
export const givenPeople = async (
  database: Queryable,
  stripe: Stripe,
  count: number,
): Promise<Supporter[]> => {
  const people: Supporter[] = []
  for (let person = 0; person < count; person += 1) {
    const id = `00000000-0000-4000-8000-${String(person).padStart(12, '0')}`
    await database.query(
      `insert into checkouts (id, form_digest, reader_hash, frequency, currency, amount, language, state, session_id, created_at)
       values ($1, $2, $2, 'monthly', 'USD', 500, 'en', 'open', $3, now())`,
      [id, Buffer.alloc(32, person + 1), `cs_person_${person}`],
    )
    people.push(await begin(stripe, id))
  }
  return people
}

const begin = async (stripe: Stripe, checkoutId: string): Promise<Supporter> => {
  const customer = await stripe.customers.create({ payment_method: 'pm_card_visa' })
  const [method] = (await stripe.customers.listPaymentMethods(customer.id)).data
  const recurring = { interval: 'month' } as const
  const subscription = await stripe.subscriptions.create({
    customer: customer.id,
    default_payment_method: method?.id ?? '',
    metadata: { mainstay_checkout: checkoutId },
    items: [{ price_data: { currency: 'usd', product: 'mainstay_monthly', unit_amount: 500, recurring } }],
  })
  return { customer: customer.id, subscription: subscription.id }
}
