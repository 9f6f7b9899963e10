import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { beforeEach, test } from 'node:test'
import { DateTime } from 'luxon'
import type { Movement } from '../../../src/billing/history/movements.ts'
import { replaceMovements } from '../../../src/billing/record/ledger-store.ts'
import { describeMainstay } from '../../given/describe-mainstay.ts'
import { givenReader, paySession, startGiving } from '../../given/people/reader.ts'
import { givenStaff, RITA, signInStaff } from '../../given/people/staff.ts'
import { TIME_ZONE } from '../../given/start-at.ts'

const REPORT = '/staff/reports/cohorts'

describeMainstay('the report on cohorts', (mainstay) => {
  beforeEach(() => givenStaff(mainstay.database))
  const give = async (giving: Record<string, string>) =>
    paySession(mainstay.sandbox.origin, await startGiving(givenReader(mainstay.origin), giving))

  const cancel = async (amount: number) => {
    const [subscription] = await mainstay.database.query<{ id: string }>(
      'select id from stripe_subscriptions where amount = $1 limit 1',
      [amount],
    )
    await mainstay.control(`subscriptions/${subscription?.id}/cancel`, {})
  }

  /** Advances to noon of the fifth of the next month. */
  const advanceToNextMonth = async () => {
    const now = DateTime.fromJSDate(mainstay.now(), { zone: TIME_ZONE })
    const then = now.startOf('month').plus({ months: 1, days: 4, hours: 12 })
    await mainstay.advance(Math.round(then.diff(now).as('seconds')))
  }

  /** In one month nine with $5 and one with $15 a month, two with $60 a year. $15 is canceled in the next. Returns the first month. */
  const givenACohort = async (): Promise<DateTime> => {
    const began = DateTime.fromJSDate(mainstay.now(), { zone: TIME_ZONE })
    for (let index = 0; index < 9; index += 1) await give({ amount: '5' })
    await give({ amount: '15' })
    for (let index = 0; index < 2; index += 1) await give({ amount: '60', frequency: 'yearly' })
    await mainstay.settle()
    await advanceToNextMonth()
    await cancel(1_500)
    await mainstay.settle()
    await advanceToNextMonth()
    await mainstay.settle()
    return began
  }

  test('eleven of twelve stay, and 55 of 70 dollars; of the monthly ones nine of ten', async () => {
    const began = await givenACohort()
    const vera = await signInStaff(mainstay.origin)
    const { status, text } = await vera.get(`${REPORT}?language=en`)
    assert.equal(status, 200)
    assert.match(text, /11 of 12 people \(91\.7%\) still gave 1 month after the month in which they began\./)
    assert.match(text, new RegExp(`data-metric="retention" value="${11 / 12}"`))
    assert.match(text, new RegExp(`data-metric="retention-mrr" data-currency="USD" value="${55 / 70}"`))
    const cells = '<td>12</td><td>100.0%</td><td>91.7%</td></tr>'
    assert.ok(text.includes(`${began.toFormat('LLLL yyyy')}</th>${cells}`))
    const monthly = await vera.get(`${REPORT}?cadence=monthly&language=en`)
    assert.match(monthly.text, /^.*data-metric="retention" value="0\.9"/m)
    // The choice stays in every link and in the export.
    assert.match(monthly.text, /href="[^"]*period=all&amp;currency=USD&amp;cadence=monthly/)
    assert.match(monthly.text, /<input type="hidden" name="cadence" value="monthly"/)
    const yearly = await vera.get(`${REPORT}?cadence=yearly&language=en`)
    assert.match(yearly.text, /Fewer than ten people can be followed/)
    assert.doesNotMatch(yearly.text, /<data |100\.0%/)
  })

  test('a currency that is no longer offered stays: ten gave in kronor, nine still do', async () => {
    const at = DateTime.fromJSDate(mainstay.now()).minus({ months: 3 })
    for (let index = 0; index < 10; index += 1) {
      const id = randomUUID()
      await mainstay.database.query('insert into supporters (id, created_at) values ($1, $2)', [
        id,
        at.toJSDate(),
      ])
      const gave: Movement = {
        currency: 'SEK',
        occurredAt: at.toJSDate(),
        kind: 'new',
        annualChange: 60_000,
        annualAfter: 60_000,
        cadence: 'monthly',
        cause: null,
      }
      const left = {
        occurredAt: at.plus({ months: 1 }).toJSDate(),
        annualChange: -60_000,
        annualAfter: 0,
        kind: 'churn',
        cause: 'chosen',
      } as const
      await replaceMovements(mainstay.database, id, index === 0 ? [gave, { ...gave, ...left }] : [gave])
    }
    const vera = await signInStaff(mainstay.origin)
    const { status, text } = await vera.get(`${REPORT}?currency=SEK&language=en`)
    assert.equal(status, 200)
    assert.match(text, /SEK \(no longer offered\)/)
    assert.match(text, /data-metric="retention-mrr" data-currency="SEK" value="0\.9"/)
  })

  test('the CSV is by people or by money', async () => {
    const began = await givenACohort()
    const vera = await signInStaff(mainstay.origin)
    const rowsOf = async (query: string) =>
      (await vera.get(`${REPORT}.csv?header=off&${query}`)).text.trimEnd().split('\n')
    const month = began.toFormat('yyyy-LL')
    assert.deepEqual(await rowsOf(''), [
      'first_month,last_first_month,months_after,people_began,people_left,retention',
      `${month},${month},0,12,12,1.000000`,
      `${month},${month},1,12,11,0.916667`,
    ])
    assert.deepEqual(await rowsOf('table=money'), [
      'first_month,last_first_month,months_after,mrr_first_month_USD,mrr_left_USD,retention',
      `${month},${month},0,70.00,70.00,1.000000`,
      `${month},${month},1,70.00,55.00,0.785714`,
    ])
    assert.equal((await rowsOf('cadence=yearly'))[1], `${month},${month},0,,,`)
    assert.match((await vera.get(`${REPORT}.csv?cadence=monthly`)).text, /First contribution: Monthly/)
  })

  test('an invalid cadence gets 422 and a sentence, as a CSV 400; a period that has not ended says so', async () => {
    const vera = await signInStaff(mainstay.origin)
    const wrong = await vera.get(`${REPORT}?cadence=weekly&language=en`)
    assert.equal(wrong.status, 422)
    assert.match(wrong.text, /role="alert">There is no such cadence/)
    for (const query of ['cadence=weekly', 'table=age'])
      assert.equal((await vera.get(`${REPORT}.csv?${query}`)).status, 400)
    assert.match((await vera.get(`${REPORT}?language=en`)).text, /Nobody began/)
    const now = await vera.get(`${REPORT}?period=this-month&language=en`)
    assert.match(now.text, /No month of this period has ended yet/)
  })

  test('is refused to the role report, page and CSV', async () => {
    await givenStaff(mainstay.database, RITA, 'report')
    const rita = await signInStaff(mainstay.origin, RITA)
    for (const path of [REPORT, `${REPORT}.csv`]) assert.equal((await rita.get(path)).status, 403)
    assert.doesNotMatch((await rita.get('/staff/reports/supporters')).text, /reports\/cohorts/)
  })
})
