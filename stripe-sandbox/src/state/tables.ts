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
  /** The full number behind a payment method decides how its charges end. */
  card: string
  /** Customers that were deleted: Stripe still answers with their ids. */
  deleted: true
  /** Who waits, on a session's page, for the bank's question to be answered. */
  challenge: { card: string; email: string | null; name: string | null; intent: string }
  /** What a session will sell: its first line, kept apart because Stripe shows it only on request. */
  line: {
    price: string
    quantity: number
    subscriptionMetadata: Record<string, string>
    paymentMetadata: Record<string, string>
  }
  setting: number | string
}

export type TableName = keyof Tables
