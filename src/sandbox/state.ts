import type {
  BalanceTransaction,
  Charge,
  Customer,
  Event,
  Invoice,
  InvoicePayment,
  PaymentIntent,
  PaymentMethod,
  Price,
  Product,
  Session,
  Subscription,
  WebhookEndpoint,
} from './builders/wire.ts'
import { type Change, openJournal } from './journal.ts'

/** One event on its way to one endpoint. */
export type Delivery = {
  id: string
  event: string
  type: string
  endpoint: string
  attempts: number
  /** Sandbox time in ms when it is to be tried; null when it is settled. */
  nextAt: number | null
  held: boolean
}

/** One try to deliver: `status` is the endpoint's answer, 0 when there was none, null when it was dropped. */
export type Attempt = { event: string; type: string; attempt: number; status: number | null; at: string }

/** Something that happens by itself once the clock reaches `at` (sandbox seconds). */
export type Due = { at: number; kind: 'expire' | 'renew' | 'finalize' | 'settle'; object: string }

export type Answer = { fingerprint: string; status: number; body: unknown }

export type Tables = {
  customer: Customer
  product: Product
  price: Price
  session: Session
  subscription: Subscription
  invoice: Invoice
  invoice_payment: InvoicePayment
  payment_intent: PaymentIntent
  payment_method: PaymentMethod
  charge: Charge
  balance_transaction: BalanceTransaction
  event: Event
  webhook_endpoint: WebhookEndpoint
  secret: string
  delivery: Delivery
  attempt: Attempt
  due: Due
  idempotent: Answer
  /** The full card number behind a payment method decides how its charges end. */
  card: string
  /** What a session will sell: its first line, kept apart because Stripe shows it only on request. */
  line: {
    price: string
    quantity: number
    subscriptionMetadata: Record<string, string>
    paymentMetadata: Record<string, string>
  }
  setting: number
}

export type TableName = keyof Tables

/** Every object of the sandbox. Changes are made inside `commit`, which journals them as one. */
export type State = {
  get: <Name extends TableName>(table: Name, id: string) => Tables[Name] | undefined
  all: <Name extends TableName>(table: Name) => Tables[Name][]
  ids: (table: TableName) => string[]
  put: <Name extends TableName>(table: Name, id: string, value: Tables[Name]) => void
  remove: (table: TableName, id: string) => void
  /** All of `work`'s changes are in the journal when this returns, or none are made. */
  commit: <T>(work: () => T) => T
  close: () => void
}

export const openState = (directory: string): State => {
  const tables = new Map<string, Map<string, unknown>>()
  const tableOf = (name: string) => {
    const table = tables.get(name) ?? new Map<string, unknown>()
    tables.set(name, table)
    return table
  }
  const apply = (changes: Change[]) => {
    for (const [table, id, value] of changes) {
      if (value === null) tableOf(table).delete(id)
      else tableOf(table).set(id, value)
    }
  }
  const current = () =>
    [...tables].flatMap(([table, rows]) => [...rows].map(([id, value]): Change => [table, id, value]))
  const journal = openJournal(directory, apply, current)
  let pending: Change[] | null = null
  let before: Change[] = []
  const change = (table: TableName, id: string, value: unknown) => {
    if (pending === null) throw new Error('The sandbox changed something outside a commit')
    before.push([table, id, tableOf(table).get(id) ?? null])
    pending.push([table, id, value])
    apply([[table, id, value]])
  }
  return {
    get: (table, id) => tableOf(table).get(id) as never,
    all: (table) => [...tableOf(table).values()] as never,
    ids: (table) => [...tableOf(table).keys()],
    put: (table, id, value) => change(table, id, value),
    remove: (table, id) => change(table, id, null),
    commit: (work) => {
      if (pending !== null) return work()
      pending = []
      before = []
      try {
        const result = work()
        if (pending.length > 0) journal.append(pending)
        return result
      } catch (error) {
        apply(before.reverse())
        throw error
      } finally {
        pending = null
      }
    },
    close: journal.close,
  }
}
