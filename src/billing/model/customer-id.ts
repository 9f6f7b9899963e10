// A customer id may be any text: the creator of a customer chooses it.
const CUSTOMER_ID = /^[^\s\p{Cc}\p{Cs}'";]{1,255}$/u

/** Returns true if Stripe may have a customer, or another object to sync, under this id. */
export const isCustomerId = (text: string): boolean => CUSTOMER_ID.test(text)
