import type { Invoice } from '../objects/stripe-objects.ts'
import type { World } from '../state/context.ts'
import { unschedule } from '../state/schedule.ts'

export const voidInvoice = (world: World, invoice: Invoice): Invoice =>
  closed(world, invoice, 'void', 'voided_at', 'invoice.voided')

export const markUncollectible = (world: World, invoice: Invoice): Invoice =>
  closed(world, invoice, 'uncollectible', 'marked_uncollectible_at', 'invoice.marked_uncollectible')

const closed = (
  world: World,
  invoice: Invoice,
  status: 'void' | 'uncollectible',
  at: 'voided_at' | 'marked_uncollectible_at',
  event: string,
): Invoice => {
  const { state, time, emit } = world
  unschedule(world, 'retry', invoice.id)
  const transitions = { ...invoice.status_transitions, [at]: time.seconds() }
  const after: Invoice = {
    ...{ ...invoice, auto_advance: false, next_payment_attempt: null },
    status,
    status_transitions: transitions,
  }
  state.put('invoice', after.id, after)
  emit('invoice.updated', after)
  emit(event, after)
  return after
}
