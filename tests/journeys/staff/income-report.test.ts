import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { describeMainstay } from '../../given/describe-mainstay.ts'
import { givenReader, paySession, type Reader, startGiving } from '../../given/people/reader.ts'
import { givenStaff, RITA, signInStaff } from '../../given/people/staff.ts'
import { stripeClient } from '../../given/resources/sandbox.ts'

const DAY_S = 86_400
const REPORT = '/staff/reports/income'
const LEDGER = `${REPORT}/ledger.csv`

/** The figures of the page that programs read, such as `gross EUR`. */
const figuresOf = (html: string): Record<string, number> =>
  Object.fromEntries(
    [...html.matchAll(/data-metric="([^"]+)"(?: data-currency="([A-Z]+)")? value="(-?\d+)"/g)].map(
      ([, metric = '', currency = '', value = '']) => [`${metric} ${currency}`.trim(), Number(value)],
    ),
  )

/** The sums of all figures of each plot. */
const plotSumsOf = (html: string): number[] =>
  [...html.matchAll(/data-figures="([^"]*)"/g)].map(([, json = '']) => {
    const { series } = JSON.parse(json.replaceAll('&quot;', '"')) as {
      series: { values: (number | null)[] }[]
    }
    return series.flatMap(({ values }) => values).reduce<number>((sum, value) => sum + (value ?? 0), 0)
  })

type Row = Record<string, string>

const rowsOf = (csv: string): Row[] => {
  const [names = [], ...lines] = csv
    .trim()
    .split('\n')
    .map((line) => line.split(','))
  return lines.map((cells) => Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ''])))
}

const sumOf = (rows: readonly Row[], column: string): number =>
  rows.reduce((sum, row) => sum + Math.round(Number(row[column]) * 100), 0)

describeMainstay('the income report', (mainstay) => {
  let vera: Reader
  beforeEach(async () => {
    await givenStaff(mainstay.database)
    vera = await signInStaff(mainstay.origin)
  })
  const give = async (giving: Record<string, string>) =>
    paySession(mainstay.sandbox.origin, await startGiving(givenReader(mainstay.origin), giving))
  /** $5 a month, €10 once, of which the sandbox settles $11.20, and the $5 refunded. */
  const giveAndRefund = async () => {
    await give({ amount: '5' })
    await give({ amount: '10', currency: 'EUR', frequency: 'once' })
    await mainstay.settle()
    const [charge] = await mainstay.database.query<{ id: string }>(
      `select id from stripe_charges where currency = 'USD'`,
    )
    await stripeClient(mainstay.sandbox.origin).refunds.create({ charge: charge?.id ?? '', amount: 200 })
    await mainstay.settle()
  }

  test('shows gross, refunds, fees and net to the cent; before the first payment it says so', async () => {
    const empty = await vera.get(REPORT)
    assert.match(empty.text, /Nothing came in\./)
    assert.doesNotMatch(empty.text, /<svg/)
    const zeros = ['gross USD', 'refunds USD', 'disputes USD', 'fees USD', 'net USD', 'settled-net USD']
    assert.deepEqual(
      figuresOf(empty.text),
      Object.fromEntries([...zeros, 'payments'].map((name) => [name, 0])),
    )
    await giveAndRefund()
    const { text } = await vera.get(REPORT)
    assert.deepEqual(figuresOf(text), {
      'gross EUR': 1_000,
      'gross USD': 500,
      payments: 2,
      'refunds EUR': 0,
      'refunds USD': 200,
      'disputes EUR': 0,
      'disputes USD': 0,
      // 2.9 % and 30 cents: 45 of $5, 62 of $11.20.
      'fees USD': 107,
      'net USD': 500 - 200 + 1_120 - 107,
      'settled-net USD': 1_313,
      'dispute-rate': 0,
    })
    assert.match(text, /data-metric="refund-rate" value="0\.5"/, 'one of two charges')
    assert.deepEqual(plotSumsOf(text), [1_000, 500 - 200, 1_313], 'paid in euros, in dollars, and the bank')
    assert.match(text, /€10\.00 and \$5\.00 came in\. After refunds, disputes and fees, \$13\.13 reaches/)
  })

  test('by the day of payout there is nothing until Stripe makes the money available', async () => {
    await giveAndRefund()
    const page = `${REPORT}?period=all&basis=available&language=en`
    assert.equal(figuresOf((await vera.get(page)).text)['settled-net USD'], 0)
    await mainstay.advance(3 * DAY_S)
    const { text } = await vera.get(page)
    assert.equal(figuresOf(text)['settled-net USD'], 1_313)
    assert.match(text, /period=90-days&amp;basis=available/)
    const odd = await vera.get(`${REPORT}?basis=moon`)
    assert.deepEqual([odd.status, /role="alert"/.test(odd.text)], [422, true])
    for (const query of ['basis=moon', 'by=week'])
      assert.equal((await vera.get(`${REPORT}.csv?${query}`)).status, 400, query)
  })

  test('the tables by day, by month and of the ledger add up to the page', async () => {
    await giveAndRefund()
    for (const by of ['day', 'month']) {
      const rows = rowsOf((await vera.get(`${REPORT}.csv?by=${by}&header=off`)).text)
      assert.deepEqual(
        ['gross_EUR', 'gross_USD', 'refunds_USD', 'fees_USD', 'settled_net_USD'].map((name) =>
          sumOf(rows, name),
        ),
        [1_000, 500, 200, 107, 1_313],
        by,
      )
    }
    const { text, headers } = await vera.get(`${LEDGER}?header=off`)
    assert.match(headers['content-disposition'] ?? '', /filename="ledger-\d{4}-/)
    const rows = rowsOf(text)
    assert.deepEqual(
      rows
        .map(({ kind, currency, amount, settled_currency: settled, cadence, exchange_rate: rate }) =>
          [kind, currency, amount, settled, cadence, rate].join(' '),
        )
        .sort(),
      ['payment EUR 10.00 USD once 1.12', 'payment USD 5.00 USD monthly ', 'refund USD -2.00 USD monthly '],
    )
    assert.equal(sumOf(rows, 'net'), 1_313)
    const rates = rowsOf((await vera.get(`${REPORT}/rates.csv?header=off`)).text)
    assert.deepEqual(
      rates.map((row) => [row['currency'], row['charges'], row['refunds'], row['refund_rate']].join(' ')),
      ['EUR 1 0 0.000000', 'USD 1 1 1.000000'],
    )
    for (const row of rows) {
      assert.match(row['balance_transaction'] ?? '', /^txn_/)
      assert.match(row['charge'] ?? '', /^ch_/)
    }
    assert.equal(rowsOf((await vera.get(`${LEDGER}?header=off&currency=EUR`)).text).length, 1)
  })

  test('each export of the ledger is in the audit log; the role report gets no income', async () => {
    await givenStaff(mainstay.database, RITA, 'report')
    const rita = await signInStaff(mainstay.origin, RITA)
    for (const path of [REPORT, `${REPORT}.csv`, LEDGER]) {
      assert.equal((await rita.get(path)).status, 403, path)
      assert.equal((await givenReader(mainstay.origin).get(path)).location, '/staff/sign-in', path)
    }
    assert.equal((await vera.get(`${LEDGER}?basis=moon`)).status, 400)
    await vera.get(`${LEDGER}?from=2026-01-01&to=2026-01-31&basis=available&currency=EUR`)
    const entries = await mainstay.database.query<{ name: string; subject: string }>(
      `select s.name, a.subject from staff_audit a join staff s on s.id = a.staff_id where a.action = 'ledger-export'`,
    )
    const subject = '2026-01-01 – 2026-01-31, available, EUR'
    assert.deepEqual(entries, [{ name: 'Vera', subject }])
    assert.match((await vera.get(REPORT)).text, /Vera, 2026-01-01 – 2026-01-31, available, EUR/)
  })
})
