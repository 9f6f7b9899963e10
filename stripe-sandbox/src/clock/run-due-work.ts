import { renewSubscription } from '../billing/renew-subscription.ts'
import { expireIncomplete } from '../billing/start-subscription.ts'
import { endTrial } from '../billing/trial.ts'
import { expireSession } from '../checkout/expire-session.ts'
import { resolvePayment } from '../checkout/resolve-payment.ts'
import { collectInvoice, finalizeAndCollect } from '../invoices/collect-invoice.ts'
import { idOf } from '../objects/references.ts'
import { cardByNumber } from '../objects/test-cards.ts'
import { cardOf } from '../payments/collect-payment.ts'
import { simulateDispute } from '../payments/dispute-charge.ts'
import { finishRefund } from '../payments/refund-charge.ts'
import { settleCharge } from '../payments/settle-charge.ts'
import type { Context } from '../state/context.ts'
import { unschedule } from '../state/schedule.ts'
import type { Due, DueKind, Tables } from '../state/tables.ts'
import { cancelSubscription } from '../subscriptions/cancel-subscription.ts'
import { updateSubscription } from '../subscriptions/update-subscription.ts'

/** Does the earliest work that is due by `untilMs`, at its own time. Returns false if there is none. */
export const runNextDue = (context: Context, untilMs: number): boolean => {
  const { state, clock } = context
  let next: Due | undefined
  for (const due of state.all('due')) if (!next || due.at < next.at) next = due
  if (!next || next.at * 1000 > untilMs) return false
  const due = next
  clock.runAt(due.at * 1000, () => state.commit(() => runDue(context, due)))
  return true
}

const runDue = (context: Context, { kind, object }: Due): void => {
  unschedule(context, kind, object)
  WORK_BY_KIND[kind](context, object)
}

type Table = 'charge' | 'subscription' | 'invoice' | 'session' | 'payment_intent' | 'refund'

/** Skips the work if the object is gone. */
const withObject =
  <Name extends Table>(table: Name, work: (context: Context, object: Tables[Name]) => unknown) =>
  (context: Context, id: string): void => {
    const object = context.state.get(table, id)
    if (object !== undefined) work(context, object)
  }

const WORK_BY_KIND: Record<DueKind, (context: Context, object: string) => void> = {
  settle: withObject('charge', settleCharge),
  renew: withObject('subscription', (context, subscription) =>
    subscription.status === 'trialing'
      ? endTrial(context, subscription)
      : renewSubscription(context, subscription),
  ),
  finalize: withObject('invoice', finalizeAndCollect),
  retry: withObject('invoice', (context, invoice) => {
    if (invoice.status === 'open') collectInvoice(context, invoice, { presence: 'off-session' })
  }),
  expire: withObject(
    'session',
    (context, session) => session.status === 'open' && expireSession(context, session),
  ),
  end: withObject('subscription', (context, subscription) => {
    if (subscription.ended_at === null)
      cancelSubscription(context, subscription, subscription.cancellation_details)
  }),
  resume: withObject('subscription', (context, subscription) =>
    updateSubscription(context, subscription, { pause_collection: null }),
  ),
  abandon: withObject('subscription', expireIncomplete),
  debit: withObject('payment_intent', (context, intent) => {
    const method = context.state.get('payment_method', idOf(intent.payment_method) ?? '')
    if (method) resolvePayment(context, intent, cardOf(context, method).pendingEnds === 'succeeded')
  }),
  refund: withObject('refund', finishRefund),
  dispute: withObject('charge', (context, charge) => {
    const card = cardByNumber(context.state.get('card', charge.payment_method ?? '') ?? '')
    simulateDispute(context, charge, card?.disputed === 'inquiry' ? 'inquiry' : 'needs_response')
  }),
}
