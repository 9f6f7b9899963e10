/** Our products at Stripe, one for each cadence: what carries another product is not ours. */
export const PRODUCTS = {
  once: 'mainstay_once',
  monthly: 'mainstay_monthly',
  yearly: 'mainstay_yearly',
} as const

const OWN: ReadonlySet<string> = new Set(Object.values(PRODUCTS))

export const isOurProductFor =
  (imported: ReadonlySet<string>) =>
  (product: string): boolean =>
    OWN.has(product) || imported.has(product)
