import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Campaign, inOrder, LETTER } from '../../../src/appeal/policy/campaign.ts'
import { decideAppeal, type Situation } from '../../../src/appeal/policy/decision.ts'
import { explainAppeal } from '../../../src/appeal/policy/explain.ts'
import { letterCampaign, NO_TARGETING } from '../../../src/appeal/policy/letter-campaign.ts'
import { targetRefusal } from '../../../src/appeal/policy/targeting.ts'
import { aCampaign, aSituation, inForce } from './given-campaign.ts'

const AT = aSituation().at
const someOf = (...names: string[]) => fc.subarray(names).map((some) => new Set(some))

/** Few values of each kind, so that campaigns are often equal. */
const targeting = fc
  .record({
    sections: someOf('city', 'court'),
    tags: someOf('harbour'),
    countries: someOf('LV'),
    codes: someOf('a', 'b'),
    visit: fc.constantFrom('any', 'first', 'later'),
  })
  .map(({ codes, visit, ...only }): Campaign['targeting'] => {
    const { except } = NO_TARGETING
    return { only: { ...NO_TARGETING.only, ...only }, except, codes, visit }
  })

const campaigns = fc
  .array(
    fc.record({
      priority: fc.integer({ min: 49, max: 51 }),
      isStopped: fc.integer({ min: 0, max: 9 }).map((number) => number === 0),
      startsAt: fc.constantFrom(Number.NEGATIVE_INFINITY, AT, AT + 1),
      endsAt: fc.constantFrom(Number.POSITIVE_INFINITY, AT + 1, AT),
      targeting,
    }),
    { maxLength: 8 },
  )
  .map((all) => all.map((changes, index) => aCampaign({ ...changes, key: String(index + 1) })))

const situations = fc
  .record({
    section: fc.constantFrom('city', 'court'),
    country: fc.constantFrom('LV', null),
    code: fc.constantFrom('a', 'b', null),
    visit: fc.constantFrom('first', 'later'),
  })
  .map(
    ({ section, ...request }): Situation =>
      aSituation({ article: { ...aSituation().article, section }, request }),
  )

const shownKey = (all: readonly Campaign[], situation: Situation): string | null => {
  const decision = decideAppeal(inForce(...inOrder(all)), situation)
  return decision.show ? decision.campaign.key : null
}

const kindsOf = ({ targeting: { only, codes, visit } }: Campaign): number =>
  [only.sections.size, only.tags.size, only.authors.size, only.countries.size, codes.size].filter(Boolean)
    .length + Number(visit !== 'any')

/** Tells by the words of rule 11 that one campaign goes before another. */
const goesBefore = (one: Campaign, other: Campaign): boolean => {
  if (one.priority !== other.priority) return one.priority > other.priority
  if (kindsOf(one) !== kindsOf(other)) return kindsOf(one) > kindsOf(other)
  return Number(one.key) < Number(other.key)
}

test('rule 11: of the campaigns that may show, the one that goes before all others shows, in whatever order they are read', () => {
  fc.assert(
    fc.property(campaigns, situations, fc.infiniteStream(fc.nat()), (all, situation, numbers) => {
      const possible = all.filter((each) => targetRefusal(each, situation) === null)
      const first = possible.find((each) =>
        possible.every((other) => other === each || goesBefore(each, other)),
      )
      assert.equal(shownKey(all, situation), first?.key ?? null)
      const shuffled = all.map((each) => [numbers.next().value ?? 0, each] as const)
      shuffled.sort(([one], [other]) => one - other)
      assert.equal(
        shownKey(
          shuffled.map(([, each]) => each),
          situation,
        ),
        first?.key ?? null,
      )
    }),
  )
})

test('rule 11: a campaign that does not show never changes which one does', () => {
  fc.assert(
    fc.property(campaigns, situations, (all, situation) => {
      const key = shownKey(all, situation)
      for (const left of all)
        if (left.key !== key)
          assert.equal(
            shownKey(
              all.filter((each) => each !== left),
              situation,
            ),
            key,
          )
    }),
  )
})

test('rule 11: the newsroom’s letter shows only if no campaign may', () => {
  fc.assert(
    fc.property(campaigns, situations, (all, situation) => {
      const letter = letterCampaign({ findLetter: aCampaign().findLetter, giving: [] })
      assert.equal(shownKey([letter, ...all], situation), shownKey(all, situation) ?? LETTER)
    }),
  )
})

test('the explanation names one campaign that shows, 11 for each that waits behind it, and its own rule for each other', () => {
  fc.assert(
    fc.property(campaigns, situations, (all, situation) => {
      const key = shownKey(all, situation)
      const { campaigns: answers } = explainAppeal(inForce(...inOrder(all)), situation)
      for (const { campaign, refusedBy } of answers)
        assert.equal(refusedBy, campaign.key === key ? null : (targetRefusal(campaign, situation) ?? '11'))
    }),
  )
})
