import { renew } from '../billing/renew-subscription.ts'
import { abandon } from '../billing/start-subscription.ts'
import { endTrial } from '../billing/trial.ts'
import { answerPayment } from '../checkout/answer-payment.ts'
import { expire } from '../checkout/expire-session.ts'
import { attemptPayment, finalizeAndCollect } from '../invoices/collect-invoice.ts'
import { idOf } from '../objects/references.ts'
import { cardByNumber } from '../objects/test-cards.ts'
import { cardOf, settle } from '../payments/collect-payment.ts'
import { dispute } from '../payments/dispute-charge.ts'
import { endRefund } from '../payments/refund-charge.ts'
import type { World } from '../state/context.ts'
import { unschedule } from '../state/schedule.ts'
import type { Due, DueKind, Tables } from '../state/tables.ts'
import { cancel } from '../subscriptions/cancel-subscription.ts'
import { changed } from '../subscriptions/update-subscription.ts'

/** Does the earliest thing that is due at or before `untilMs`, dated when it was due; false when nothing is. */
export const doNextDue = (world: World, untilMs: number): boolean => {
  const { state, time } = world
  let next: Due | undefined
  for (const due of state.all('due')) if (!next || due.at < next.at) next = due
  if (!next || next.at * 1000 > untilMs) return false
  const due = next
  time.as(due.at * 1000, () => state.commit(() => perform(world, due)))
  return true
}

const perform = (world: World, { kind, object }: Due): void => {
  unschedule(world, kind, object)
  WORK[kind](world, object)
}

type Table = 'charge' | 'subscription' | 'invoice' | 'session' | 'payment_intent' | 'refund'

/** Work on an object that may be gone by then. */
const on =
  <Name extends Table>(table: Name, work: (world: World, object: Tables[Name]) => unknown) =>
  (world: World, id: string): void => {
    const object = world.state.get(table, id)
    if (object !== undefined) work(world, object)
  }

const WORK: Record<DueKind, (world: World, object: string) => void> = {
  settle: on('charge', settle),
  renew: on('subscription', (world, subscription) =>
    subscription.status === 'trialing' ? endTrial(world, subscription) : renew(world, subscription),
  ),
  finalize: on('invoice', finalizeAndCollect),
  retry: on('invoice', (world, invoice) => {
    if (invoice.status === 'open') attemptPayment(world, invoice, 'off-session')
  }),
  expire: on('session', (world, session) => session.status === 'open' && expire(world, session)),
  // A requested end counts at the moment that was named.
  end: on('subscription', (world, subscription) => {
    if (subscription.ended_at === null) cancel(world, subscription, subscription.cancellation_details)
  }),
  resume: on('subscription', (world, subscription) =>
    changed(world, subscription, { pause_collection: null }),
  ),
  abandon: on('subscription', abandon),
  debit: on('payment_intent', (world, intent) => {
    const method = world.state.get('payment_method', idOf(intent.payment_method) ?? '')
    if (method) answerPayment(world, intent, cardOf(world, method).pendingEnds === 'succeeded')
  }),
  refund: on('refund', endRefund),
  dispute: on('charge', (world, charge) => {
    const card = cardByNumber(world.state.get('card', charge.payment_method ?? '') ?? '')
    dispute(world, charge, card?.disputed === 'inquiry' ? 'inquiry' : 'needs_response')
  }),
}
