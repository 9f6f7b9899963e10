import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { calendarOf } from '../../../src/platform/calendar.ts'
import { describeMainstay } from '../../given/describe-mainstay.ts'
import type { Reader } from '../../given/people/reader.ts'
import { CARO, givenStaff, RITA, signInStaff } from '../../given/people/staff.ts'
import { TIME_ZONE } from '../../given/start-at.ts'

const REPORT = '/staff/reports/appeal'
const SNOOZES = '/staff/reports/snoozes'

const figureOf = (html: string, metric: string, currency = ''): string | undefined => {
  const own = currency === '' ? '' : `(?=[^>]*data-currency="${currency}")`
  const found = [...html.matchAll(new RegExp(`<data(?=[^>]*data-metric="${metric}")${own}[^>]*>`, 'g'))]
  assert.equal(found.length, 1, `${metric} ${currency}`)
  return /value="([^"]*)"/.exec(found[0]?.[0] ?? '')?.[1]
}

/** The rows of the table under a caption: all cells, the name first. */
const rowsUnder = (html: string, caption: string): string[][] => {
  const [, table = ''] = html.split(`<caption class="visually-hidden">${caption}</caption>`)
  const [, body = ''] = /<tbody>(.*?)<\/tbody>/.exec(table) ?? []
  return [...body.matchAll(/<tr>(.*?)<\/tr>/g)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/g)].map(([, cell = '']) => cell.replaceAll('&#39;', "'")),
  )
}

describeMainstay('the reports on the appeal', (mainstay) => {
  const calendar = calendarOf(TIME_ZONE)
  let today = ''
  beforeEach(async () => {
    today = calendar.dayAt(mainstay.now())
    await givenStaff(mainstay.database)
  })

  /** Counts of today: the letter, a campaign without a row, two sections, payments in two currencies. */
  const givenCounts = async () => {
    const hour = calendar.startOfDay(today)
    const { database } = mainstay
    await database.query(
      `insert into appeal_hours values ($1, 'letter', 'a', 'end', 'courts', 2500, 2000, 1100, 40, 0, 20),
         ($1, '7', 'a', 'bar', 'life', 600, 500, 200, 9, 6, 4)`,
      [hour],
    )
    await database.query(
      `insert into appeal_snoozes values ($1, 'letter', 'end', 'courts', '1m', 30), ($1, '7', 'bar', 'life', '7d', 8)`,
      [hour],
    )
    await database.query(
      `insert into appeal_payments values ($1, 'letter', 'a', 'end', 'courts', '', 'USD', 'monthly', 12, 6000),
         ($1, '7', 'a', 'bar', 'life', $2, 'EUR', 'once', 1, 2500)`,
      [today, today.slice(0, 7)],
    )
    await database.query(
      'insert into reminder_days values ($1, 12), ($1::date + 7, 8), ($1::date + 30, 30)',
      [today],
    )
  }

  test('the appeal: every step, per thousand, by campaign, form and section', async () => {
    await givenCounts()
    const vera = await signInStaff(mainstay.origin)
    const { status, text } = await vera.get(`${REPORT}?language=en`)
    assert.equal(status, 200)
    assert.match(text, /The appeal was shown 2,500 times and led to 13 payments: 5\.2 per thousand\./)
    const expected = {
      'appeals-eligible': '3100',
      'appeals-shown': '2500',
      'appeals-seen': '1300',
      'appeals-seen-share': '0.52',
      'appeal-gives': '49',
      snoozes: '38',
      'appeals-dismissed': '6',
      'appeal-checkouts': '24',
      'appeal-payments': '13',
      'paid-per-thousand': '5.2',
    }
    for (const [metric, value] of Object.entries(expected))
      assert.equal(figureOf(text, metric), value, metric)
    assert.equal(figureOf(text, 'money-per-thousand', 'USD'), '2400')
    assert.equal(figureOf(text, 'annual-per-thousand', 'USD'), '28800')
    assert.equal(figureOf(text, 'money-per-thousand', 'EUR'), '1000')
    assert.match(text, /Cannot be added up: no rate for EUR yet/)
    assert.match(text, /Readers without JavaScript are never counted as seen: 52% of the appeals shown/)
    const campaigns = rowsUnder(text, 'All steps by campaign')
    assert.deepEqual(
      campaigns.map((cells) => cells.slice(0, 4)),
      [
        ['Letter file', '6', '2,500', '2,000'],
        ['Campaign 7', '2', '600', '500'],
        ['Total', '5.2', '3,100', '2,500'],
      ],
    )
    const sections = await vera.get(`${REPORT}?by=section&language=ru`)
    assert.deepEqual(
      rowsUnder(sections.text, 'Все шаги по рубрикам').map(([name]) => name),
      ['Суд', 'Жизнь', 'Итого'],
    )
    assert.match(sections.text, /href="[^"]*by=section[^"]*" aria-current="true"/)
    const dollars = await vera.get(`${REPORT}?by=form&currency=USD&language=en`)
    assert.equal(figureOf(dollars.text, 'appeal-payments'), '12')
    assert.doesNotMatch(dollars.text, /data-currency="EUR"/)
    const wrong = await vera.get(`${REPORT}?by=colour&language=en`)
    assert.equal(wrong.status, 422)
    assert.match(wrong.text, /There is no such grouping\. Campaigns are compared\./)
  })

  test('the CSV has the figures of the table, by group, month and day', async () => {
    await givenCounts()
    const vera = await signInStaff(mainstay.origin)
    const csvOf = async (query: string): Promise<string[][]> => {
      const { status, text } = await vera.get(`${REPORT}.csv?header=off&${query}`)
      assert.equal(status, 200)
      return text
        .trimEnd()
        .split('\n')
        .map((line) => line.split(','))
    }
    const plain = (cell: string): string => cell.replaceAll(/[^\d.]/g, '')
    const page = (await vera.get(`${REPORT}?language=en`)).text
    const [, ...rows] = await csvOf('language=en')
    const shown = rowsUnder(page, 'All steps by campaign').slice(0, -1)
    assert.equal(rows.length, shown.length)
    for (const [index, row] of rows.entries())
      for (const [place, cell] of row.entries()) {
        const own = shown[index]?.[place] ?? ''
        if (place === 0) assert.equal(cell, own)
        else if (own.endsWith('%')) assert.equal(Math.round(Number(cell) * 1_000) / 10, Number(plain(own)))
        else assert.equal(Number(cell), Number(plain(own)), `${place}`)
      }
    assert.deepEqual(
      (await csvOf('table=month')).map(([name]) => name),
      ['month', today.slice(0, 7)],
    )
    assert.deepEqual(
      (await csvOf('table=day')).map(([name]) => name),
      ['day', today],
    )
    for (const query of ['table=week', 'by=colour'])
      assert.equal((await vera.get(`${REPORT}.csv?${query}`)).status, 400, query)
  })

  test('snoozes: lengths, weeks, and those who gave after the reminder', async () => {
    await givenCounts()
    const vera = await signInStaff(mainstay.origin)
    const { status, text } = await vera.get(`${SNOOZES}?language=en`)
    assert.equal(status, 200)
    assert.match(text, /Readers asked to be reminded later 38 times\./)
    assert.equal(figureOf(text, 'snoozes'), '38')
    assert.equal(figureOf(text, 'snooze-rate'), String(38 / 2_500))
    assert.equal(figureOf(text, 'reminders-due'), '38')
    assert.deepEqual(rowsUnder(text, 'The lengths, as a table'), [
      ['1 month', '30', '78.9%'],
      ['7 days', '8', '21.1%'],
    ])
    const cohorts = rowsUnder(text, 'By the month of the reminder')
    assert.equal(cohorts.at(-1)?.[2], '1')
    assert.equal(cohorts.at(-1)?.[3], 'too early to say')
    // A month and thirty days later the share is known.
    await mainstay.advance(70 * 24 * 3_600)
    const later = (await vera.get(`${SNOOZES}?language=en`)).text
    const share = rowsUnder(later, 'By the month of the reminder').find((cells) => cells[2] === '1')?.[3]
    assert.match(share ?? '', /^\d+(\.\d)?%$/)
    const weeks = await vera.get(`${SNOOZES}.csv?header=off&table=week`)
    const counted = weeks.text
      .trimEnd()
      .split('\n')
      .slice(1)
      .reduce((sum, line) => sum + Number(line.split(',')[1]), 0)
    assert.equal(counted, 50)
    assert.equal((await vera.get(`${SNOOZES}.csv?table=year`)).status, 400)
  })

  const staffNamed = async (member: typeof RITA, role: 'report' | 'campaigns'): Promise<Reader> => {
    await givenStaff(mainstay.database, member, role)
    return signInStaff(mainstay.origin, member)
  }

  test('the roles report and campaigns see whole months, and no fewer than ten people', async () => {
    await givenCounts()
    for (const [member, role] of [
      [RITA, 'report'],
      [CARO, 'campaigns'],
    ] as const) {
      const colleague = await staffNamed(member, role)
      const { status, text } = await colleague.get(`${REPORT}?from=${today}&to=${today}&language=en`)
      assert.equal(status, 200)
      assert.match(text, /Rounded figures of whole months, because you do not have the role “finance”/)
      assert.deepEqual(
        ['appeals-shown', 'snoozes', 'appeal-checkouts', 'appeal-payments'].map((metric) =>
          figureOf(text, metric),
        ),
        ['2500', '30', '20', '10'],
      )
      const [, campaign = []] = rowsUnder(text, 'All steps by campaign')
      assert.equal(campaign[0], 'Campaign 7')
      assert.equal(campaign.filter((cell) => cell === 'fewer than ten').length, 4 + 2 * 3 + 2 * 3)
      const csv = await colleague.get(`${REPORT}.csv?header=off&language=en`)
      assert.match(csv.text, /^Campaign 7,,600,500,200,0\.400000,9,,6,,,/m)
      assert.equal((await colleague.get(`${REPORT}.csv?table=day`)).status, 400)
      const snoozes = await colleague.get(`${SNOOZES}?language=en`)
      assert.equal(figureOf(snoozes.text, 'snoozes'), '30')
      assert.match(snoozes.text, /Each month and each week is rounded down to ten/)
      assert.deepEqual(rowsUnder(snoozes.text, 'The lengths, as a table').at(-1), [
        '7 days',
        'fewer than ten',
        'fewer than ten',
      ])
    }
  })

  test('an empty record says so, with zeros for programs and no plot', async () => {
    const vera = await signInStaff(mainstay.origin)
    for (const [path, metric, sentence] of [
      [REPORT, 'appeals-shown', /No appeal was shown in this period/],
      [SNOOZES, 'snoozes', /No reader asked to be reminded later in this period/],
    ] as const) {
      const { text } = await vera.get(`${path}?language=en`)
      assert.match(text, sentence)
      assert.equal(figureOf(text, metric), '0')
      assert.doesNotMatch(text, /data-plot/)
    }
  })
})
