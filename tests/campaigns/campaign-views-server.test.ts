import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeMainstay } from '../given/describe-mainstay.ts'
import { givenCampaign, signInEditor } from '../given/people/editor.ts'
import { appealOf, givenReader, type Reader } from '../given/people/reader.ts'
import { contributeAs } from '../given/people/supporter.ts'
import { someSettings } from './given-settings.ts'

const DAY_S = 86_400
const SLUG = 'a-letter-arrives-by-ferry'
const ARTICLE = `/articles/${SLUG}`

describeMainstay('campaigns as staff look at them', (mainstay) => {
  const look = () => mainstay.settle()
  /** Reads an article, and waits until the store answers again: the count is written after the page is sent. */
  const settledState = async (reader: Reader) => {
    const state = await appealOf(reader)
    await mainstay.redis?.ping()
    return state
  }
  const bodyOf = async (path: string) => {
    const editor = await signInEditor(mainstay)
    const { status, text } = await editor.get(path)
    assert.equal(status, 200, path)
    return text
  }

  test('a published campaign replaces the letter, and both kill switches take it away', async () => {
    const campaign = await givenCampaign(mainstay, someSettings())
    await look()
    const heading = async () =>
      /id="appeal-heading"[^>]*>([^<]*)/.exec((await givenReader(mainstay.origin).get(ARTICLE)).text)?.[1]
    assert.equal(await heading(), 'A campaign')
    await mainstay.database.query('update campaigns set is_stopped = true where number = $1', [campaign])
    await look()
    assert.equal(await heading(), 'A letter from the newsroom')
    await mainstay.database.query('update appeal_settings set is_stopped = true, change = change + 1')
    await look()
    assert.equal(await heading(), undefined)
    assert.match((await givenReader(mainstay.origin).get(ARTICLE)).text, /data-appeal="off"/)
  })

  test('the explanation says which campaign shows, and the rule that refused the other', async () => {
    const aimed = await givenCampaign(
      mainstay,
      someSettings({ name: 'Latvia', priority: 60, only: { ...someSettings().only, countries: ['LV'] } }),
    )
    await givenCampaign(mainstay, someSettings({ name: 'Elsewhere' }))
    await look()
    const ask = (query: string) => bodyOf(`/staff/campaigns/explain?language=en&article=${SLUG}&${query}`)
    assert.match(await ask('country=LV'), /The reader sees “Latvia”/)
    const abroad = await ask('country=EE')
    assert.match(abroad, /The reader sees “Elsewhere”/)
    assert.match(abroad, new RegExp(`/staff/campaigns/${aimed}">Latvia</a></th><td>8\\.7</td>`))
    assert.match(await ask('reader=unsure'), /does not answer, so we do not ask/)
    assert.match(await ask('country=Latvia'), /Write two Latin letters/)
  })

  test('the country of the trusted header decides for readers', async () => {
    await givenCampaign(mainstay, someSettings({ only: { ...someSettings().only, countries: ['LV'] } }))
    await look()
    const seenFrom = async (country: string) =>
      (await givenReader(mainstay.origin).get(ARTICLE, { 'x-reader-country': country })).text.includes(
        'A campaign',
      )
    assert.deepEqual([await seenFrom('LV'), await seenFrom('EE'), await seenFrom('XX')], [true, false, false])
  })

  test('a preview shows a draft on a real article in a frame that neither runs scripts nor sends forms', async () => {
    const campaign = await givenCampaign(mainstay, someSettings(), 'draft')
    const editor = await signInEditor(mainstay)
    const path = `/staff/campaigns/${campaign}/preview`
    const around = await editor.get(`${path}?language=en&article=${SLUG}&width=768`)
    assert.match(
      around.text,
      /<iframe class="preview preview-768"[^>]* sandbox="allow-same-origin allow-forms"/,
    )
    assert.match(around.headers['content-security-policy'] ?? '', /frame-src 'self'/)
    const inside = await editor.get(`${path}/page?article=${SLUG}`)
    assert.match(inside.text, /<h2 id="appeal-heading"[^>]*>A campaign/)
    assert.doesNotMatch(inside.text, /\/assets\/appeal\./, 'a preview counts nothing')
    assert.match(
      inside.headers['content-security-policy'] ?? '',
      /frame-ancestors 'self'.*form-action 'none'/,
    )
    assert.equal(inside.headers['x-frame-options'], 'SAMEORIGIN')
    assert.match((await editor.get(`${path}?written=ru&language=en`)).text, /is not written in this language/)
    assert.equal((await editor.get(`/staff/campaigns/${campaign + 1}/preview`)).status, 404)
    assert.doesNotMatch((await givenReader(mainstay.origin).get(ARTICLE)).text, /A campaign/)
  })

  test('caps hold for a reader with our cookie, and their span ends', async () => {
    await givenCampaign(mainstay, someSettings({ caps: { shows: 2, days: 7, daysApart: 0 } }))
    await look()
    const reader = givenReader(mainstay.origin)
    await reader.post('/reminders', {})
    await reader.post('/reminders/cancel', {})
    const states = async (count: number) => {
      const found: (string | null)[] = []
      for (let page = 0; page < count; page += 1) found.push(await settledState(reader))
      return found
    }
    assert.deepEqual(await states(4), ['shown', 'shown', 'capped', 'capped'])
    assert.equal(await appealOf(givenReader(mainstay.origin)), 'shown')
    await mainstay.advance(8 * DAY_S)
    assert.deepEqual(await states(3), ['shown', 'shown', 'capped'])
  })

  test('the support page begins with the amounts of the campaign that led to it, and checkout takes the newsroom’s minimum', async () => {
    const usd = { once: { minimum: 1_000, chosen: 3_000, presets: [1_000, 3_000, 9_000] } }
    const campaign = await givenCampaign(mainstay, someSettings({ amounts: { USD: usd } }))
    await look()
    const reader = givenReader(mainstay.origin)
    const { text } = await reader.get(`/support?frequency=once&currency=USD&via=${campaign}.end.city`)
    assert.deepEqual(
      [...text.matchAll(/data-amount="([^"]*)"/g)].map(([, amount]) => amount),
      ['10', '30', '90'],
    )
    assert.match(text, /name="amount"[^>]*value="30"|value="30"[^>]*name="amount"/)
    const monthly = await reader.get(`/support?via=${campaign}.end.city`)
    assert.match(monthly.text, /data-amount="25"/)
    const gone = await reader.get(`/support?frequency=once&via=${campaign + 1}.end.city`)
    assert.match(gone.text, /data-amount="100"/)
    await reader.get(ARTICLE)
    const given = { frequency: 'once', currency: 'USD', amount: '2', via: `${campaign}.end.city` }
    assert.equal((await reader.post('/support/checkouts', given)).status, 303)
  })

  test('an appeal with a goal says how far it is reached, and not what one reader gave', async () => {
    await contributeAs(mainstay, 'ada@mail.example', { amount: '750' })
    await mainstay.settle()
    const goal = { currency: 'USD', target: 200_000, since: '2026-01-01' } as const
    await givenCampaign(mainstay, someSettings({ goal }))
    await mainstay.eventually(async () => {
      const { text } = await givenReader(mainstay.origin).get(ARTICLE)
      assert.match(text, /Readers have given \$600 of \$2,000 since 1 January 2026\./)
      assert.match(text, /<progress value="60000" max="200000" aria-hidden="true">/)
    })
  })
})
