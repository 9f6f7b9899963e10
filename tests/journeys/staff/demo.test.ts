import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { runCommand } from '../../given/command.ts'
import { describeMainstay } from '../../given/describe-mainstay.ts'
import { givenReader, paySession, type Reader, startGiving } from '../../given/people/reader.ts'
import { givenStaff, RITA, signInStaff } from '../../given/people/staff.ts'

const SUPPORTERS = 30
const REPORTS = ['supporters', 'movements', 'cohorts', 'income', 'at-risk', 'appeal', 'snoozes']
const BANNER = /data-banner="demo">Demo data: these supporters and amounts are invented/

const activeIn = (html: string): string =>
  /<data[^>]*data-metric="active-supporters"[^>]* value="([^"]*)"/.exec(html)?.[1] ?? ''

describeMainstay(
  'demo data',
  (mainstay) => {
    let vera: Reader
    beforeEach(async () => {
      await givenStaff(mainstay.database)
      vera = await signInStaff(mainstay.origin)
    })
    const overview = async () => (await vera.get('/staff?language=en')).text
    const isWritten = () =>
      mainstay.eventually(async () => {
        const answer = await vera.get('/staff/demo?language=en&watching=1')
        if (answer.status === 200) assert.match(answer.headers['refresh'] ?? '', /^2; url=\/staff\/demo/)
        assert.deepEqual([answer.status, answer.location], [303, '/staff?language=en'])
      })
    const audited = () =>
      mainstay.database.query(
        `select action, subject from staff_audit where action like 'demo%' order by number`,
      )

    test('fills an empty record, shows it in every report, and goes without what came through Stripe', async () => {
      assert.match(await overview(), /data-demo="offered"[\s\S]*Fill with two years of demo data/)
      const filled = await vera.post('/staff/demo', { do: 'fill', language: 'en' })
      assert.deepEqual([filled.status, filled.location], [303, '/staff/demo?language=en&watching=1'])
      await isWritten()
      const full = await overview()
      assert.match(full, BANNER)
      assert.match(full, /<a href="\/staff\/demo\?language=en">Remove them<\/a>/)
      assert.doesNotMatch(full, /data-demo="offered"/)
      const active = Number(activeIn(full))
      assert.ok(active > SUPPORTERS / 3, `${active} are active`)
      for (const report of REPORTS)
        assert.match((await vera.get(`/staff/reports/${report}?language=en`)).text, BANNER, report)
      assert.match((await vera.get('/staff/reports/at-risk?language=ru')).text, /эти люди и суммы выдуманы/)

      const session = await startGiving(givenReader(mainstay.origin), { amount: '5' })
      await paySession(mainstay.sandbox.origin, session)
      await mainstay.settle()
      assert.equal(activeIn(await overview()), String(active + 1))
      assert.match(await overview(), BANNER)

      await vera.post('/staff/demo', { do: 'fill', language: 'en' })
      assert.match((await vera.get('/staff/demo?language=en')).text, /30 invented supporters/)
      const removed = await vera.post('/staff/demo', { do: 'remove', language: 'en' })
      assert.deepEqual([removed.status, removed.location], [303, '/staff?language=en'])
      const after = await overview()
      assert.equal(activeIn(after), '1')
      assert.doesNotMatch(after, /Demo data/)
      assert.deepEqual(await audited(), [
        { action: 'demo-fill', subject: '30' },
        { action: 'demo-remove', subject: '30' },
      ])
      const refused = await vera.post('/staff/demo', { do: 'fill', language: 'en' })
      assert.equal(refused.status, 409)
      assert.match(refused.text, /The record already holds supporters/)
      assert.match((await vera.get('/staff/inbox?language=en')).text, /removed the demo data/)
    })

    test('is only for the role finance, and for forms of our own', async () => {
      await givenStaff(mainstay.database, RITA, 'report')
      const rita = await signInStaff(mainstay.origin, RITA)
      assert.doesNotMatch((await rita.get('/staff?language=en')).text, /demo data/i)
      for (const wanted of ['fill', 'remove'])
        assert.equal((await rita.post('/staff/demo', { do: wanted })).status, 403)
      assert.equal(
        (await givenReader(mainstay.origin).post('/staff/demo', { do: 'fill' })).location,
        '/staff/sign-in',
      )
      assert.equal(
        (await vera.post('/staff/demo', { do: 'fill' }, { 'sec-fetch-site': 'cross-site' })).status,
        403,
      )
      assert.equal((await vera.post('/staff/demo', { do: 'what' })).status, 400)
      await vera.post('/staff/demo', { do: 'fill', language: 'en' })
      await isWritten()
      const banner = (await rita.get('/staff/reports/supporters?language=en')).text
      assert.match(banner, BANNER)
      assert.doesNotMatch(banner, /Remove them/)
    })

    test('the command fills, refuses a second time, contents the doctor, and removes', async () => {
      const real = {
        PATH: process.env['PATH'],
        DATA_DIR: `${mainstay.newsroom.path}/data`,
        DATABASE_URL: mainstay.databaseUrl,
        STRIPE_SECRET_KEY: 'sk_test_command',
        STRIPE_WEBHOOK_SECRETS: mainstay.webhookSecret,
      }
      const environment = { ...real, STRIPE_API_BASE: mainstay.sandbox.origin }
      const command = (...words: string[]) => runCommand(environment, words)
      const refused = await runCommand(real, ['demo'])
      assert.deepEqual([refused.code, /Stripe is a real account here/.test(refused.out)], [1, true])
      const filled = await command('demo', '--supporters', '15', '--months', '6', '--seed', '3')
      assert.deepEqual(filled, { code: 0, out: 'Demo data: 15 supporters over 6 months\n' })
      const again = await command('demo')
      assert.deepEqual([again.code, /remove it first/.test(again.out)], [1, true])
      assert.match((await command('rebuild')).out, /Supporters: 15\nChanged: 0\nChanged rows of reports: 0/)
      assert.match((await command('doctor')).out, /look {2}Demo: 15 supporters are invented/)
      assert.match((await command('demo', '--remove')).out, /Removed: 15 invented supporters/)
      assert.match((await command('demo', '--remove')).out, /There is no demo data/)
    })
  },
  { change: (resources) => ({ ...resources, demoSupporters: SUPPORTERS }) },
)
