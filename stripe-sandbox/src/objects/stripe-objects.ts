import type { Stripe } from 'stripe'

/**
 * A Stripe object in JSON: the client's type, with strings where the client has decimals.
 * The compiler checks every object that the sandbox returns against it.
 */
export type Wire<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends { toFixed(...digits: never[]): string; isZero(): boolean }
    ? string
    : T extends (infer Item)[]
      ? Wire<Item>[]
      : T extends object
        ? { [Key in keyof T]: Wire<T[Key]> }
        : T

export type List<T> = { object: 'list'; data: T[]; has_more: boolean; url: string }

export const listOf = <T>(data: T[], url: string): List<T> => ({ object: 'list', data, has_more: false, url })

export type Customer = Wire<Stripe.Customer>
export type Product = Wire<Stripe.Product>
export type Price = Wire<Stripe.Price>
export type Session = Wire<Stripe.Checkout.Session>
export type Subscription = Wire<Stripe.Subscription>
export type Invoice = Wire<Stripe.Invoice>
export type InvoicePayment = Wire<Stripe.InvoicePayment>
export type PaymentIntent = Wire<Stripe.PaymentIntent>
export type PaymentMethod = Wire<Stripe.PaymentMethod>
export type Charge = Wire<Stripe.Charge>
export type BalanceTransaction = Wire<Stripe.BalanceTransaction>
export type Refund = Wire<Stripe.Refund>
export type Dispute = Wire<Stripe.Dispute>
export type SetupIntent = Wire<Stripe.SetupIntent>
export type InvoiceItem = Wire<Stripe.InvoiceItem>
export type InvoiceLine = Wire<Stripe.InvoiceLineItem>
export type PortalConfiguration = Wire<Stripe.BillingPortal.Configuration>
export type PortalSession = Wire<Stripe.BillingPortal.Session>
export type TestClock = Wire<Stripe.TestHelpers.TestClock>
export type WebhookEndpoint = Wire<Stripe.WebhookEndpoint>
export type Event = Omit<Wire<Stripe.EventBase>, 'data' | 'type'> & {
  type: string
  data: { object: Record<string, unknown>; previous_attributes?: Record<string, unknown> }
}
