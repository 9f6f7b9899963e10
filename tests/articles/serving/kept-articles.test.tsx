import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { FORMS, type Goal } from '../../../src/appeal/policy/campaign.ts'
import { type AppealDecision, type AppealReason, decideAppeal } from '../../../src/appeal/policy/decision.ts'
import { newsroomOffer } from '../../../src/appeal/policy/letter-campaign.ts'
import type { Article } from '../../../src/articles/article.ts'
import { pageKeys } from '../../../src/articles/serving/kept-articles.ts'
import { articleRenderer } from '../../../src/articles/serving/render-article.tsx'
import type { Viewing } from '../../../src/articles/serving/view-article-action.ts'
import { calendarOf, dayNumberOf } from '../../../src/platform/calendar.ts'
import { DAY_MS, HOUR_MS } from '../../../src/platform/clock.ts'
import { projectFile } from '../../../src/platform/project-files.ts'
import type { SnoozeLength } from '../../../src/snooze/lengths/length.ts'
import { EMPTY_ENTRY, suppressionOf } from '../../../src/snooze/suppression.ts'
import { readNewsroom } from '../../../src/web/page/newsroom.ts'
import { aCampaign, aSituation, inForce } from '../../appeal/policy/given-campaign.ts'
import { roundsOf } from '../../given/depth.ts'

const newsroom = await readNewsroom(projectFile('config', 'newsroom'))
const timeZone = 'Europe/Riga'
const calendar = calendarOf(timeZone)
const [offer] = newsroom.giving
const now = Date.parse('2026-11-30T10:00:00Z')

const anArticle = (slug: string, changes: Partial<Article> = {}): Article => ({
  slug,
  title: slug,
  summary: 'About it.',
  hasOwnSummary: true,
  language: 'en',
  section: newsroom.sections[0]?.slug ?? '',
  authors: ['Mira Stolan'],
  tags: ['harbour'],
  publishedAt: new Date(now - DAY_MS),
  updatedAt: null,
  sensitive: false,
  appeal: true,
  picture: null,
  html: '<p>One.</p><p>Two.</p><p>Three.</p><p>Four.</p>',
  words: 4,
  ...changes,
})

const ARTICLES = [
  anArticle('first'),
  anArticle('second', { section: newsroom.sections[1]?.slug ?? '' }),
  anArticle('grave', { sensitive: true }),
  anArticle('later', { publishedAt: new Date(now + HOUR_MS) }),
]

const LETTERS = ['A letter', 'Another letter'].map((heading) => ({
  heading,
  salutation: 'Dear reader,',
  html: '<p>Text.</p>',
  ask: 'From {minimum} a month.',
  signature: 'The newsroom',
  support: null,
  line: 'We live on {minimum} a month.',
}))
const OFFERS = [newsroomOffer(offer), { ...newsroomOffer(offer), minimum: offer.minimum * 2 }]
const GOALS: (Goal | null)[] = [null, { currency: offer.currency, target: 100_000, since: '2026-11-01' }]
const dateIn = (days: number): Date => new Date(now + days * DAY_MS)

/** All that a page may depend on, each with a few values. The first ones show the appeal to a stranger. */
const POOLS = {
  article: ARTICLES.slice(0, 3),
  // On both sides of a publication and of midnight, and after New Year.
  at: [0, 0.5, 2, 20, 24 * 40].map((hours) => new Date(now + hours * HOUR_MS)),
  origin: ['https://one.example', 'https://two.example'],
  withPictures: [false, true],
  offered: [['7d', '1m'], ['1m', '3m'], []] as SnoozeLength[][],
  isStopped: [false, true],
  key: ['1', '2'],
  form: FORMS,
  afterParagraph: [1, 2],
  letter: [...LETTERS, null],
  offer: [...OFFERS, null],
  goal: GOALS,
  given: [100, 40_000],
  visit: ['later', 'first'] as const,
  caps: [null, { shows: 1, days: 7, daysApart: 1 }],
  snoozedUntil: [null, ...[-10, -0.2, 0.2, 0.3, 5, 90, 500].map(dateIn)],
  choice: [null, '7d', '3m', 'never', 'given'] as const,
  times: [0, 1, 3],
  status: [null, 'supports', 'gave', 'canceled'] as const,
  seen: [null, 'unknown' as const, { count: 1, firstDay: 20_787, lastDay: 20_787, keptDays: 30 }],
}

type Given = { [Name in keyof typeof POOLS]: (typeof POOLS)[Name][number] }

const FIELDS = Object.keys(POOLS) as (keyof Given)[]
const USUAL = Object.fromEntries(FIELDS.map((name) => [name, POOLS[name][0]])) as Given

/** Situations in which each of the values matters. */
const BASES: Given[] = [
  USUAL,
  { ...USUAL, at: new Date(now + 2 * HOUR_MS) },
  { ...USUAL, article: ARTICLES[2] ?? USUAL.article },
  { ...USUAL, goal: GOALS[1] ?? null },
  { ...USUAL, form: 'line' },
  { ...USUAL, form: 'bar' },
  { ...USUAL, snoozedUntil: dateIn(-10), choice: '7d', times: 1 },
  { ...USUAL, snoozedUntil: dateIn(-10), times: 3 },
  { ...USUAL, snoozedUntil: dateIn(5), choice: '7d' },
  { ...USUAL, snoozedUntil: dateIn(5), choice: 'given' },
  { ...USUAL, status: 'canceled' },
]

const PICTURES = [null, { address: '/pictures/a.jpg', width: 1, height: 1, alt: 'A' }].map((preview) => ({
  find: () => 'unknown' as const,
  preview,
}))

/** Returns the key and the bytes of one request's page. */
const pageOf = (asked: Given): { key: string; html: string } => {
  const { article, at, origin, offered, status } = asked
  const pictures = PICTURES[asked.withPictures ? 1 : 0]
  assert.ok(pictures)
  const suppression = suppressionOf(
    {
      ...EMPTY_ENTRY,
      ...pick(asked, ['snoozedUntil', 'choice', 'times', 'status', 'seen']),
      statusUntil: status && dateIn(900),
    },
    at,
  )
  const campaign = aCampaign({
    ...pick(asked, ['key', 'form', 'afterParagraph', 'goal', 'caps']),
    findLetter: () => asked.letter,
    findOffer: () => asked.offer,
  })
  const day = dayNumberOf(calendar.dayAt(at))
  const decision = decideAppeal(
    { ...inForce(campaign), isStopped: asked.isStopped },
    aSituation({
      article,
      suppression,
      seen: suppression.isSuppressed ? null : suppression.seen,
      request: { visit: asked.visit, country: null, code: null },
      at: at.getTime(),
      day,
    }),
  )
  const needs = {
    newsroom,
    timeZone,
    origin: () => origin,
    listArticles: () => ARTICLES,
    goalProgress: (goal: Goal | null) => goal && { ...goal, given: asked.given },
    offeredLengths: () => offered,
    dayAt: calendar.dayAt,
  }
  const viewing: Viewing = { article, reader: null, suppression, decision, at, day }
  return {
    key: pageKeys(needs)(viewing, pictures),
    html: articleRenderer(needs)({ ...viewing, pictures, isCounted: true }),
  }
}

const pick = <Name extends keyof Given>(given: Given, names: readonly Name[]): Pick<Given, Name> =>
  Object.fromEntries(names.map((name) => [name, given[name]])) as Pick<Given, Name>

const changed = (given: Given, name: keyof Given, index: number): Given => ({
  ...given,
  [name]: POOLS[name][index % POOLS[name].length],
})

/** Returns whether two requests share a kept page. Fails if they share one and would get other bytes. */
const share = (one: ReturnType<typeof pageOf>, other: ReturnType<typeof pageOf>): boolean => {
  if (one.key !== other.key) return false
  assert.equal(one.html, other.html)
  return true
}

test('a kept page goes only to requests that would get the same bytes, whatever one thing differs', () => {
  const shared = new Set<keyof Given>()
  for (const base of BASES) {
    const page = pageOf(base)
    for (const name of FIELDS)
      for (const index of POOLS[name].keys())
        if (share(page, pageOf(changed(base, name, index))) && index > 0) shared.add(name)
  }
  // Readers share a page although they came at another time, saw other appeals or chose another snooze.
  for (const name of ['at', 'seen', 'caps', 'visit', 'status'] as const) assert.ok(shared.has(name), name)
})

test('a kept page goes only to requests that would get the same bytes, in random situations', () => {
  const situation = fc.record(
    Object.fromEntries(FIELDS.map((name) => [name, fc.constantFrom(...(POOLS[name] as unknown[]))])),
  ) as fc.Arbitrary<Given>
  const changes = fc.array(fc.tuple(fc.constantFrom(...FIELDS), fc.nat(9)), { minLength: 1, maxLength: 3 })
  fc.assert(
    fc.property(situation, changes, (one, picked) => {
      const other = picked.reduce((given, [name, index]) => changed(given, name, index), one)
      share(pageOf(one), pageOf(other))
    }),
    { numRuns: roundsOf(50, 5_000) },
  )
})

const shownBy = (decision: AppealDecision): AppealReason | 'shown' =>
  decision.show ? 'shown' : decision.because

test('readers whose snooze ends on one day share a page, and those of other days do not', () => {
  const at = new Date(now)
  const until = (hours: number) => new Date(now + 5 * DAY_MS + hours * HOUR_MS)
  const keyFor = (snoozedUntil: Date): string => {
    const suppression = suppressionOf({ ...EMPTY_ENTRY, snoozedUntil, choice: '7d' }, at)
    const [article, [pictures]] = [ARTICLES[0], PICTURES]
    assert.ok(article && pictures)
    const decision = decideAppeal(inForce(aCampaign()), aSituation({ suppression }))
    assert.equal(shownBy(decision), 'snoozed')
    return pageKeys({
      newsroom,
      origin: () => 'https://one.example',
      listArticles: () => ARTICLES,
      goalProgress: () => null,
      offeredLengths: () => [],
      dayAt: calendar.dayAt,
    })({ article, reader: null, suppression, decision, at, day: 1 }, pictures)
  }
  assert.equal(keyFor(until(0)), keyFor(until(1)))
  assert.notEqual(keyFor(until(0)), keyFor(until(24)))
})
