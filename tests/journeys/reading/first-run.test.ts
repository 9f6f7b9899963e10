import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { wireFirstRun } from '../../../src/app/wire-first-run.ts'
import { describeMainstay } from '../../given/describe-mainstay.ts'
import { type Answer, givenReader, type Reader } from '../../given/people/reader.ts'
import { givenStaff, VERA } from '../../given/people/staff.ts'
import { contributeAs, signInAs } from '../../given/people/supporter.ts'
import { stripeClient } from '../../given/resources/sandbox.ts'

const MONTH_S = 32 * 86_400
const ARTICLE = '/articles/third-floor-second-door'
const BAR = /<aside class="first-run".*?<\/aside>/s
const SHEET = /<link rel="stylesheet" href="\/(?:assets\/first-run|first-run\/)[^"]*"\/>/g

/** A browser on the machine that runs Mainstay: no proxy stands between. */
const browserHere = (origin: string): Reader => {
  const cookies = new Map<string, string>()
  const send = async (address: string, init: RequestInit): Promise<Answer> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { accept: 'text/html', cookie, ...(init.headers as Record<string, string>) }
    const response = await fetch(new URL(address, origin), { ...init, redirect: 'manual', headers })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
    const { status } = response
    const answered = Object.fromEntries(response.headers)
    return { status, text: await response.text(), headers: answered, location: answered['location'] ?? '' }
  }
  return {
    cookies,
    get: (address, headers = {}) => send(address, { headers }),
    post: (address, fields, headers = {}) =>
      send(address, { method: 'POST', headers, body: new URLSearchParams(fields) }),
  }
}

describeMainstay(
  'the first steps',
  (mainstay) => {
    test('tick themselves off in the bar, are absent for others, and close for good', async () => {
      const { origin, resources } = mainstay
      const stripe = stripeClient(mainstay.sandbox.origin)
      const here = browserHere(origin)
      const barAt = async (address: string) => BAR.exec((await here.get(address)).text)?.[0] ?? ''
      const assertNext = async (count: number, next: string, address = '/') => {
        const bar = await barAt(address)
        assert.match(bar, new RegExp(`${count} of 7 done\\. Next: ${next}`))
        assert.equal(bar.split('data-done="true"').length - 1, count)
      }

      await assertNext(0, 'Read an article')
      assert.match(await barAt('/ru/'), /Сделано 0 из 7/)
      const article = await here.get(ARTICLE)
      const barOfArticle = await barAt(ARTICLE)
      assert.match(barOfArticle, /First steps/)
      const { text: proxied } = await givenReader(origin).get(ARTICLE)
      assert.doesNotMatch(proxied, /first-run/)
      for (const address of ['/first-run/close', '/first-run/ticks.css'])
        assert.equal((await givenReader(origin).get(address)).status, 404)
      assert.equal((await givenReader(origin).post('/first-run/close', { returnTo: '/' })).status, 404)
      assert.match(await barAt('/'), /First steps/, 'somebody elsewhere closed the bar')
      assert.equal(article.text.replace(BAR, '').replaceAll(SHEET, ''), proxied)
      const elsewhere = await here.get('/', { 'x-forwarded-host': 'news.example' })
      assert.doesNotMatch(elsewhere.text, /first-run/)
      assert.deepEqual((await wireFirstRun({ ...resources, isSandbox: false })).routes, [])

      await here.post('/reminders', { after: '1m', returnTo: ARTICLE })
      await assertNext(1, 'Advance the clock')
      assert.equal(await barAt(ARTICLE), barOfArticle, 'an article tells its reader what was done')
      assert.match((await here.get('/first-run/ticks.css')).text, /"remind"\]::before/)

      await mainstay.advance(MONTH_S)
      await here.get(ARTICLE)
      await assertNext(2, 'Give with')

      const { session } = await contributeAs(mainstay, 'tries@example.com', {}, here)
      await assertNext(3, 'Ask for a sign-in link')
      await signInAs(mainstay, 'tries@example.com', 1, here)
      await assertNext(4, 'Pause')

      const { subscription } = await stripe.checkout.sessions.retrieve(session)
      const fields = { contribution: String(subscription), months: '1', language: 'en' }
      const paused = await here.post('/account/pause', fields)
      assert.equal(paused.status, 303, paused.text)
      await mainstay.settle()
      await assertNext(5, 'See the pause')

      await givenStaff(mainstay.database)
      assert.equal((await here.post('/staff/sign-in', VERA)).status, 303)
      const report = await here.get('/staff/reports/supporters?language=en')
      assert.equal(report.status, 200)
      assert.match(report.text, /data-metric="paused-supporters"[^>]*value="1"/)
      await assertNext(6, 'Let a renewal fail')

      const other = await contributeAs(mainstay, 'fails@example.com')
      const { subscription: failing } = await stripe.checkout.sessions.retrieve(other.session)
      const { default_payment_method: card } = await stripe.subscriptions.retrieve(String(failing))
      await mainstay.control(`payment_methods/${String(card)}/update`, { number: '4000000000000341' })
      await mainstay.advance(MONTH_S)
      await mainstay.settle()
      assert.match(await barAt('/'), /All done\./)

      const asked = await here.get('/first-run/close?returnTo=%2Fprivacy&language=en')
      assert.match(asked.text, /Close the first steps\?/)
      const closed = await here.post('/first-run/close', { returnTo: '/privacy' })
      assert.deepEqual([closed.status, closed.location], [303, '/privacy'])
      assert.equal(await barAt('/'), '')
      await mainstay.eventually(async () => {
        const kept = await readFile(String(resources.firstRunFile), 'utf8')
        assert.match(kept, /"isClosed":true/)
        assert.doesNotMatch(kept, /example\.com/)
      })
    })
  },
  {
    change: (resources) => ({
      ...resources,
      firstRunFile: path.join(resources.mail.outboxDirectory ?? '', '..', 'first-run.json'),
    }),
  },
)
