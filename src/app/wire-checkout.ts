import type { Billing } from '../billing/billing.ts'
import { checkoutOutcome } from '../billing/duplicates/duplicate-store.ts'
import { nextChargeOf } from '../billing/record/next-charge-store.ts'
import { canShowAsSupporter } from '../billing/status/browser-status-store.ts'
import { assembleCheckout, type CheckoutFeature } from '../checkout/checkout.ts'
import type { SupporterFeature } from '../supporters/supporters.ts'
import type { Limits } from './limits.ts'
import type { Resources } from './open/resources.ts'
import type { Counting } from './wire-counting.ts'
import type { Readers } from './wire-readers.ts'
import type { Reading } from './wire-reading.ts'

type Wired = {
  readers: Readers
  limits: Limits
  billing: Billing
  supporters: SupporterFeature
  reading: Reading
  counting: Counting
}

/** Wires the page that asks for a contribution, its checkout and the thanks. */
export const wireCheckout = (
  resources: Resources,
  { readers, limits, billing, supporters, reading, counting }: Wired,
): CheckoutFeature => {
  const { database, now } = resources
  return assembleCheckout({
    database,
    newsroom: resources.newsroom,
    timeZone: resources.timeZone,
    stripe: resources.stripe,
    checkoutOrigins: resources.checkoutOrigins,
    origin: resources.origin,
    now,
    log: resources.log,
    findReader: readers.findReader,
    createReaderFor: readers.createReaderFor,
    setReaderCookie: readers.setReaderCookie,
    limit: limits.perMinute('checkouts', 30),
    limitThanks: limits.perMinute('thanks', 30),
    syncNow: billing.syncNow,
    findThanks: reading.findThanks,
    nextChargeOf: (checkoutId) => nextChargeOf(database, checkoutId),
    outcomeOf: (checkoutId) => checkoutOutcome(database, checkoutId),
    findAppealOffer: (campaign, currency) =>
      reading.campaigns
        .current()
        .campaigns.find(({ key }) => key === campaign)
        ?.findOffer(currency) ?? null,
    countGive: counting.counts.countGive,
    countCheckout: counting.counts.countCheckout,
    countPayments: counting.countPayments,
    canShowAsSupporter: async (request, hash) =>
      (await supporters.givesSignedIn(request)) ??
      (hash !== null && canShowAsSupporter(database, hash, now())),
  })
}
