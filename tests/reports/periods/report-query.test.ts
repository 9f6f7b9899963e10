import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { addDays, calendarOf } from '../../../src/platform/calendar.ts'
import { COMPARES } from '../../../src/reports/periods/comparison.ts'
import { type Look, PRESETS } from '../../../src/reports/periods/period.ts'
import { querySentence, sinceSentence } from '../../../src/reports/periods/period-words.ts'
import {
  type ParsedQuery,
  parseReportQuery,
  reportHref,
  snapQueryToMonths,
} from '../../../src/reports/periods/report-query.ts'

const LOOK: Look = { today: '2026-11-29', since: '2024-05-03', calendar: calendarOf('Europe/Riga') }

const parse = (address: string, look = LOOK): ParsedQuery => {
  const parameters = new URL(address, 'http://newsroom').searchParams
  const language = parameters.get('language') === 'ru' ? 'ru' : 'en'
  const parameter = (name: string) => parameters.get(name) ?? ''
  return parseReportQuery({ parameter, language, currencies: ['USD', 'EUR'] }, look)
}

describe('the address of a report', () => {
  const anyParameters = fc.record({
    language: fc.constantFrom('en', 'ru'),
    compare: fc.constantFrom('', ...COMPARES),
    currency: fc.constantFrom('', 'usd', 'EUR'),
    period: fc.constantFrom('', ...PRESETS),
    days: fc.option(fc.tuple(fc.nat(1_000), fc.nat(1_000))),
  })

  test('holds everything: parsing it again gives the same', () =>
    fc.assert(
      fc.property(anyParameters, ({ days, ...rest }) => {
        const [from, length] = days ?? [0, 0]
        const own = days === null ? [] : [addDays('2023-01-01', from), addDays('2023-01-01', from + length)]
        const parameters = new URLSearchParams({ ...rest, from: own[0] ?? '', to: own[1] ?? '' })
        const first = parse(`/staff/reports/income?${parameters}`)
        assert.deepEqual(first.problems, [])
        assert.deepEqual(parse(reportHref('/staff/reports/income', first.query)).query, first.query)
      }),
    ))

  test('names each invalid part and shows the default instead', () => {
    const { query, problems, typed } = parse('/?from=2026-03-01&to=2026-02-01&compare=moon&currency=XXX')
    assert.deepEqual(problems, ['backwards', 'unknown-comparison', 'unknown-currency'])
    assert.deepEqual(typed, { from: '2026-03-01', to: '2026-02-01' })
    assert.deepEqual(
      [query.choice, query.period.from, query.compare, query.currency],
      ['12-months', '2025-11-30', 'before', null],
    )
    assert.deepEqual(parse('/?currency=GBP').problems, ['unknown-currency'])
  })

  test('is cut to whole months of all currencies for the role report', () => {
    const { query } = parse('/?from=2026-09-12&to=2026-10-02&currency=EUR')
    const { period, comparison, currency } = snapQueryToMonths(query, LOOK)
    assert.deepEqual([period.from, period.to, currency], ['2026-09-01', '2026-10-31', null])
    assert.ok(comparison.is === 'period')
    assert.deepEqual([comparison.period.from, comparison.period.to], ['2026-07-01', '2026-08-31'])
  })
})

describe('the period in words', () => {
  const cases: [string, string, string][] = [
    [
      'period=this-month',
      '1 to 29 November 2026, compared with 1 to 29 October.',
      '1–29 ноября 2026 года. Для сравнения: 1–29 октября.',
    ],
    [
      'period=last-month',
      'October 2026, compared with September.',
      'Октябрь 2026 года. Для сравнения: сентябрь.',
    ],
    [
      'from=2025-12-01&to=2026-02-28',
      'December 2025 to February 2026, compared with September to November 2025.',
      'Декабрь 2025 года – февраль 2026 года. Для сравнения: сентябрь – ноябрь 2025 года.',
    ],
    [
      'from=2026-11-28&to=2026-11-28&compare=year',
      '28 November 2026, compared with 28 November 2025.',
      '28 ноября 2026 года. Для сравнения: 28 ноября 2025 года.',
    ],
    ['compare=none', '30 November 2025 to 29 November 2026.', '30 ноября 2025 года – 29 ноября 2026 года.'],
    [
      'from=2024-05-03&to=2024-05-09',
      '3 to 9 May 2024. There are no earlier figures to compare with.',
      '3–9 мая 2024 года. Более ранних данных для сравнения нет.',
    ],
  ]
  // Newer versions of Intl put thin spaces around dashes.
  const plain = (text: string) => text.replace(/\s/g, ' ')
  for (const [address, english, russian] of cases) {
    test(address, () => {
      assert.equal(plain(querySentence(parse(`/?${address}`).query)), english)
      assert.equal(plain(querySentence(parse(`/?${address}&language=ru`).query)), russian)
    })
  }

  test('a period or comparison from before the record says since when there are figures', () => {
    const since = (address: string) => sinceSentence(parse(address).query)
    assert.equal(since('/?from=2024-01-01&to=2024-12-31'), 'Figures begin on 3 May 2024.')
    assert.equal(since('/?from=2024-06-01&to=2024-07-31'), 'Figures begin on 3 May 2024.')
    assert.equal(since('/?from=2024-06-01&to=2024-07-31&compare=none'), null)
    assert.equal(since('/?period=all'), null)
  })
})
