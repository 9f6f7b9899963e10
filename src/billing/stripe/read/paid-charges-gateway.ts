import type { Stripe } from 'stripe'
import type { PaidCharges, RefundWindow } from '../../model/refund.ts'
import { idOf } from '../shapes/stripe-shapes.ts'
import type { Calling } from './listing.ts'

/** Stripe tries what failed again for two months at most. */
const TRIED_FOR_S = 90 * 86_400

/** The charges of that time that paid a subscription's invoices, and whether more may come. Rejects while Stripe is away. */
export const listPaidCharges = async (
  calling: Calling,
  subscription: string,
  { since: at, until }: RefundWindow,
): Promise<PaidCharges> => {
  const since = Math.floor(at.getTime() / 1000)
  const before = until ? until.getTime() / 1000 : Number.POSITIVE_INFINITY
  const invoices = await invoicesOf(calling, { subscription, created: { gte: since - TRIED_FOR_S } })
  const found: PaidCharges = { charges: [], waitsFor: null }
  const isAbout = ({ status, auto_advance: advances, created }: Stripe.Invoice) =>
    status === 'draft' && advances && created >= since && created < before
  if (invoices.some(isAbout)) found.waitsFor = 'payment-pending'
  // What was paid before then, and nothing else, is not looked at.
  const open = invoices.filter(({ status_transitions: { paid_at: paidAt } }) => (paidAt ?? since) >= since)
  for (const intent of intentsIn(open)) {
    const { status, latest_charge: charge } = await retrieveIntent(calling, intent)
    // A debit under way before then was of the time before.
    if (!charge || typeof charge === 'string' || charge.created < since || charge.created >= before) continue
    if (status === 'succeeded') found.charges.push(charge.id)
    if (status === 'processing') found.waitsFor = 'payment-pending'
  }
  return found
}

const invoicesOf = async (
  { client, pace }: Calling,
  wanted: Stripe.InvoiceListParams,
): Promise<readonly Stripe.Invoice[]> => {
  await pace('invoices.list')
  return (await client.invoices.list({ ...wanted, limit: 100, expand: ['data.payments'] })).data
}

/** The payments of these invoices. */
const intentsIn = (invoices: readonly Stripe.Invoice[]): ReadonlySet<string> => {
  const intents = invoices
    .flatMap(({ payments }) => payments?.data ?? [])
    .map(({ payment }) => idOf(payment.payment_intent))
  return new Set(intents.filter((id) => id !== null))
}

const retrieveIntent = async ({ client, pace }: Calling, id: string): Promise<Stripe.PaymentIntent> => {
  await pace('payment_intents.retrieve')
  return client.paymentIntents.retrieve(id, { expand: ['latest_charge'] })
}

/** Whether a payment of what is unpaid is under way: money that would arrive though its contribution had been ended. */
export const hasPendingPayment = async (calling: Calling, subscription: string): Promise<boolean> => {
  for (const id of intentsIn(await invoicesOf(calling, { subscription, status: 'open' })))
    if ((await retrieveIntent(calling, id)).status === 'processing') return true
  return false
}
