import type { Stripe } from 'stripe'
import type { FetchRequest } from '../../model/fetch-request.ts'
import { isOurInvoice } from '../shapes/stripe-facts.ts'
import { idOf, paymentOf } from '../shapes/stripe-shapes.ts'
import {
  type Calling,
  CHARGE_DEEP,
  createdSince,
  inList,
  MANY,
  orNone,
  REFUND_EXPANSIONS,
  retrieve,
} from './listing.ts'

/** A customer's charges with all their refunds, and those that are named though they are older. */
export const listCharges = async (
  calling: Calling,
  { customerId: customer, since, chargeIds }: FetchRequest,
): Promise<Stripe.Charge[]> => {
  const { client, pace } = calling
  await pace('charges.list')
  const listed = await client.charges
    .list({ customer, ...createdSince(since), limit: 100, expand: inList(CHARGE_DEEP) })
    .autoPagingToArray({ limit: MANY })
    .catch(orNone<Stripe.Charge>)
  for (const id of chargeIds.filter((each) => !listed.some((charge) => charge.id === each))) {
    const older = await retrieve(calling, 'charges', id)
    if (older && idOf(older.customer) === customer) listed.push(older)
  }
  return completeRefunds(calling, listed)
}

export const listChargesOfPayment = async (
  calling: Calling,
  paymentIntentId: string,
): Promise<Stripe.Charge[]> => {
  const { client, pace } = calling
  await pace('charges.list')
  const { data } = await client.charges.list({
    payment_intent: paymentIntentId,
    limit: 100,
    expand: inList(CHARGE_DEEP),
  })
  return completeRefunds(calling, data)
}

type Listed = { invoices: readonly Stripe.Invoice[]; charges: readonly Stripe.Charge[] }

/**
 * The charges that paid invoices which were asked for by name, where no list brought them: they are older than it, or
 * their customer is gone. A charge carries nothing of ours, so that only its invoice leads to it.
 */
export const listChargesOfInvoices = async (
  calling: Calling,
  wanted: FetchRequest,
  { invoices, charges }: Listed,
): Promise<Stripe.Charge[]> => {
  const known = new Set(charges.map((charge) => paymentOf({ payment_intent: charge.payment_intent, charge })))
  const payments = invoices
    .filter(({ id, status }) => status === 'paid' && wanted.invoiceIds.includes(id ?? ''))
    .filter((invoice) => isOurInvoice(invoice, wanted))
    .flatMap((invoice) => invoice.payments?.data ?? [])
    .map(({ payment }) => paymentOf(payment))
  const found: Stripe.Charge[] = []
  for (const id of new Set(payments)) {
    if (id === null || known.has(id)) continue
    if (id.startsWith('pi_')) found.push(...(await listChargesOfPayment(calling, id)))
    else found.push(...(await chargeItself(calling, id)))
  }
  return found
}

const chargeItself = async (calling: Calling, id: string): Promise<Stripe.Charge[]> => {
  const charge = await retrieve(calling, 'charges', id)
  return charge ? completeRefunds(calling, [charge]) : []
}

// A charge brings its ten newest refunds along.
const completeRefunds = async (
  { client, pace }: Calling,
  charges: Stripe.Charge[],
): Promise<Stripe.Charge[]> => {
  for (const charge of charges.filter(({ refunds }) => refunds?.has_more)) {
    await pace('refunds.list')
    const data = await client.refunds
      .list({ charge: charge.id, limit: 100, expand: inList(REFUND_EXPANSIONS) })
      .autoPagingToArray({ limit: MANY })
    if (charge.refunds) charge.refunds.data = data
  }
  return charges
}

export const listDisputes = async (
  { client, pace }: Calling,
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
