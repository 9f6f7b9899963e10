import { buildInvoice, type NewInvoice } from '../builders/build-invoice.ts'
import type { Invoice, Subscription } from '../objects/stripe-objects.ts'
import { productDescriptor } from '../payments/statement-descriptor.ts'
import type { Context } from '../state/context.ts'
import { schedule } from '../state/schedule.ts'

export const DRAFT_PERIOD_S = 3600

type InvoiceRequest = Omit<NewInvoice, 'items' | 'created'>

/** Creates a draft with the pending invoice items of its customer and subscription. */
export const draftInvoice = (context: Context, request: InvoiceRequest): Invoice => {
  const { state, clock, emit } = context
  const customer = request.customer.id
  const items = state
    .idsOf('invoiceitem', customer)
    .map((id) => state.get('invoiceitem', id))
    .filter((item) => item !== undefined)
    .filter((item) => item.invoice === null && belongsToSubscription(item, request.subscription))
  const invoice: Invoice = {
    ...buildInvoice({ ...request, items, created: clock.seconds() }),
    statement_descriptor: productDescriptor(context, request.subscription?.items.data[0]?.price),
  }
  state.put('invoice', invoice.id, invoice)
  for (const item of items) state.put('invoiceitem', item.id, { ...item, invoice: invoice.id })
  emit('invoice.created', invoice)
  return invoice
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
