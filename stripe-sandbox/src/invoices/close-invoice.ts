import type { Invoice } from '../objects/stripe-objects.ts'
import type { Context } from '../state/context.ts'
import { unschedule } from '../state/schedule.ts'

export const voidInvoice = (context: Context, invoice: Invoice): Invoice =>
  closeInvoice(context, invoice, { status: 'void', timestamp: 'voided_at', event: 'invoice.voided' })

export const markUncollectible = (context: Context, invoice: Invoice): Invoice =>
  closeInvoice(context, invoice, {
    status: 'uncollectible',
    timestamp: 'marked_uncollectible_at',
    event: 'invoice.marked_uncollectible',
  })

type Closing = {
  status: 'void' | 'uncollectible'
  timestamp: 'voided_at' | 'marked_uncollectible_at'
  event: string
}

const closeInvoice = (context: Context, invoice: Invoice, { status, timestamp, event }: Closing): Invoice => {
  const { state, clock, emit } = context
  unschedule(context, 'retry', invoice.id)
  const transitions = { ...invoice.status_transitions, [timestamp]: clock.seconds() }
  const after: Invoice = {
    ...invoice,
    auto_advance: false,
    next_payment_attempt: null,
    status,
    status_transitions: transitions,
  }
  state.put('invoice', after.id, after)
  emit('invoice.updated', after)
  emit(event, after)
  return after
}
