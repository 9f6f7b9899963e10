import type { Stripe } from 'stripe'
import { DAY_MS } from '../../../src/platform/clock.ts'
import { controlSandbox } from '../resources/sandbox.ts'
import { type FetchRequest, openCheckout, pay } from './checkouts.ts'
import type { Command, CommandName } from './life.ts'
import type { Doing, Perform, Person } from './life-context.ts'

const DAY_S = 86_400
const DEBITS = { good: 'DE89370400440532013000', bad: 'DE62370400440532013001' }

/** What has to have happened before a command can be: each of it is done only where it can and need be. */
export const LEADS_TO: Partial<Record<CommandName, readonly CommandName[]>> = {
  ...{ 'failing-card': ['begin'], 'good-card': ['begin'], 'asking-card': ['begin'], debit: ['begin'] },
  ...{ 'end-later': ['begin'], 'end-now': ['begin'], amount: ['begin'], yearly: ['begin'], move: ['begin'] },
  second: ['begin'],
  instead: ['begin', 'failing-card', 'month'],
  pay: ['begin', 'failing-card', 'month', 'good-card'],
  'card-updated': ['begin', 'failing-card', 'month'],
  answer: ['begin', 'asking-card', 'month'],
  void: ['begin', 'failing-card', 'month'],
  'out-of-band': ['begin', 'failing-card', 'month'],
  keep: ['begin', 'end-later'],
  pause: ['begin'],
  resume: ['begin', 'pause'],
  'delete-customer': ['begin'],
  refund: ['give'],
  'refund-fails': ['give', 'refund'],
  inquiry: ['give'],
  dispute: ['begin'],
  'dispute-lost': ['begin'],
  'dispute-won': ['give'],
  'dispute-prevented': ['give'],
  'dispute-reopened': ['give', 'dispute-won'],
}

export const perform = (doing: Doing, person: Person, { name, size }: Command): Promise<boolean> =>
  PERFORM[name](doing, person, size)

const liveOf = async ({ stripe }: Doing, person: Person): Promise<Stripe.Subscription[]> => {
  const all = await Promise.all(person.subscriptions.map((id) => stripe.subscriptions.retrieve(id)))
  return all.filter((each) => each.ended_at === null)
}

/** What Stripe refuses in this state has not happened. */
const ignoreRejected = (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    (did) => did !== false,
    (error: { type?: string }) => {
      if (String(error.type).startsWith('Stripe')) return false
      throw error
    },
  )

type OnSubscription = (doing: Doing, subscription: Stripe.Subscription, size: number) => Promise<unknown>

const onSubscription =
  (work: OnSubscription): Perform =>
  async (doing, person, size) => {
    const live = await liveOf(doing, person)
    const subscription = live[size % live.length]
    return subscription !== undefined && ignoreRejected(work(doing, subscription, size))
  }

const monthly = (size: number, currency = 'usd'): FetchRequest => ({
  frequency: 'monthly',
  currency,
  amount: 200 + size * 25,
})
const once = (size: number): FetchRequest => ({
  frequency: 'once',
  currency: 'usd',
  amount: 100 + size * 100,
})

const paying =
  (wanted: (size: number) => FetchRequest, method = 'pm_card_visa'): Perform =>
  async (doing, person, size) => {
    const session = await openCheckout(doing, person, wanted(size))
    return pay(doing, person, session.id, { method })
  }

const bankDebit = async ({ stripe }: Doing, size: number): Promise<string> => {
  const made = await stripe.paymentMethods.create({
    type: 'sepa_debit',
    sepa_debit: { iban: size % 3 ? DEBITS.good : DEBITS.bad },
    billing_details: { name: 'Reader', email: 'reader@example.com' },
  })
  return made.id
}

const byDebit =
  (wanted: (size: number) => FetchRequest): Perform =>
  async (doing, person, size) =>
    paying(wanted, await bankDebit(doing, size))(doing, person, size)

const useMethod = (methodFor: (doing: Doing, size: number) => Promise<string>): Perform =>
  onSubscription(async (doing, subscription, size) => {
    const customer = String(subscription.customer)
    const method = await doing.stripe.paymentMethods.attach(await methodFor(doing, size), { customer })
    await doing.stripe.subscriptions.update(subscription.id, { default_payment_method: method.id })
  })

const useCard = (card: string): Perform => useMethod(async () => card)

const change = (interval: 'month' | 'year') =>
  onSubscription(({ stripe }, subscription, size) => {
    const product = interval === 'month' ? 'mainstay_monthly' : 'mainstay_yearly'
    const { currency } = subscription
    const price = { currency, product, unit_amount: 200 + size * 50, recurring: { interval } }
    return stripe.subscriptions.update(subscription.id, {
      items: [{ id: subscription.items.data[0]?.id ?? '', price_data: price }],
      proration_behavior: 'none',
    })
  })

type OnCharge = (doing: Doing, charge: Stripe.Charge, size: number) => Promise<unknown>

/** On one of the person's payments that brought money and that `suits`. */
const onCharge =
  (suits: (charge: Stripe.Charge) => boolean, work: OnCharge): Perform =>
  async (doing, person, size) => {
    const lists = await Promise.all(
      person.customers.map((customer) =>
        doing.stripe.charges.list({ customer, limit: 20 }).catch(() => ({ data: [] })),
      ),
    )
    const charges = lists
      .flatMap(({ data }) => data)
      .filter((each) => each.status === 'succeeded' && each.balance_transaction !== null && suits(each))
    const charge = charges[size % charges.length]
    return charge !== undefined && ignoreRejected(work(doing, charge, size))
  }

const disputing = (outcome: string, suits: (charge: Stripe.Charge) => boolean): Perform =>
  onCharge(suits, ({ sandbox }, charge) =>
    controlSandbox(sandbox.origin, 'disputes', { charge: charge.id, outcome }),
  )
const isUndisputed = (charge: Stripe.Charge) => !charge.refunded && !charge.disputed

const onInvoice = (work: (doing: Doing, invoice: Stripe.Invoice) => Promise<unknown>) =>
  onSubscription(async (doing, { customer }) => {
    const { data } = await doing.stripe.invoices.list({
      customer: String(customer),
      status: 'open',
      limit: 1,
    })
    return data[0] ? work(doing, data[0]) : false
  })

/** Our own action: written in every record before Stripe is called, as the product does. */
const acting = (kind: 'pause' | 'resume') =>
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

const pass =
  (daysOf: (size: number) => number): Perform =>
  async ({ advance }, _person, size) => {
    await advance(daysOf(size) * DAY_S)
    return true
  }

const PERFORM: Record<CommandName, Perform> = {
  begin: async (doing, person, size) =>
    (await liveOf(doing, person)).length === 0 && paying(monthly)(doing, person, size),
  second: paying(monthly),
  instead: paying(monthly),
  'start-asked': async (doing, person, size) => {
    const session = await openCheckout(doing, person, monthly(size))
    const method = 'pm_card_authenticationRequired'
    const paid = await pay(doing, person, session.id, { method, answersWell: size % 3 !== 0 })
    if (!paid && size % 2) await pay(doing, person, session.id)
    return true
  },
  'start-debit': byDebit(monthly),
  'start-refused': async (doing, person, size) => {
    const session = await openCheckout(doing, person, monthly(size))
    await pay(doing, person, session.id, { method: 'pm_card_chargeDeclined' })
    return pay(doing, person, session.id)
  },
  // It runs out by itself, or because it is closed.
  abandon: async (doing, person, size) => {
    const session = await openCheckout(doing, person, size % 2 ? monthly(size) : once(size))
    if (size % 3 === 0) await doing.stripe.checkout.sessions.expire(session.id)
    return true
  },
  // Another currency: the first ends, and the next begins.
  move: async (doing, person, size) => {
    const [first] = await liveOf(doing, person)
    if (!first || !(await ignoreRejected(doing.stripe.subscriptions.cancel(first.id)))) return false
    await doing.advance(60 * size)
    const currency = first.currency === 'usd' ? 'eur' : 'usd'
    return paying((amount) => monthly(amount, currency))(doing, person, size)
  },
  give: paying(once),
  'give-debit': byDebit(once),
  pass: pass((size) => size),
  month: pass(() => 31),
  'failing-card': useCard('pm_card_chargeCustomerFail'),
  'good-card': useCard('pm_card_visa'),
  'asking-card': useCard('pm_card_authenticationRequired'),
  debit: useMethod(bankDebit),
  // By the bank, of whose card was about to fail or not.
  'card-updated': onSubscription(async ({ stripe, sandbox }, { default_payment_method: method }, size) => {
    if ((await stripe.paymentMethods.retrieve(String(method))).type !== 'card') return false
    const number = size % 4 ? '4242424242424242' : '4000000000000341'
    return controlSandbox(sandbox.origin, `payment_methods/${String(method)}/update`, { number })
  }),
  pay: onInvoice(({ stripe }, invoice) => stripe.invoices.pay(invoice.id ?? '')),
  answer: onSubscription(async ({ stripe, sandbox }, subscription, size) => {
    const { data } = await stripe.paymentIntents.list({ customer: String(subscription.customer), limit: 5 })
    const waiting = data.find(({ status }) => status === 'requires_action' || status === 'processing')
    if (!waiting) return false
    return controlSandbox(sandbox.origin, `payment_intents/${waiting.id}/${size % 3 ? 'settle' : 'fail'}`, {})
  }),
  'end-later': onSubscription(async ({ stripe }, { id, items, cancel_at: isCanceling }, size) => {
    if (isCanceling !== null) return false
    return size % 2
      ? stripe.subscriptions.update(id, { cancel_at_period_end: true })
      : stripe.subscriptions.update(id, { cancel_at: items.data[0]?.current_period_end ?? 0 })
  }),
  keep: onSubscription(async ({ stripe }, { id, cancel_at: isCanceling }) =>
    isCanceling === null ? false : stripe.subscriptions.update(id, { cancel_at: '' }),
  ),
  'end-now': onSubscription(({ stripe }, { id }) => stripe.subscriptions.cancel(id)),
  amount: change('month'),
  yearly: change('year'),
  pause: acting('pause'),
  resume: acting('resume'),
  void: onInvoice(({ stripe }, invoice) => stripe.invoices.voidInvoice(invoice.id ?? '')),
  'out-of-band': onInvoice(({ stripe }, invoice) =>
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
  'refund-fails': onCharge(
    (charge) => charge.amount_refunded > 0,
    async ({ stripe, sandbox }, charge) => {
      const { data } = await stripe.refunds.list({ charge: charge.id })
      const refund = data.find((each) => each.status === 'succeeded')
      return refund ? controlSandbox(sandbox.origin, `refunds/${refund.id}/fail`, {}) : false
    },
  ),
  inquiry: disputing('inquiry', isUndisputed),
  dispute: disputing('needs_response', ({ refunded }) => !refunded),
  'dispute-lost': disputing('lost', ({ refunded }) => !refunded),
  'dispute-won': disputing('won', ({ refunded }) => !refunded),
  'dispute-prevented': disputing('prevented', isUndisputed),
  'dispute-reopened': disputing('reopened', ({ disputed }) => disputed),
  'retries-end': async ({ sandbox }, _person, size) => {
    const afterRetries = (['cancel', 'unpaid', 'past_due'] as const)[size % 3]
    await controlSandbox(sandbox.origin, 'settings', { afterRetries })
    return true
  },
}
