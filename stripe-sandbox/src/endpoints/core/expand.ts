import { listOf } from '../../objects/stripe-objects.ts'
import type { State } from '../../state/state.ts'
import type { TableName } from '../../state/tables.ts'
import { invalidRequest } from './stripe-error.ts'

const TABLE_OF_PREFIX: Record<string, TableName> = {
  cus: 'customer',
  prod: 'product',
  price: 'price',
  cs: 'session',
  sub: 'subscription',
  in: 'invoice',
  inpay: 'invoice_payment',
  pi: 'payment_intent',
  pm: 'payment_method',
  ch: 'charge',
  txn: 'balance_transaction',
  re: 'refund',
  du: 'dispute',
  seti: 'setup_intent',
  ii: 'invoiceitem',
}

// Stripe returns these properties only if a call expands them.
const ONLY_IF_EXPANDED: Record<string, (state: State, id: string) => unknown> = {
  'invoice.payments': (state, id) =>
    listOf(
      state.idsOf('invoice_payment', id).map((each) => state.get('invoice_payment', each)),
      `/v1/invoice_payments?invoice=${id}`,
    ),
  'charge.refunds': (state, id) =>
    listOf(
      state.all('refund').filter((refund) => refund.charge === id),
      `/v1/charges/${id}/refunds`,
    ),
}

// These properties can be absent, and expanding them is no error then.
const MAY_BE_ABSENT = new Set(['refund.failure_balance_transaction', 'charge.failure_balance_transaction'])

/** Copies `body` and replaces the references in `paths` by their objects, up to four levels deep. */
export const expandObject = (state: State, body: unknown, paths: readonly string[]): unknown => {
  const copy: unknown = structuredClone(body)
  for (const path of paths) {
    const parts = path.split('.')
    if (parts.length > 4)
      throw invalidRequest(`You cannot expand more than 4 levels of a property: ${path}`, undefined, 'expand')
    expandAt(state, copy, { names: parts, path })
  }
  return copy
}

type Expansion = {
  /** The properties that are still to be followed. */
  names: string[]
  path: string
}

const expandAt = (state: State, target: unknown, { names, path }: Expansion): void => {
  const [name, ...rest] = names
  if (Array.isArray(target)) {
    for (const item of target) expandAt(state, item, { names, path })
    return
  }
  if (name === undefined || typeof target !== 'object' || target === null) return
  const object = target as Record<string, unknown>
  const onRequest = ONLY_IF_EXPANDED[`${String(object['object'])}.${name}`]
  if (onRequest && object[name] === undefined) object[name] = onRequest(state, String(object['id']))
  const value = object[name]
  if (value === undefined && MAY_BE_ABSENT.has(`${String(object['object'])}.${name}`)) return
  if (value === undefined)
    throw invalidRequest(`This property cannot be expanded (${path}).`, undefined, 'expand')
  if (typeof value === 'string') {
    const table = TABLE_OF_PREFIX[value.split('_')[0] ?? '']
    const found = table ? (state.get(table, value) ?? findDeleted(state, table, value)) : undefined
    if (!found) throw invalidRequest(`This property cannot be expanded (${path}).`, undefined, 'expand')
    object[name] = structuredClone(found)
  }
  if (rest.length > 0) expandAt(state, object[name], { names: rest, path })
}

const findDeleted = (state: State, table: TableName, id: string): unknown =>
  table === 'customer' && state.get('deleted', id) ? { id, object: 'customer', deleted: true } : undefined
