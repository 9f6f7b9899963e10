import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compileCampaign } from '../../src/campaigns/live/compile-campaign.ts'
import type { OwnAmounts } from '../../src/campaigns/settings/offered-amounts.ts'
import type { CurrencyOffer, Frequency } from '../../src/web/page/newsroom.ts'
import { SOME_RULES } from './given-rules.ts'
import { someSettings } from './given-settings.ts'

const [USD] = SOME_RULES.giving

/** Compiles a campaign with amounts of its own for one cadence, under a newsroom that may have changed since. */
const offered = (
  frequency: Frequency,
  own: Partial<OwnAmounts>,
  { newsroom = {} }: { newsroom?: Partial<CurrencyOffer> } = {},
) => {
  const amounts = { minimum: null, presets: null, chosen: null, ...own }
  const settings = someSettings({ amounts: { USD: { [frequency]: amounts } } } as never)
  const rules = { giving: [{ ...USD, ...newsroom }], timeZone: 'UTC' }
  const offer = compileCampaign({ number: 1, version: 1, isStopped: false }, settings, rules).findOffer('USD')
  assert.ok(offer)
  return { minimum: offer.minimum, presets: offer.presets[frequency], chosen: offer.chosen[frequency] }
}

const monthly = (...presets: number[]) => ({
  newsroom: { presets: { ...USD.presets, monthly: presets } },
})

test('parts that a campaign leaves empty follow newsroom.yaml when it changes', () => {
  assert.deepEqual(offered('monthly', { minimum: 400 }), {
    minimum: 400,
    presets: [500, 1_000],
    chosen: 1_000,
  })
  assert.deepEqual(offered('monthly', { minimum: 400 }, monthly(300, 600, 900, 1_200)), {
    minimum: 400,
    presets: [600, 900, 1_200],
    chosen: 900,
  })
  assert.deepEqual(offered('monthly', { chosen: 1_000 }), {
    minimum: 200,
    presets: [200, 500, 1_000],
    chosen: 1_000,
  })
  assert.equal(offered('monthly', { chosen: 1_000 }, monthly(300, 600)).chosen, 600)
  assert.equal(offered('monthly', { presets: [300, 700] }, monthly(900)).chosen, 700)
})

test('each cadence has its own smallest amount, and the appeal names the monthly one', () => {
  assert.deepEqual(offered('once', { minimum: 1_000 }), { minimum: 200, presets: [2_000], chosen: 2_000 })
  assert.deepEqual(offered('yearly', { minimum: 3_000 }), { minimum: 200, presets: [6_000], chosen: 6_000 })
})

test('once and yearly amounts may be twelve times the largest monthly one, as at the checkout', () => {
  assert.deepEqual(offered('yearly', { presets: [240_000, 6_000_000] }).presets, [240_000, 6_000_000])
  assert.deepEqual(offered('once', { presets: [240_000, 6_000_001] }).presets, [240_000])
  assert.deepEqual(offered('monthly', { presets: [1_000, 500_001] }).presets, [1_000])
})

test('amounts beyond the newsroom’s new limits are left out, and no campaign is left without one', () => {
  const grown = { newsroom: { minimum: 600 } }
  assert.deepEqual(offered('monthly', { presets: [300, 700] }, grown).presets, [700])
  assert.deepEqual(offered('monthly', { presets: [300] }, grown).presets, [1_000])
  assert.deepEqual(offered('monthly', { minimum: 5_000, presets: [5_000] }, monthly(200)).presets, [5_000])
  assert.deepEqual(offered('monthly', { minimum: 5_000 }, monthly(200)).presets, [5_000])
})
