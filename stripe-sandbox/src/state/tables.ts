import type { StatementTexts } from '../builders/build-payment.ts'
import type {
  BalanceTransaction,
  Charge,
  Customer,
  Dispute,
  Event,
  Invoice,
  InvoiceItem,
  InvoicePayment,
  PaymentIntent,
  PaymentMethod,
  PortalConfiguration,
  PortalSession,
  Price,
  Product,
  Refund,
  Session,
  SetupIntent,
  Subscription,
  TestClock,
  WebhookEndpoint,
} from '../objects/stripe-objects.ts'

/** An event that is sent to one endpoint. */
export type Delivery = {
  id: string
  event: string
  type: string
  endpoint: string
  attempts: number
  /** Time of the next attempt in ms, by the sandbox's clock. */
  nextAt: number | null
  held: boolean
}

/** One attempt to deliver. `status` is 0 without an answer and null if the attempt was dropped. */
export type Attempt = { event: string; type: string; attempt: number; status: number | null; at: string }

/** Work that is due once the clock reaches `at` (seconds). */
export type DueKind =
  | 'expire'
  | 'renew'
  | 'finalize'
  | 'settle'
  | 'retry'
  | 'end'
  | 'resume'
  | 'abandon'
  | 'debit'
  | 'refund'
  | 'dispute'
export type Due = { at: number; kind: DueKind; object: string }

export type StoredResponse = { fingerprint: string; status: number; body: unknown; at: number }

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
  refund: Refund
  dispute: Dispute
  setup_intent: SetupIntent
  invoiceitem: InvoiceItem
  portal_configuration: PortalConfiguration
  portal_session: PortalSession
  test_clock: TestClock
  event: Event
  webhook_endpoint: WebhookEndpoint
  secret: string
  delivery: Delivery
  attempt: Attempt
  due: Due
  idempotent: StoredResponse
  /** The full number of a payment method, which decides the result of its charges. */
  card: string
  /** Deleted customers, which Stripe still returns by id. */
  deleted: true
  /** The payer of a session that waits for authentication. */
  challenge: { card: string; email: string | null; name: string | null; intent: string }
  /** The line item of a session, which Stripe returns only on request. */
  line: {
    price: string
    quantity: number
    subscriptionMetadata: Record<string, string>
    paymentMetadata: Record<string, string>
    /** Absent in journals of older versions. */
    statement?: StatementTexts
  }
  setting: number | string
}

export type TableName = keyof Tables
