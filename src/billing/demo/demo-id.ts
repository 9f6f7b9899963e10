/** True for a customer of the demo. Stripe's own ids hold no second underscore. */
export const isDemoCustomer = (customerId: string): boolean => /^cus_demo_\d{4,}_/.test(customerId)
