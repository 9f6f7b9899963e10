import type { Stripe } from 'stripe'

/**
 * A Stripe object in JSON: the client's type, with strings where the client has decimals.
 * The compiler checks every object that the sandbox returns against it.
 */
export type Json<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends { toFixed(...digits: never[]): string; isZero(): boolean }
    ? string
    : T extends (infer Item)[]
      ? Json<Item>[]
      : T extends object
        ? { [Key in keyof T]: Json<T[Key]> }
        : T

export type List<T> = { object: 'list'; data: T[]; has_more: boolean; url: string }

export const listOf = <T>(data: T[], url: string): List<T> => ({ object: 'list', data, has_more: false, url })

export type Customer = Json<Stripe.Customer>
export type Product = Json<Stripe.Product>
export type Price = Json<Stripe.Price>
export type Session = Json<Stripe.Checkout.Session>
export type Subscription = Json<Stripe.Subscription>
export type Invoice = Json<Stripe.Invoice>
export type InvoicePayment = Json<Stripe.InvoicePayment>
export type PaymentIntent = Json<Stripe.PaymentIntent>
export type PaymentMethod = Json<Stripe.PaymentMethod>
export type Charge = Json<Stripe.Charge>
export type BalanceTransaction = Json<Stripe.BalanceTransaction>
export type Refund = Json<Stripe.Refund>
export type Dispute = Json<Stripe.Dispute>
export type SetupIntent = Json<Stripe.SetupIntent>
export type InvoiceItem = Json<Stripe.InvoiceItem>
export type InvoiceLine = Json<Stripe.InvoiceLineItem>
export type PortalConfiguration = Json<Stripe.BillingPortal.Configuration>
export type PortalSession = Json<Stripe.BillingPortal.Session>
export type TestClock = Json<Stripe.TestHelpers.TestClock>
export type WebhookEndpoint = Json<Stripe.WebhookEndpoint>
export type Event = Omit<Json<Stripe.EventBase>, 'data' | 'type'> & {
  type: string
  data: { object: Record<string, unknown>; previous_attributes?: Record<string, unknown> }
}
