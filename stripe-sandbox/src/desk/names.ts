import { idOf } from '../objects/references.ts'
import type { Charge, Event } from '../objects/stripe-objects.ts'
import type { State } from '../state/state.ts'

/** The name or email address of a customer. Null for one without either. */
export const nameOfCustomer = (state: State, reference: unknown): string | null => {
  const customer = state.get('customer', idOf(reference as string | { id: string } | null) ?? '')
  return customer?.name || customer?.email || null
}

export const nameOfCharge = (state: State, charge: Charge): string | null =>
  nameOfCustomer(state, charge.customer) ||
  charge.billing_details.name ||
  charge.billing_details.email ||
  null

type Named = { name?: string | null; email?: string | null } | null | undefined

/** The person of an event: its customer, or the name on what it is about. */
export const nameOfEvent = (state: State, { data: { object } }: Event): string | null => {
  const isCustomer = object['object'] === 'customer'
  const known = nameOfCustomer(state, isCustomer ? object['id'] : object['customer'])
  const written = isCustomer ? object : (object['customer_details'] ?? object['billing_details'])
  return known ?? (written as Named)?.name ?? (written as Named)?.email ?? null
}

/** The amount of an event in minor units. Null if its object has none. */
export const amountOfEvent = ({ data: { object } }: Event): number | null => {
  const amount = object['amount_total'] ?? object['total'] ?? object['amount']
  return typeof amount === 'number' ? amount : null
}
