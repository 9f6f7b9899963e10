import type { Stripe } from 'stripe'
import type { FetchRequest } from '../../model/fetch-request.ts'
import { isOurInvoice } from '../shapes/our-facts.ts'
import { idOf, paymentOf, readObject } from '../shapes/stripe-shapes.ts'
import {
  CHARGE_EXPANSIONS,
  createdSince,
  inListItems,
  MAX_LISTED,
  noneIfMissing,
  type PacedClient,
  REFUND_EXPANSIONS,
  retrieve,
} from './listing.ts'

/** Lists a customer's charges with all refunds, and fetches the older charges that are named. */
export const listCharges = async (
  paced: PacedClient,
  { customerId: customer, since, chargeIds }: FetchRequest,
): Promise<Stripe.Charge[]> => {
  const { client, pace } = paced
  await pace('charges.list')
  const listed = await client.charges
    .list({ customer, ...createdSince(since), limit: 100, expand: inListItems(CHARGE_EXPANSIONS) })
    .autoPagingToArray({ limit: MAX_LISTED })
    .catch(noneIfMissing<Stripe.Charge>)
  for (const id of chargeIds.filter((each) => !listed.some((charge) => charge.id === each))) {
    const named = await retrieve(paced, 'charges', id)
    if (named && idOf(named.customer) === customer) listed.push(named)
  }
  return completeRefunds(paced, listed)
}

export const listChargesOfPayment = async (
  paced: PacedClient,
  paymentIntentId: string,
): Promise<Stripe.Charge[]> => {
  const { client, pace } = paced
  await pace('charges.list')
  const { data } = await client.charges.list({
    payment_intent: paymentIntentId,
    limit: 100,
    expand: inListItems(CHARGE_EXPANSIONS),
  })
  return completeRefunds(paced, data)
}

type Listed = { invoices: readonly Stripe.Invoice[]; charges: readonly Stripe.Charge[] }

/**
 * Lists the charges that paid the invoices named in the request, if no list contains them. Such a charge is
 * older than the list, or its customer was deleted. A charge has none of our metadata: only its invoice
 * identifies it.
 */
export const listChargesOfInvoices = async (
  paced: PacedClient,
  request: FetchRequest,
  { invoices, charges }: Listed,
): Promise<Stripe.Charge[]> => {
  const known = new Set(charges.map((charge) => paymentOf({ payment_intent: charge.payment_intent, charge })))
  const payments = invoices
    .filter(({ id, status }) => status === 'paid' && request.invoiceIds.includes(id ?? ''))
    .filter((invoice) => isOurInvoice(invoice, request))
    .flatMap((invoice) => invoice.payments?.data ?? [])
    .map(({ payment }) => readObject(() => paymentOf(payment)))
  const older: Stripe.Charge[] = []
  for (const id of new Set(payments)) {
    if (id === null || known.has(id)) continue
    if (id.startsWith('pi_')) older.push(...(await listChargesOfPayment(paced, id)))
    else older.push(...(await listChargeById(paced, id)))
  }
  return older
}

const listChargeById = async (paced: PacedClient, id: string): Promise<Stripe.Charge[]> => {
  const charge = await retrieve(paced, 'charges', id)
  return charge ? completeRefunds(paced, [charge]) : []
}

// A charge includes only its ten newest refunds.
const completeRefunds = async (
  { client, pace }: PacedClient,
  charges: Stripe.Charge[],
): Promise<Stripe.Charge[]> => {
  for (const charge of charges.filter(({ refunds }) => refunds?.has_more)) {
    await pace('refunds.list')
    const data = await client.refunds
      .list({ charge: charge.id, limit: 100, expand: inListItems(REFUND_EXPANSIONS) })
      .autoPagingToArray({ limit: MAX_LISTED })
    if (charge.refunds) charge.refunds.data = data
  }
  return charges
}

export const listDisputes = async (
  { client, pace }: PacedClient,
  charges: readonly Stripe.Charge[],
): Promise<Stripe.Dispute[]> => {
  const disputes: Stripe.Dispute[] = []
  for (const charge of charges.filter((each) => each.disputed)) {
    await pace('disputes.list')
    const { data } = await client.disputes.list({ charge: charge.id, limit: 100 })
    disputes.push(...data)
  }
  return disputes
}
