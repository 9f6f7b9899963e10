import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import { before, describe, test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import { type RequestHandler, Router } from 'express'
import fc from 'fast-check'
import request from 'supertest'
import { assembleApp } from '../../src/app/express-app.ts'
import type { MovementKind } from '../../src/billing/history/movements.ts'
import { openLog } from '../../src/platform/log.ts'
import { projectFile } from '../../src/platform/project-files.ts'
import { appealReportRoutes } from '../../src/reports/appeal/appeal-routes.ts'
import { atRiskRoutes } from '../../src/reports/at-risk/at-risk-routes.ts'
import { cohortsRoutes } from '../../src/reports/cohorts/cohorts-routes.ts'
import { incomeRoutes } from '../../src/reports/income/income-routes.ts'
import { movementsRoutes } from '../../src/reports/movements/movements-routes.ts'
import { overviewRoutes } from '../../src/reports/overview/overview-routes.ts'
import type { MonthSum } from '../../src/reports/rollups/movement-figures-store.ts'
import { snoozeReportRoutes } from '../../src/reports/snoozes/snoozes-routes.ts'
import { supportersRoutes } from '../../src/reports/supporters/supporters-routes.ts'
import { type Newsroom, readNewsroom } from '../../src/web/page/newsroom.ts'
import { Refusal } from '../../src/web/refusal.ts'
import { roundsOf } from '../given/depth.ts'

const NOW = new Date('2026-11-29T12:00:00Z')
const MONTHS = ['2026-06', '2026-07', '2026-08', '2026-09', '2026-10', '2026-11'] as const
const CURRENT = MONTHS.length - 1
const STATE = { eventAt: NOW, listedAt: NOW, reconciledAt: NOW, waitingSince: null }

/** A person who came in a month and may have left in a later one. */
type Person = { currency: 'USD' | 'EUR'; annual: number; from: number; until: number | null }

const anyPerson: fc.Arbitrary<Person> = fc.record({
  currency: fc.constantFrom<Person['currency'][]>('USD', 'EUR'),
  annual: fc.integer({ min: 1_200, max: 900_000 }),
  from: fc.nat(CURRENT),
  until: fc.option(fc.nat(CURRENT)),
})

const sumsOf = (people: readonly Person[]): MonthSum[] =>
  people.flatMap(({ currency, annual, from, until }) => {
    const sum = (month: number, kind: MovementKind, annualChange: number): MonthSum => ({
      month: MONTHS[month] ?? '',
      currency,
      kind,
      movements: 1,
      annualChange,
    })
    return [
      sum(from, 'new', annual),
      ...(until !== null && until > from ? [sum(until, 'churn', -annual)] : []),
    ]
  })

const everyone: RequestHandler = (_request, _response, next) => next()
const anyChange: fc.Arbitrary<MonthSum[]> = fc
  .record({
    person: anyPerson,
    kinds: fc.constantFrom<MovementKind[][]>(
      ['new'],
      ['churn'],
      ['pause'],
      ['resume'],
      ['reactivation'],
      ['expansion'],
      ['contraction'],
      ['transfer-out', 'transfer-in'],
    ),
  })
  .map(({ person: { currency, annual }, kinds }) =>
    kinds.map((kind) => {
      const isLess = ['churn', 'pause', 'contraction', 'transfer-out'].includes(kind)
      const other = currency === 'USD' ? 'EUR' : 'USD'
      return {
        month: MONTHS[CURRENT] ?? '',
        currency: kind === 'transfer-in' ? other : currency,
        kind,
        movements: 1,
        annualChange: isLess ? -annual : annual,
      }
    }),
  )

/** The tens of people in the figures that follow each movement at once: active, new and lost in the current month. */
const tensIn = (sums: readonly MonthSum[]): number[] => {
  const countOf = (of: readonly MonthSum[], kinds: readonly MovementKind[]): number =>
    of.filter(({ kind }) => kinds.includes(kind)).reduce((total, { movements }) => total + movements, 0)
  const current = sums.filter(({ month }) => month === MONTHS[CURRENT])
  const active = countOf(sums, ['new', 'reactivation', 'resume']) - countOf(sums, ['churn', 'pause'])
  return [active, countOf(current, ['new']), countOf(current, ['churn'])].map((people) =>
    Math.floor(people / 10),
  )
}

const refused: RequestHandler = () => {
  throw new Refusal('not-your-role')
}

/** Reads the record, and when Stripe last sent an event. */
type Recorded = { sums: readonly MonthSum[]; eventAt?: Date }

/** The needs of every report. Only rounded pages may be made: whatever reads exact figures throws. */
const needsFor = (newsroom: Newsroom, { sums, eventAt = NOW }: Recorded) => {
  const given: Record<string, unknown> = {
    newsroom,
    timeZone: 'UTC',
    now: () => NOW,
    requireStaff: everyone,
    requireFinance: refused,
    requireRole: () => everyone,
    memberOf: () => ({ id: '1', name: 'Rita', roles: ['report'] }),
    findFirstDay: async () => null,
    findRecordState: async () => ({ ...STATE, eventAt }),
    hasDemoData: async () => false,
    findMonthSums: async () => sums,
    findFunnelSums: async () => [],
    findPaymentSums: async () => [],
    findCampaignNames: async () => new Map(),
    findSnoozeSums: async () => [],
    findShownSums: async () => [],
    findReminderSums: async () => [],
    findRemindedSums: async () => [],
  }
  return new Proxy(given, {
    get: (target, name) =>
      target[String(name)] ??
      (() => {
        throw new Error(`${String(name)} was read for the role report`)
      }),
  }) as never
}

const appFor = (newsroom: Newsroom, recorded: Recorded) => {
  const needs = needsFor(newsroom, recorded)
  return assembleApp({
    newsroom,
    log: openLog(new Writable({ write: (_chunk, _encoding, done) => done() })),
    https: false,
    isTrial: false,
    isInvited: async () => false,
    origin: () => '',
    trustProxy: false,
    first: [Router()],
    features: [
      overviewRoutes(needs),
      supportersRoutes(needs),
      movementsRoutes(needs),
      cohortsRoutes(needs),
      incomeRoutes(needs),
      atRiskRoutes(needs),
      appealReportRoutes(needs),
      snoozeReportRoutes(needs),
    ],
  })
}

const QUERIES = [
  '',
  'period=this-month',
  'period=last-month',
  'period=90-days',
  'from=2026-07-15&to=2026-10-02',
]

/** Addresses that the role may write by hand, with filters that only exact reports have. */
const EXACT_QUERIES = [
  'language=en',
  'language=ru&period=this-month&compare=before',
  'language=en&period=all&compare=year',
  'language=en&from=2026-11-12&to=2026-11-29&compare=before&currency=EUR',
  'language=en&period=90-days&cadence=month&currency=USD',
]

type Look = { counts: (number | null)[]; money: string[] }

/** The figures of a page that programs read, and those of its plots. */
const lookAt = (html: string): Look => {
  const figures = [...html.matchAll(/<data class="figure" data-metric="[^"]+"([^>]*)>/g)].map(
    ([, attributes = '']) => attributes,
  )
  const plots = [...html.matchAll(/data-figures="([^"]*)"/g)].flatMap(([, json = '']) => {
    const { series } = JSON.parse(json.replaceAll('&quot;', '"')) as { series: { values: unknown[] }[] }
    return series.flatMap(({ values }) => values)
  })
  const numberIn = (attributes: string): number | null => {
    const [, value] = /value="(-?[\d.]+)"/.exec(attributes) ?? []
    return value === undefined ? null : Number(value)
  }
  return {
    counts: [
      ...figures.filter((each) => !each.includes('data-currency')).map(numberIn),
      ...plots.map((value) => (typeof value === 'number' ? value : null)),
    ],
    money: figures.filter((each) => each.includes('data-currency')),
  }
}

describe('the role report', () => {
  let newsroom: Newsroom
  let pages: string[]
  before(async () => {
    newsroom = await readNewsroom(projectFile('config/newsroom'))
    const { text } = await request(appFor(newsroom, { sums: [] })).get('/staff?language=en')
    const navs = [...text.matchAll(/<nav\b[^>]*>(.*?)<\/nav>/g)].map(([, nav = '']) => nav)
    pages = [...new Set([...navs.join('').matchAll(/href="([^"?]+)/g)].map(([, path = '']) => path))]
    assert.ok(pages.length > 0, 'the properties below have pages to open')
  })

  const looksOf = async (people: readonly Person[]): Promise<Look[]> => {
    const app = appFor(newsroom, { sums: sumsOf(people) })
    const looks = []
    for (const path of pages)
      for (const query of path === '/staff' ? [''] : QUERIES) {
        const { status, text } = await request(app).get(`${path}?language=en&${query}`)
        assert.equal(status, 200, `${path}?${query}`)
        looks.push(lookAt(text))
      }
    return looks
  }

  test('is led to four pages, and is told why it cannot open the others', async () => {
    const reports = ['supporters', 'appeal', 'snoozes'].map((name) => `/staff/reports/${name}`)
    assert.deepEqual(pages, ['/staff', ...reports])
    const app = appFor(newsroom, { sums: [] })
    const others = ['movements', 'cohorts', 'income', 'at-risk'].flatMap((name) => [name, `${name}.csv`])
    for (const name of [
      ...others,
      'supporters.csv',
      'income/ledger.csv',
      'income/rates.csv',
      'at-risk/past-due.csv',
    ]) {
      const { status, text } = await request(app).get(`/staff/reports/${name}?language=en`)
      assert.equal(status, 403, name)
      assert.match(text, /what one person gives/, name)
    }
  })

  test('sees a tenth arrival as a full ten, and nothing else of it', async () => {
    const one = { currency: 'USD', annual: 1200, from: 0, until: null } as const
    const nine = Array.from({ length: 9 }, () => one)
    const [earlier, later] = [await looksOf(nine), await looksOf([...nine, { ...one, from: CURRENT }])]
    assert.deepEqual(earlier[0]?.counts, [null, null])
    assert.deepEqual(later[0]?.counts, [10, null, 10])
    assert.deepEqual(later[0]?.money, earlier[0]?.money)
  })

  test('sees no page on which one arrival changes a count by less than a full ten, or any money', () =>
    fc.assert(
      fc.asyncProperty(fc.array(anyPerson, { maxLength: 60 }), anyPerson, async (people, person) => {
        const [earlier, later] = [
          await looksOf(people),
          await looksOf([...people, { ...person, from: CURRENT, until: null }]),
        ]
        for (const [index, { counts, money }] of earlier.entries()) {
          const now = later[index]
          assert.deepEqual(now?.money, money)
          // A plot appears with the tenth person.
          for (const [place, count] of (now?.counts ?? []).entries())
            assert.ok([0, 10].includes((count ?? 0) - (counts[place] ?? 0)), `${count}`)
          assert.ok((now?.counts.length ?? 0) >= counts.length)
        }
      }),
      { numRuns: roundsOf(6, 60) },
    ))

  test('reads the same pages to the letter before and after one movement, unless it fills or breaks a ten', () =>
    fc.assert(
      fc.asyncProperty(fc.array(anyPerson, { maxLength: 60 }), anyChange, async (people, change) => {
        const earlier = sumsOf(people)
        const later = [...earlier, ...change]
        fc.pre(isDeepStrictEqual(tensIn(earlier), tensIn(later)))
        const pagesOf = async (recorded: Recorded): Promise<string[]> => {
          const app = appFor(newsroom, recorded)
          const texts = []
          for (const path of pages)
            for (const query of EXACT_QUERIES) {
              const { text } = await request(app).get(`${path}?${query}`)
              texts.push(text)
            }
          return texts
        }
        // The movement came with an event of Stripe.
        const before = { sums: earlier, eventAt: new Date(NOW.getTime() - 600_000) }
        assert.deepEqual(await pagesOf({ sums: later }), await pagesOf(before))
      }),
      { numRuns: roundsOf(6, 100) },
    ))

  test('sees whole tens in every period, so that no two periods differ by one person', () =>
    fc.assert(
      fc.asyncProperty(fc.array(anyPerson, { maxLength: 120 }), async (people) => {
        for (const { counts } of await looksOf(people))
          for (const count of counts) assert.equal((count ?? 0) % 10, 0)
      }),
      { numRuns: roundsOf(6, 60) },
    ))
})
