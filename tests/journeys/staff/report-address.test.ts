import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { DateTime } from 'luxon'
import { describeMainstay } from '../../given/describe-mainstay.ts'
import { givenReader, paySession, startGiving } from '../../given/people/reader.ts'
import { givenStaff, RITA, signInStaff } from '../../given/people/staff.ts'
import { TIME_ZONE } from '../../given/start-at.ts'

const DAY_S = 86_400
const REPORT = '/staff/reports/supporters'

/** The addresses of the chips that are marked as current. */
const currentChips = (html: string): string[] =>
  [...html.matchAll(/<a href="([^"]*)" aria-current="true">/g)].map(([, href = '']) =>
    href.replaceAll('&amp;', '&'),
  )

const hrefOf = (html: string, text: string): string =>
  new RegExp(`<a [^>]*href="([^"]*)"[^>]*>${text}</a>`).exec(html)?.[1]?.replaceAll('&amp;', '&') ?? ''

describeMainstay('the address of a report', (mainstay) => {
  beforeEach(() => givenStaff(mainstay.database))
  const giveFiveDollars = async () => {
    await paySession(
      mainstay.sandbox.origin,
      await startGiving(givenReader(mainstay.origin), { amount: '5' }),
    )
    await mainstay.settle()
  }

  test('keeps period, comparison, currency and language from chip to chip', async () => {
    const vera = await signInStaff(mainstay.origin)
    let page = (await vera.get(REPORT)).text
    for (const text of ['90 days', 'A year before', 'EUR', 'RU'])
      page = (await vera.get(hrefOf(page, text))).text
    const expected = `${REPORT}?period=90-days&currency=EUR&compare=year&language=ru`
    assert.deepEqual(currentChips(page), [expected, expected, expected])
    assert.match(page, /<input type="hidden" name="compare" value="year"/)
    const own = await vera.get(`${REPORT}?from=2020-01-01&to=2020-01-31&compare=none&language=en`)
    assert.match(own.text, /January 2020\./)
    assert.match(own.text, /<details class="own-dates" open>/)
    assert.equal(currentChips(own.text).length, 2)
  })

  test('compares with the period before, and says how each figure was counted', async () => {
    const vera = await signInStaff(mainstay.origin)
    await giveFiveDollars()
    await mainstay.advance(40 * DAY_S)
    await giveFiveDollars()
    const { text } = await vera.get(`${REPORT}?period=this-month`)
    const today = DateTime.fromJSDate(mainstay.now(), { zone: TIME_ZONE })
    assert.match(text, new RegExp(`${today.toFormat('LLLL yyyy')}, compared with`))
    assert.match(
      text,
      /data-metric="active-supporters" value="2">2<\/data><p class="change">\+1 \(\+100%\), 1 before/,
    )
    assert.match(
      text,
      /<details class="how"><summary>How this was counted[\s\S]*?<div id="how-active-supporters">/,
    )
    assert.match(text, /The whole record was last compared with Stripe|has not been compared with Stripe yet/)
    assert.doesNotMatch(text, /behind Stripe/)
    const alone = await vera.get(`${REPORT}?period=this-month&compare=none`)
    assert.doesNotMatch(alone.text, /class="change"/)
  })

  test('an invalid part gets 422, a sentence, the form as it was typed, and figures of the default', async () => {
    const vera = await signInStaff(mainstay.origin)
    for (const query of [
      'from=soon',
      'from=2026-02-30',
      'from=2026-03-01&to=2026-02-01',
      'from=1900-01-01',
      'period=yesterday',
      'compare=moon',
      'currency=XXX',
    ]) {
      const { status, text } = await vera.get(`${REPORT}?${query}`)
      assert.equal(status, 422, query)
      assert.match(text, /role="alert"/, query)
      assert.match(text, /data-metric="active-supporters" value="0"/, query)
      // A program must not get another table than it asked for.
      assert.equal((await vera.get(`${REPORT}.csv?${query}`)).status, 400, query)
    }
    const { text } = await vera.get(`${REPORT}?from=2026-03-01&to=2026-02-01`)
    assert.match(text, /name="from" value="2026-03-01"[\s\S]*name="to" value="2026-02-01"/)
    assert.doesNotMatch((await vera.get(`${REPORT}?to=2099-01-01`)).text, /2099-/)
  })

  test('the CSV follows the address, in the form that a spreadsheet reads', async () => {
    const vera = await signInStaff(mainstay.origin)
    await giveFiveDollars()
    const { text, headers } = await vera.get(
      `${REPORT}.csv?period=this-month&currency=USD&language=ru&separator=semicolon&decimal=comma&bom=on`,
    )
    assert.match(headers['content-disposition'] ?? '', /supporters-\d{4}-\d\d-01-\d{4}-\d\d-\d\d-USD\.csv/)
    assert.match(text, /^\uFEFF?# report;Поддержка\n/)
    assert.match(text, /\n# currency;USD\n/)
    assert.match(text, /\n\nday;active_supporters;new_supporters;lost_supporters;[a-z_;]+;mrr_USD\n/)
    assert.match(text, /;1;1;0;0;0;0;0;0;0;5,00\n$/)
    assert.equal((await vera.get(`${REPORT}.csv?separator=pipe`)).status, 400)
    assert.equal((await vera.get(`${REPORT}.csv?currency=USD&currency=EUR`)).status, 400, 'given twice')
  })

  test('the role report gets whole months, no export and no time of single events', async () => {
    await givenStaff(mainstay.database, RITA, 'report')
    const rita = await signInStaff(mainstay.origin, RITA)
    const query = `${REPORT}?from=2026-02-11&to=2026-02-12&currency=EUR`
    const before = await rita.get(query)
    assert.match(before.text, /February 2026\. There are no earlier figures/)
    assert.doesNotMatch(before.text, /\.csv|[?;]currency=|90 days/)
    await giveFiveDollars()
    const after = await rita.get(query)
    assert.doesNotMatch(after.text, /Figures begin/)
    // Reconciliation runs on its own and has a time.
    const figures = (text: string) => text.replaceAll(/<p>Stripe [^<]*<\/p>/g, '')
    assert.equal(figures(after.text), figures(before.text), 'one supporter tells nothing')
  })
})
