import type { Stripe } from 'stripe'
import { DAY_MS } from '../../../src/platform/clock.ts'
import { controlSandbox } from '../resources/sandbox.ts'
import { type CheckoutRequest, openCheckout, pay } from './checkouts.ts'
import type { Command, CommandName } from './life.ts'
import type { LifeContext, Perform, Person } from './life-context.ts'

const DAY_S = 86_400
const DEBITS = { good: 'DE89370400440532013000', bad: 'DE62370400440532013001' }

/** Commands that must come first. Each is performed only if it is possible. */
export const PREREQUISITES: Partial<Record<CommandName, readonly CommandName[]>> = {
  'failing-card': ['start'],
  'good-card': ['start'],
  'authentication-card': ['start'],
  'use-debit': ['start'],
  'cancel-later': ['start'],
  'cancel-now': ['start'],
  'change-amount': ['start'],
  'change-to-yearly': ['start'],
  'change-currency': ['start'],
  'start-another': ['start'],
  'start-replacement': ['start', 'failing-card', 'wait-month'],
  'pay-invoice': ['start', 'failing-card', 'wait-month', 'good-card'],
  'update-card-number': ['start', 'failing-card', 'wait-month'],
  authenticate: ['start', 'authentication-card', 'wait-month'],
  'void-invoice': ['start', 'failing-card', 'wait-month'],
  'pay-out-of-band': ['start', 'failing-card', 'wait-month'],
  'undo-cancellation': ['start', 'cancel-later'],
  pause: ['start'],
  resume: ['start', 'pause'],
  'delete-customer': ['start'],
  refund: ['give-once'],
  'fail-refund': ['give-once', 'refund'],
  inquiry: ['give-once'],
  dispute: ['start'],
  'dispute-lost': ['start'],
  'dispute-won': ['give-once'],
  'dispute-prevented': ['give-once'],
  'dispute-reopened': ['give-once', 'dispute-won'],
}

export const perform = (context: LifeContext, person: Person, { name, size }: Command): Promise<boolean> =>
  PERFORM[name](context, person, size)

const findLive = async ({ stripe }: LifeContext, person: Person): Promise<Stripe.Subscription[]> => {
  const all = await Promise.all(person.subscriptions.map((id) => stripe.subscriptions.retrieve(id)))
  return all.filter((each) => each.ended_at === null)
}

/** Resolves to false if Stripe rejects the call in this state. */
const ignoreRejected = (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    (did) => did !== false,
    (error: { type?: string }) => {
      if (String(error.type).startsWith('Stripe')) return false
      throw error
    },
  )

type OnSubscription = (
  context: LifeContext,
  subscription: Stripe.Subscription,
  size: number,
) => Promise<unknown>

const onSubscription =
  (work: OnSubscription): Perform =>
  async (context, person, size) => {
    const live = await findLive(context, person)
    const subscription = live[size % live.length]
    return subscription !== undefined && ignoreRejected(work(context, subscription, size))
  }

const monthlyOf = (size: number, currency = 'usd'): CheckoutRequest => ({
  frequency: 'monthly',
  currency,
  amount: 200 + size * 25,
})
const onceOf = (size: number): CheckoutRequest => ({
  frequency: 'once',
  currency: 'usd',
  amount: 100 + size * 100,
})

const startCheckout =
  (requestOf: (size: number) => CheckoutRequest, method = 'pm_card_visa'): Perform =>
  async (context, person, size) => {
    const session = await openCheckout(context, person, requestOf(size))
    return pay(context, person, { sessionId: session.id, method })
  }

const createBankDebit = async ({ stripe }: LifeContext, size: number): Promise<string> => {
  const created = await stripe.paymentMethods.create({
    type: 'sepa_debit',
    sepa_debit: { iban: size % 3 ? DEBITS.good : DEBITS.bad },
    billing_details: { name: 'Reader', email: 'reader@example.com' },
  })
  return created.id
}

const startByDebit =
  (requestOf: (size: number) => CheckoutRequest): Perform =>
  async (context, person, size) =>
    startCheckout(requestOf, await createBankDebit(context, size))(context, person, size)

const useMethod = (methodFor: (context: LifeContext, size: number) => Promise<string>): Perform =>
  onSubscription(async (context, subscription, size) => {
    const customer = String(subscription.customer)
    const method = await context.stripe.paymentMethods.attach(await methodFor(context, size), { customer })
    await context.stripe.subscriptions.update(subscription.id, { default_payment_method: method.id })
  })

const useCard = (card: string): Perform => useMethod(async () => card)

const changePlan = (interval: 'month' | 'year') =>
  onSubscription(({ stripe }, subscription, size) => {
    const product = interval === 'month' ? 'mainstay_monthly' : 'mainstay_yearly'
    const { currency } = subscription
    const price = { currency, product, unit_amount: 200 + size * 50, recurring: { interval } }
    return stripe.subscriptions.update(subscription.id, {
      items: [{ id: subscription.items.data[0]?.id ?? '', price_data: price }],
      proration_behavior: 'none',
    })
  })

type OnCharge = (context: LifeContext, charge: Stripe.Charge, size: number) => Promise<unknown>

/** Performs `work` on one of the person's settled payments that `suits`. */
const onCharge =
  (suits: (charge: Stripe.Charge) => boolean, work: OnCharge): Perform =>
  async (context, person, size) => {
    const lists = await Promise.all(
      person.customers.map((customer) =>
        context.stripe.charges.list({ customer, limit: 20 }).catch(() => ({ data: [] })),
      ),
    )
    const charges = lists
      .flatMap(({ data }) => data)
      .filter((each) => each.status === 'succeeded' && each.balance_transaction !== null && suits(each))
    const charge = charges[size % charges.length]
    return charge !== undefined && ignoreRejected(work(context, charge, size))
  }

const openDispute = (outcome: string, suits: (charge: Stripe.Charge) => boolean): Perform =>
  onCharge(suits, ({ sandbox }, charge) =>
    controlSandbox(sandbox.origin, 'disputes', { charge: charge.id, outcome }),
  )
const isUndisputed = (charge: Stripe.Charge) => !charge.refunded && !charge.disputed

const onInvoice = (work: (context: LifeContext, invoice: Stripe.Invoice) => Promise<unknown>) =>
  onSubscription(async (context, { customer }) => {
    const { data } = await context.stripe.invoices.list({
      customer: String(customer),
      status: 'open',
      limit: 1,
    })
    return data[0] ? work(context, data[0]) : false
  })

/** Performs an action of our own: every record has it before Stripe is called, as in the product. */
const actOurselves = (kind: 'pause' | 'resume') =>
  onSubscription(async ({ stripe, databases, now }, subscription) => {
    const isPaused = subscription.pause_collection !== null
    if (isPaused === (kind === 'pause')) return false
    for (const database of databases)
      await database.query(
        `insert into subscription_actions (id, subscription_id, kind, created_at, resumes_at)
         values (gen_random_uuid(), $1, $2, $3, $4)`,
        [subscription.id, kind, now(), kind === 'pause' ? new Date(now().getTime() + 30 * DAY_MS) : null],
      )
    await stripe.subscriptions.update(subscription.id, {
      pause_collection: kind === 'pause' ? { behavior: 'void' } : '',
    })
    for (const database of databases)
      await database.query(
        `update subscription_actions set done_at = $2
         where subscription_id = $1 and kind in ('pause', 'resume')`,
        [subscription.id, now()],
      )
    return true
  })

const wait =
  (daysOf: (size: number) => number): Perform =>
  async ({ advance }, _person, size) => {
    await advance(daysOf(size) * DAY_S)
    return true
  }

const PERFORM: Record<CommandName, Perform> = {
  start: async (context, person, size) =>
    (await findLive(context, person)).length === 0 && startCheckout(monthlyOf)(context, person, size),
  'start-another': startCheckout(monthlyOf),
  'start-replacement': startCheckout(monthlyOf),
  'start-with-authentication': async (context, person, size) => {
    const session = await openCheckout(context, person, monthlyOf(size))
    const method = 'pm_card_authenticationRequired'
    const paid = await pay(context, person, {
      sessionId: session.id,
      method,
      canAuthenticate: size % 3 !== 0,
    })
    if (!paid && size % 2) await pay(context, person, { sessionId: session.id })
    return true
  },
  'start-by-debit': startByDebit(monthlyOf),
  'start-after-decline': async (context, person, size) => {
    const session = await openCheckout(context, person, monthlyOf(size))
    await pay(context, person, { sessionId: session.id, method: 'pm_card_chargeDeclined' })
    return pay(context, person, { sessionId: session.id })
  },
  // The session expires by itself, or is closed.
  abandon: async (context, person, size) => {
    const session = await openCheckout(context, person, size % 2 ? monthlyOf(size) : onceOf(size))
    if (size % 3 === 0) await context.stripe.checkout.sessions.expire(session.id)
    return true
  },
  // Cancels the first subscription and starts another in the other currency.
  'change-currency': async (context, person, size) => {
    const [first] = await findLive(context, person)
    if (!first || !(await ignoreRejected(context.stripe.subscriptions.cancel(first.id)))) return false
    await context.advance(60 * size)
    const currency = first.currency === 'usd' ? 'eur' : 'usd'
    return startCheckout((amount) => monthlyOf(amount, currency))(context, person, size)
  },
  'give-once': startCheckout(onceOf),
  'give-once-by-debit': startByDebit(onceOf),
  'wait-days': wait((size) => size),
  'wait-month': wait(() => 31),
  'failing-card': useCard('pm_card_chargeCustomerFail'),
  'good-card': useCard('pm_card_visa'),
  'authentication-card': useCard('pm_card_authenticationRequired'),
  'use-debit': useMethod(createBankDebit),
  // The bank's card updater replaces the number, whether or not the old card would fail.
  'update-card-number': onSubscription(
    async ({ stripe, sandbox }, { default_payment_method: method }, size) => {
      if ((await stripe.paymentMethods.retrieve(String(method))).type !== 'card') return false
      const number = size % 4 ? '4242424242424242' : '4000000000000341'
      return controlSandbox(sandbox.origin, `payment_methods/${String(method)}/update`, { number })
    },
  ),
  'pay-invoice': onInvoice(({ stripe }, invoice) => stripe.invoices.pay(invoice.id ?? '')),
  authenticate: onSubscription(async ({ stripe, sandbox }, subscription, size) => {
    const { data } = await stripe.paymentIntents.list({ customer: String(subscription.customer), limit: 5 })
    const waiting = data.find(({ status }) => status === 'requires_action' || status === 'processing')
    if (!waiting) return false
    return controlSandbox(sandbox.origin, `payment_intents/${waiting.id}/${size % 3 ? 'settle' : 'fail'}`, {})
  }),
  'cancel-later': onSubscription(async ({ stripe }, { id, items, cancel_at: isCanceling }, size) => {
    if (isCanceling !== null) return false
    return size % 2
      ? stripe.subscriptions.update(id, { cancel_at_period_end: true })
      : stripe.subscriptions.update(id, { cancel_at: items.data[0]?.current_period_end ?? 0 })
  }),
  'undo-cancellation': onSubscription(async ({ stripe }, { id, cancel_at: isCanceling }) =>
    isCanceling === null ? false : stripe.subscriptions.update(id, { cancel_at: '' }),
  ),
  'cancel-now': onSubscription(({ stripe }, { id }) => stripe.subscriptions.cancel(id)),
  'change-amount': changePlan('month'),
  'change-to-yearly': changePlan('year'),
  pause: actOurselves('pause'),
  resume: actOurselves('resume'),
  'void-invoice': onInvoice(({ stripe }, invoice) => stripe.invoices.voidInvoice(invoice.id ?? '')),
  'pay-out-of-band': onInvoice(({ stripe }, invoice) =>
    stripe.invoices.pay(invoice.id ?? '', { paid_out_of_band: true }),
  ),
  'delete-customer': onSubscription(({ stripe }, { customer }) => stripe.customers.del(String(customer))),
  refund: onCharge(
    (charge) => charge.amount > charge.amount_refunded && !charge.disputed,
    ({ stripe }, charge, size) =>
      stripe.refunds.create({
        charge: charge.id,
        ...(size % 3 ? { amount: Math.ceil((charge.amount - charge.amount_refunded) / 2) } : {}),
      }),
  ),
  'fail-refund': onCharge(
    (charge) => charge.amount_refunded > 0,
    async ({ stripe, sandbox }, charge) => {
      const { data } = await stripe.refunds.list({ charge: charge.id })
      const refund = data.find((each) => each.status === 'succeeded')
      return refund ? controlSandbox(sandbox.origin, `refunds/${refund.id}/fail`, {}) : false
    },
  ),
  inquiry: openDispute('inquiry', isUndisputed),
  dispute: openDispute('needs_response', ({ refunded }) => !refunded),
  'dispute-lost': openDispute('lost', ({ refunded }) => !refunded),
  'dispute-won': openDispute('won', ({ refunded }) => !refunded),
  'dispute-prevented': openDispute('prevented', isUndisputed),
  'dispute-reopened': openDispute('reopened', ({ disputed }) => disputed),
  'change-retry-rule': async ({ sandbox }, _person, size) => {
    const afterRetries = (['cancel', 'unpaid', 'past_due'] as const)[size % 3]
    await controlSandbox(sandbox.origin, 'settings', { afterRetries })
    return true
  },
}
