import { checkoutEndpoints } from './checkout-endpoints.ts'
import { customerEndpoints } from './customer-endpoints.ts'
import type { Endpoint } from './endpoint.ts'
import { invoiceEndpoints } from './invoice-endpoints.ts'
import { invoiceItemEndpoints } from './invoice-item-endpoints.ts'
import { moneyEndpoints } from './money-endpoints.ts'
import { paymentEndpoints } from './payment-endpoints.ts'
import { paymentMethodEndpoints } from './payment-method-endpoints.ts'
import { portalEndpoints } from './portal-endpoints.ts'
import { priceEndpoints } from './price-endpoints.ts'
import { productEndpoints } from './product-endpoints.ts'
import { readingEndpoints } from './reading-endpoints.ts'
import { setupEndpoints } from './setup-endpoints.ts'
import { subscriptionEndpoints } from './subscription-endpoints.ts'
import { testClockEndpoints } from './test-clock-endpoints.ts'
import { webhookEndpoints } from './webhook-endpoints.ts'

/** All of Stripe's API that the sandbox speaks. Of two paths that fit a call the first answers it. */
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
  ...moneyEndpoints,
  ...portalEndpoints,
  ...testClockEndpoints,
  ...readingEndpoints,
  ...webhookEndpoints,
]
