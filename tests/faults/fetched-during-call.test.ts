import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Stripe } from 'stripe'
import type { StripeGateway } from '../../src/billing/stripe/stripe-gateway.ts'
import { describeMainstay } from '../given/describe-mainstay.ts'
import { eventually, type Reader } from '../given/people/reader.ts'
import { contributeAs, signInAs } from '../given/people/supporter.ts'
import { readFigures } from '../given/record/record.ts'
import { stripeClient } from '../given/resources/sandbox.ts'

/** A point at which a call can be made to wait. */
type Stop = { hold: () => Promise<void>; release: () => void; pass: () => Promise<void> }

const stopPoint = (): Stop => {
  let arrive = () => {}
  let release = () => {}
  let held: Promise<void> | null = null
  return {
    /** Resolves when the next call waits at this point. */
    hold: () => {
      held = new Promise((resolve) => {
        release = resolve
      })
      return new Promise((resolve) => {
        arrive = resolve
      })
    },
    release: () => {
      held = null
      release()
    },
    pass: async () => {
      arrive()
      await held
    },
  }
}

const beforeCall = stopPoint()
const afterFetch = stopPoint()

const withStops = (stripe: StripeGateway): StripeGateway => ({
  ...stripe,
  pauseCharges: async (call) => {
    await beforeCall.pass()
    return stripe.pauseCharges(call)
  },
  resumeCharges: async (call) => {
    await beforeCall.pass()
    return stripe.resumeCharges(call)
  },
  listCustomer: async (wanted) => {
    const listed = await stripe.listCustomer(wanted)
    await afterFetch.pass()
    return listed
  },
})

describeMainstay(
  'a customer fetched before a call to Stripe and recorded after it',
  (mainstay) => {
    /** Posts a change. The customer is fetched before the call to Stripe, and recorded after it. */
    const chooseDuringFetch = async (reader: Reader, stripe: Stripe, choice: Choice) => {
      const called = beforeCall.hold()
      assert.equal((await reader.post(choice.path, choice.form)).status, 303)
      await called
      const fetched = afterFetch.hold()
      await stripe.customers.update(choice.customer, { name: 'Somebody Else' })
      await stripe.subscriptions.update(choice.form.contribution, { description: choice.path })
      await mainstay.advance(5)
      await fetched
      beforeCall.release()
      await eventually(async () => {
        const open = 'select kind from subscription_actions where due_at is not null'
        assert.deepEqual(await mainstay.database.query(open), [])
      })
      afterFetch.release()
      await mainstay.settle()
    }

    test('a pause and its resumption are recorded once each', async () => {
      const stripe = stripeClient(mainstay.sandbox.origin)
      const { session } = await contributeAs(mainstay, 'pauses@example.com')
      const { subscription, customer } = await stripe.checkout.sessions.retrieve(session)
      const reader = await signInAs(mainstay, 'pauses@example.com')
      const form = { contribution: String(subscription), language: 'en' }
      const common = { customer: String(customer) }
      await chooseDuringFetch(reader, stripe, {
        ...common,
        path: '/account/pause',
        form: { ...form, months: '1' },
      })
      assert.deepEqual((await readFigures(mainstay.database)).movements, ['new', 'pause'])
      await chooseDuringFetch(reader, stripe, { ...common, path: '/account/resume', form })
      assert.deepEqual((await readFigures(mainstay.database)).movements, ['new', 'pause', 'resume'])
    })
  },
  { change: (resources) => ({ ...resources, stripe: withStops(resources.stripe) }) },
)

type Choice = { path: string; form: { contribution: string } & Record<string, string>; customer: string }
