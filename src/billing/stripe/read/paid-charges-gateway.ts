import type { Stripe } from 'stripe'
import type { PaidCharges, RefundWindow } from '../../model/refund.ts'
import { idOf } from '../shapes/stripe-shapes.ts'
import type { PacedClient } from './listing.ts'

/** Stripe retries a failed payment for two months at most. */
const RETRIES_END_AFTER_S = 90 * 86_400

/**
 * Lists the charges in the window that paid the subscription's invoices, and whether more may follow. Throws
 * if Stripe is unavailable.
 */
export const listPaidCharges = async (
  paced: PacedClient,
  subscription: string,
  { since: at, until }: RefundWindow,
): Promise<PaidCharges> => {
  const since = Math.floor(at.getTime() / 1000)
  const before = until ? until.getTime() / 1000 : Number.POSITIVE_INFINITY
  const invoices = await listInvoices(paced, { subscription, created: { gte: since - RETRIES_END_AFTER_S } })
  const found: PaidCharges = { charges: [], waitsFor: null }
  const isBilledSoon = ({ status, auto_advance: advances, created }: Stripe.Invoice) =>
    status === 'draft' && advances && created >= since && created < before
  if (invoices.some(isBilledSoon)) found.waitsFor = 'payment-pending'
  // Skips invoices that were paid before the window.
  const unsettled = invoices.filter(
    ({ status_transitions: { paid_at: paidAt } }) => (paidAt ?? since) >= since,
  )
  for (const paymentIntentId of paymentIntentIdsOf(unsettled)) {
    const { status, latest_charge: charge } = await retrievePaymentIntent(paced, paymentIntentId)
    // Skips payments that were pending before the window.
    if (!charge || typeof charge === 'string' || charge.created < since || charge.created >= before) continue
    if (status === 'succeeded') found.charges.push(charge.id)
    if (status === 'processing') found.waitsFor = 'payment-pending'
  }
  return found
}

const listInvoices = async (
  { client, pace }: PacedClient,
  parameters: Stripe.InvoiceListParams,
): Promise<readonly Stripe.Invoice[]> => {
  await pace('invoices.list')
  return (await client.invoices.list({ ...parameters, limit: 100, expand: ['data.payments'] })).data
}

const paymentIntentIdsOf = (invoices: readonly Stripe.Invoice[]): ReadonlySet<string> => {
  const intents = invoices
    .flatMap(({ payments }) => payments?.data ?? [])
    .map(({ payment }) => idOf(payment.payment_intent))
  return new Set(intents.filter((id) => id !== null))
}

const retrievePaymentIntent = async (
  { client, pace }: PacedClient,
  id: string,
): Promise<Stripe.PaymentIntent> => {
  await pace('payment_intents.retrieve')
  return client.paymentIntents.retrieve(id, { expand: ['latest_charge'] })
}

/**
 * Returns true if a payment of an unsettled invoice is pending. That money would arrive even after a cancellation.
 */
export const hasPendingPayment = async (paced: PacedClient, subscription: string): Promise<boolean> => {
  for (const id of paymentIntentIdsOf(await listInvoices(paced, { subscription, status: 'open' })))
    if ((await retrievePaymentIntent(paced, id)).status === 'processing') return true
  return false
}
