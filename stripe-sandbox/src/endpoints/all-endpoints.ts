import { eventEndpoints } from './account/event-endpoints.ts'
import { retrievalEndpoints } from './account/retrieval-endpoints.ts'
import { testClockEndpoints } from './account/test-clock-endpoints.ts'
import { webhookEndpoints } from './account/webhook-endpoints.ts'
import { invoiceEndpoints } from './billing/invoice-endpoints.ts'
import { invoiceItemEndpoints } from './billing/invoice-item-endpoints.ts'
import { portalEndpoints } from './billing/portal-endpoints.ts'
import { subscriptionEndpoints } from './billing/subscription-endpoints.ts'
import { priceEndpoints } from './catalogue/price-endpoints.ts'
import { productEndpoints } from './catalogue/product-endpoints.ts'
import type { Endpoint } from './core/endpoint.ts'
import { customerEndpoints } from './customers/customer-endpoints.ts'
import { paymentMethodEndpoints } from './customers/payment-method-endpoints.ts'
import { chargeEndpoints } from './payments/charge-endpoints.ts'
import { checkoutEndpoints } from './payments/checkout-endpoints.ts'
import { disputeEndpoints } from './payments/dispute-endpoints.ts'
import { paymentEndpoints } from './payments/payment-intent-endpoints.ts'
import { refundEndpoints } from './payments/refund-endpoints.ts'
import { setupEndpoints } from './payments/setup-intent-endpoints.ts'

/** All endpoints of the sandbox. The first one whose path matches handles a call. */
export const ENDPOINTS: readonly Endpoint[] = [
  ...checkoutEndpoints,
  ...customerEndpoints,
  ...paymentMethodEndpoints,
  ...productEndpoints,
  ...priceEndpoints,
  ...subscriptionEndpoints,
  ...invoiceEndpoints,
  ...invoiceItemEndpoints,
  ...paymentEndpoints,
  ...setupEndpoints,
  ...refundEndpoints,
  ...disputeEndpoints,
  ...chargeEndpoints,
  ...portalEndpoints,
  ...testClockEndpoints,
  ...retrievalEndpoints,
  ...eventEndpoints,
  ...webhookEndpoints,
]
