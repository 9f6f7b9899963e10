/** Ids of our products at Stripe. A subscription of another product is not ours, unless it was imported. */
export const PRODUCTS = {
  once: 'mainstay_once',
  monthly: 'mainstay_monthly',
  yearly: 'mainstay_yearly',
} as const

const OUR_PRODUCTS: ReadonlySet<string> = new Set(Object.values(PRODUCTS))

export const isOurProductFor =
  (importedProducts: ReadonlySet<string>) =>
  (product: string): boolean =>
    OUR_PRODUCTS.has(product) || importedProducts.has(product)
