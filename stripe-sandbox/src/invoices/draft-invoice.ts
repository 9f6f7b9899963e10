import { buildInvoice, type NewInvoice } from '../builders/build-invoice.ts'
import type { Invoice, Subscription } from '../objects/stripe-objects.ts'
import type { Context } from '../state/context.ts'
import { schedule } from '../state/schedule.ts'

export const DRAFT_PERIOD_S = 3600

type InvoiceRequest = Omit<NewInvoice, 'items' | 'created'>

/** A draft with what had been put aside for its subscription. */
export const draftInvoice = (context: Context, wanted: InvoiceRequest): Invoice => {
  const { state, clock, emit } = context
  const customer = wanted.customer.id
  const items = state
    .idsOf('invoiceitem', customer)
    .map((id) => state.get('invoiceitem', id))
    .filter((item) => item !== undefined)
    .filter((item) => item.invoice === null && belongsToSubscription(item, wanted.subscription))
  const made = buildInvoice({ ...wanted, items, created: clock.seconds() })
  state.put('invoice', made.id, made)
  for (const item of items) state.put('invoiceitem', item.id, { ...item, invoice: made.id })
  emit('invoice.created', made)
  return made
}

const belongsToSubscription = (
  item: { parent: { subscription_details: { subscription: string } | null } | null },
  subscription: Subscription | null,
): boolean => {
  const owner = item.parent?.subscription_details?.subscription
  return owner === undefined || owner === subscription?.id
}

export const scheduleFinalization = (context: Context, { id, status, auto_advance }: Invoice): void => {
  if (status !== 'draft' || !auto_advance) return
  schedule(context, { at: context.clock.seconds() + DRAFT_PERIOD_S, kind: 'finalize', object: id })
}
