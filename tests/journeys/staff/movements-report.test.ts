import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { DateTime } from 'luxon'
import { describeMainstay } from '../../given/describe-mainstay.ts'
import { givenReader, paySession, startGiving } from '../../given/people/reader.ts'
import { givenStaff, RITA, signInStaff } from '../../given/people/staff.ts'
import { TIME_ZONE } from '../../given/start-at.ts'

const REPORT = '/staff/reports/movements'

/** Reads the exact value of a figure, and fails unless it stands exactly once. */
const figureOf = (html: string, metric: string): string | undefined => {
  const found = [...html.matchAll(new RegExp(`<data[^>]*data-metric="${metric}"[^>]*>`, 'g'))]
  assert.equal(found.length, 1, metric)
  return /value="([^"]*)"/.exec(found[0]?.[0] ?? '')?.[1]
}

describeMainstay('the report on changes of MRR', (mainstay) => {
  beforeEach(() => givenStaff(mainstay.database))
  const give = async (giving: Record<string, string>) =>
    paySession(mainstay.sandbox.origin, await startGiving(givenReader(mainstay.origin), giving))

  const today = () => DateTime.fromJSDate(mainstay.now(), { zone: TIME_ZONE })

  /** In one month $5 and $7 a month, $50 a year and €10 a month. In the next one more with $20; $7 is canceled. */
  const givenTwoMonths = async () => {
    for (const amount of ['5', '7']) await give({ amount })
    await give({ amount: '50', frequency: 'yearly' })
    await give({ amount: '10', currency: 'EUR' })
    await mainstay.settle()
    const nextMonth = today().startOf('month').plus({ months: 1, days: 4, hours: 12 })
    await mainstay.advance(Math.round(nextMonth.diff(today()).as('seconds')))
    await give({ amount: '20' })
    await mainstay.settle()
    const [subscription] = await mainstay.database.query<{ id: string }>(
      'select id from stripe_subscriptions where amount = 700',
    )
    await mainstay.control(`subscriptions/${subscription?.id}/cancel`, {})
    await mainstay.settle()
  }

  test('shows the sum of one currency, checked, with rates and months', async () => {
    await givenTwoMonths()
    const vera = await signInStaff(mainstay.origin)
    const { status, text } = await vera.get(`${REPORT}?period=this-month&language=en`)
    assert.equal(status, 200)
    // 16.1666… + 20 − 7 = 29.1666… dollars a month.
    assert.match(
      text,
      /MRR in USD grew by \$13\.00 to \$29\.17\. The largest gain: new supporters, \$20\.00\./,
    )
    assert.match(text, /The largest loss: canceled by choice, \$7\.00\./)
    assert.equal(Number(figureOf(text, 'mrr-at-start')).toFixed(2), '1616.67')
    assert.equal(Number(figureOf(text, 'mrr')).toFixed(2), '2916.67')
    assert.equal(figureOf(text, 'new-mrr'), '2000')
    assert.equal(figureOf(text, 'churn-mrr'), '700')
    for (const none of ['expansion-mrr', 'reactivation-mrr', 'paused-mrr', 'transferred-in-mrr'])
      assert.equal(figureOf(text, none), '0')
    assert.equal(Number(figureOf(text, 'gross-mrr-churn')).toFixed(4), (7 / (12 + 50 / 12)).toFixed(4))
    assert.equal(figureOf(text, 'involuntary-churn-share'), '0')
    assert.match(text, /Checked: this sum is right\. All movements up to now add up to \$29\.17 a month/)
    assert.doesNotMatch(text, /€|data-currency="EUR"/)
    const euros = await vera.get(`${REPORT}?period=this-month&currency=EUR`)
    assert.equal(figureOf(euros.text, 'mrr'), '1000')
    // Currencies are never added up, so there is nothing to choose for all of them.
    assert.doesNotMatch(euros.text, /period=this-month&amp;language=en" *(aria-current="true")?>All</)
  })

  test('the CSV is by month or by day, and each row begins with what the one before ended with', async () => {
    await givenTwoMonths()
    const vera = await signInStaff(mainstay.origin)
    const rowsOf = async (query: string) => {
      const { status, text } = await vera.get(`${REPORT}.csv?header=off&${query}`)
      assert.equal(status, 200)
      return text
        .trimEnd()
        .split('\n')
        .slice(1)
        .map((line) => line.split(','))
    }
    const months = await rowsOf('period=all')
    assert.deepEqual(
      months.map(([month, start, fresh, ...rest]) => [month, start, fresh, rest.at(-1)]),
      [
        [today().minus({ months: 1 }).toFormat('yyyy-LL'), '0.00', '16.17', '16.17'],
        [today().toFormat('yyyy-LL'), '16.17', '20.00', '29.17'],
      ],
    )
    const days = await rowsOf('period=all&table=day')
    assert.equal(days.at(-1)?.[0], today().toFormat('yyyy-LL-dd'))
    assert.ok(days.length > 4, 'a row for each day from the first figure')
    for (const [index, day] of days.entries())
      if (index > 0) assert.equal(day[1], days[index - 1]?.at(-1), day[0])
    assert.equal((await vera.get(`${REPORT}.csv?table=week`)).status, 400)
  })

  test('an empty record says so, with zeros for programs and no plot', async () => {
    const vera = await signInStaff(mainstay.origin)
    const { text } = await vera.get(REPORT)
    assert.match(text, /Nobody gives monthly or yearly in USD yet/)
    assert.deepEqual([figureOf(text, 'mrr'), figureOf(text, 'churn-mrr')], ['0', '0'])
    assert.doesNotMatch(text, /data-plot|>0%</)
  })

  test('is refused to the role report, page and CSV', async () => {
    await givenStaff(mainstay.database, RITA, 'report')
    const rita = await signInStaff(mainstay.origin, RITA)
    for (const path of [REPORT, `${REPORT}.csv`]) assert.equal((await rita.get(path)).status, 403)
    assert.doesNotMatch((await rita.get('/staff/reports/supporters')).text, /reports\/movements/)
  })
})
