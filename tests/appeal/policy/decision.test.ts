import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inOrder, type Targeting } from '../../../src/appeal/policy/campaign.ts'
import { decideAppeal, type Situation } from '../../../src/appeal/policy/decision.ts'
import { explainAppeal } from '../../../src/appeal/policy/explain.ts'
import { NO_TARGETING } from '../../../src/appeal/policy/letter-campaign.ts'
import { NOT_SUPPRESSED, type Suppression } from '../../../src/snooze/suppression.ts'
import { aCampaign, aSituation, inForce } from './given-campaign.ts'

const article = (changes: Partial<Situation['article']>) => ({ ...aSituation().article, ...changes })
const SNOOZED: Suppression = { isSuppressed: true, because: 'snoozed', until: new Date(0), choice: '1m' }

/** Shows the outcome as `1 end`, or as `snoozed by 4`. */
const outcome = (...asked: Parameters<typeof decideAppeal>): string => {
  const decision = decideAppeal(...asked)
  return decision.show
    ? `${decision.campaign.key} ${decision.form}`
    : `${decision.because} by ${decision.rule}`
}

const CASES: [string, Partial<Situation>, string][] = [
  ['a stranger sees the campaign', {}, '1 end'],
  [
    'rule 2: a sensitive article goes before a snooze',
    { article: article({ sensitive: true }), suppression: SNOOZED },
    'sensitive by 2',
  ],
  ['rule 2: the veto of an article', { article: article({ appeal: false }) }, 'off by 2'],
  ['rule 3: a supporter', { suppression: { isSuppressed: true, because: 'supports' } }, 'supports by 3'],
  ['rule 3: a one-time gift', { suppression: { isSuppressed: true, because: 'gave' } }, 'gave by 3'],
  ['rule 3: "I already give"', { suppression: { ...SNOOZED, because: 'claimed' } }, 'gave by 3'],
  ['rule 4: a snooze', { suppression: SNOOZED }, 'snoozed by 4'],
  [
    'rule 5: the store does not answer',
    { suppression: { isSuppressed: true, because: 'unsure' } },
    'unsure by 5',
  ],
  ['rule 6: a cancellation', { suppression: { isSuppressed: true, because: 'canceled' } }, 'canceled by 6'],
  ['rule 8: no campaign in the language', { article: article({ language: 'ar' }) }, 'off by 8'],
]
for (const [name, changes, expected] of CASES)
  test(name, () => assert.equal(outcome(inForce(aCampaign()), aSituation(changes)), expected))

test('rule 1: the kill switch for all goes before everything', () =>
  assert.equal(
    outcome({ isStopped: true, campaigns: [aCampaign()] }, aSituation({ suppression: SNOOZED })),
    'off by 1',
  ))

const only = (changes: Partial<Targeting['only']>): Targeting => ({
  ...NO_TARGETING,
  only: { ...NO_TARGETING.only, ...changes },
})
const except = (changes: Partial<Targeting['except']>): Targeting => ({
  ...NO_TARGETING,
  except: { ...NO_TARGETING.except, ...changes },
})
const request = (changes: Partial<Situation['request']>) => ({ ...aSituation().request, ...changes })

const AIMED: [string, Parameters<typeof aCampaign>[0], Partial<Situation>, string | null][] = [
  ['its kill switch', { isStopped: true }, {}, '1.1'],
  ['before its first moment', { startsAt: aSituation().at + 1 }, {}, '8.1'],
  ['at its first moment', { startsAt: aSituation().at }, {}, null],
  ['before its end', { endsAt: aSituation().at + 1 }, {}, null],
  ['at its end', { endsAt: aSituation().at }, {}, '8.2'],
  ['another language', {}, { article: article({ language: 'ar' }) }, '8.3'],
  ['another section', { targeting: only({ sections: new Set(['court']) }) }, {}, '8.4'],
  ['its section', { targeting: only({ sections: new Set(['court', 'city']) }) }, {}, null],
  ['an excluded section', { targeting: except({ sections: new Set(['city']) }) }, {}, '8.4'],
  ['another tag', { targeting: only({ tags: new Set(['prices']) }) }, {}, '8.5'],
  ['one of its tags', { targeting: only({ tags: new Set(['prices', 'harbour']) }) }, {}, null],
  [
    'no tag at all',
    { targeting: only({ tags: new Set(['prices']) }) },
    { article: article({ tags: [] }) },
    '8.5',
  ],
  ['an excluded tag', { targeting: except({ tags: new Set(['harbour']) }) }, {}, '8.5'],
  [
    'an excluded tag in other letters',
    { targeting: except({ tags: new Set(['obituary']) }) },
    { article: article({ tags: ['Obituary'] }) },
    '8.5',
  ],
  ['its author', { targeting: only({ authors: new Set(['mira stolan']) }) }, {}, null],
  ['another author', { targeting: only({ authors: new Set(['somebody']) }) }, {}, '8.6'],
  [
    'its country',
    { targeting: only({ countries: new Set(['LV']) }) },
    { request: request({ country: 'LV' }) },
    null,
  ],
  [
    'another country',
    { targeting: only({ countries: new Set(['LV']) }) },
    { request: request({ country: 'EE' }) },
    '8.7',
  ],
  ['an unknown country', { targeting: only({ countries: new Set(['LV']) }) }, {}, '8.7'],
  [
    'an excluded country',
    { targeting: except({ countries: new Set(['LV']) }) },
    { request: request({ country: 'LV' }) },
    '8.7',
  ],
  [
    'an unknown country that could be excluded',
    { targeting: except({ countries: new Set(['LV']) }) },
    {},
    '8.7',
  ],
  [
    'a later page of a visit',
    { targeting: { ...NO_TARGETING, visit: 'first' } },
    { request: request({ visit: 'later' }) },
    '8.8',
  ],
  ['no code in the link', { targeting: { ...NO_TARGETING, codes: new Set(['letter-12']) } }, {}, '8.9'],
  [
    'its code in the link',
    { targeting: { ...NO_TARGETING, codes: new Set(['letter-12']) } },
    { request: request({ code: 'letter-12' }) },
    null,
  ],
]
for (const [name, campaign, changes, expected] of AIMED)
  test(`a campaign and ${name}: ${expected === null ? 'shows' : `refused by rule ${expected}`}`, () => {
    const situation = aSituation(changes)
    const [answer] = explainAppeal(inForce(aCampaign(campaign)), situation).campaigns
    assert.equal(answer?.refusedBy, expected)
    assert.equal(decideAppeal(inForce(aCampaign(campaign)), situation).show, expected === null)
  })

test('rule 9: a bar waits for the second page of a visit, and a reminder brings the whole letter', () => {
  const bar = inForce(aCampaign({ form: 'bar' }))
  assert.equal(outcome(bar, aSituation()), '1 end')
  const later = { request: request({ visit: 'later' }) }
  assert.equal(outcome(bar, aSituation(later)), '1 bar')
  const suppression = { ...NOT_SUPPRESSED, remindedOn: new Date('2026-11-28T12:00:00Z') }
  assert.equal(outcome(bar, aSituation({ ...later, suppression })), '1 end')
  assert.equal(outcome(inForce(aCampaign({ form: 'line' })), aSituation()), '1 line')
})

test('rule 11: priority, then the narrower target, then the older campaign; the letter is last', () => {
  const narrow = only({ sections: new Set(['city']) })
  const campaigns = inOrder([
    aCampaign({ key: 'letter', priority: Number.NEGATIVE_INFINITY }),
    aCampaign({ key: '4' }),
    aCampaign({ key: '3' }),
    aCampaign({ key: '5', targeting: narrow }),
    aCampaign({ key: '6', priority: 60 }),
  ])
  assert.deepEqual(
    campaigns.map(({ key }) => key),
    ['6', '5', '3', '4', 'letter'],
  )
  const { campaigns: answers } = explainAppeal(inForce(...campaigns), aSituation())
  assert.deepEqual(
    answers.map(({ refusedBy }) => refusedBy),
    [null, '11', '11', '11', '11'],
  )
})

test('rule 7: the caps of the campaign that goes first decide, and no other takes its place', () => {
  const capped = aCampaign({ key: '2', priority: 60, caps: { shows: 2, days: 7, daysApart: 1 } })
  const seen = { count: 1, firstDay: aSituation().day, lastDay: aSituation().day }
  assert.equal(outcome(inForce(capped, aCampaign()), aSituation()), '2 end')
  assert.equal(outcome(inForce(capped, aCampaign()), aSituation({ seen })), 'capped by 7')
})

test('rule 7: where appeals cannot be counted, a campaign with caps asks nobody who has our cookie', () => {
  const capped = aCampaign({ key: '2', priority: 60, caps: { shows: 9, days: 1, daysApart: 0 } })
  assert.equal(outcome(inForce(capped, aCampaign()), aSituation({ seen: 'unknown' })), 'capped by 7')
  assert.equal(outcome(inForce(aCampaign()), aSituation({ seen: 'unknown' })), '1 end')
})

test('rule 7: campaigns that run together share one count over the longest span, so that no short span empties it', () => {
  const { at, day } = aSituation()
  const long = aCampaign({ key: '1', caps: { shows: 3, days: 30, daysApart: 0 } })
  const short = aCampaign({ key: '2', priority: 60, caps: { shows: 1, days: 1, daysApart: 0 } })
  const seen = { count: 1, firstDay: day - 3, lastDay: day - 3 }
  assert.equal(outcome(inForce(short, long), aSituation({ seen })), 'capped by 7')
  assert.equal(outcome(inForce(short), aSituation({ seen })), '2 end')
  assert.equal(outcome(inForce(short, { ...long, endsAt: at }), aSituation({ seen })), '2 end')
  const decision = decideAppeal(inForce(short, long), aSituation())
  assert.deepEqual(decision.show && decision.caps, { shows: 1, days: 30, daysApart: 0 })
})
