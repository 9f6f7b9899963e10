import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { describeMainstay } from '../../given/describe-mainstay.ts'
import { signInEditor } from '../../given/people/editor.ts'
import { givenReader, type Reader } from '../../given/people/reader.ts'

const LONG = 'We go on.\n\nAn hour of work, with "quotes", <b>tags</b> & signs.'
const FORM = {
  name: 'Autumn',
  'text.en.heading': 'A campaign of our own',
  'text.en.salutation': 'Dear reader,',
  'text.en.body': LONG,
  'text.en.ask': 'From {minimum} a month.',
  'text.en.signature': 'The newsroom',
}

/** Returns the hidden fields of a page, as a browser would send them again. */
const hiddenFields = (html: string): Record<string, string> =>
  Object.fromEntries(
    [...html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(
      ([, name = '', value = '']) => [name, unescaped(value)],
    ),
  )

const unescaped = (text: string): string =>
  text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

/** Returns the page in the frame of a preview. */
const srcdocOf = (html: string): string => unescaped(/ srcdoc="([^"]*)"/.exec(html)?.[1] ?? '')

describeMainstay('a campaign that is not saved yet', (mainstay) => {
  let caro: Reader
  beforeEach(async () => {
    caro = await signInEditor(mainstay)
  })
  const countVersions = async (): Promise<number> => {
    const [row] = await mainstay.database.query<{ count: number }>(
      'select count(*)::int as count from campaign_versions',
    )
    return row?.count ?? 0
  }

  test('after the session ended a page keeps the text, which is saved once the person signed in again', async () => {
    for (const path of ['/staff/campaigns/new', '/staff/campaigns/1']) {
      const sent = { ...FORM, name: `Autumn ${path}`, version: path.endsWith('1') ? '1' : '0' }
      caro.cookies.clear()
      const ended = await caro.post(`${path}?language=ru`, sent)
      assert.equal(ended.status, 401)
      assert.match(ended.text, /Нужно снова войти[\s\S]*Ничего не сохранено/)
      assert.match(ended.text, /<a href="\/staff\/sign-in\?language=ru" target="_blank"/)
      assert.match(ended.text, new RegExp(`<form action="${path}\\?language=ru" method="post">`))
      const { formKey, ...kept } = hiddenFields(ended.text)
      assert.match(formKey ?? '', /^[\w-]{22}$/)
      assert.deepEqual(kept, sent)
      assert.equal((await caro.post(path, hiddenFields(ended.text))).status, 401, 'not signed in yet')
      caro = await signInEditor(mainstay)
      const saved = await caro.post(path, hiddenFields(ended.text))
      assert.match(saved.location, /^\/staff\/campaigns\/1\?done=(created|saved)/)
    }
    assert.equal(await countVersions(), 2)
  })

  test('nobody makes the server read long forms without end', async () => {
    const stranger = givenReader(mainstay.origin)
    const statuses = new Set<number>()
    for (let count = 0; count < 12; count += 1)
      statuses.add((await stranger.post('/staff/campaigns/new', FORM)).status)
    assert.deepEqual(statuses, new Set([401, 429]))
  })

  test('a second press on the button of a new draft lands on the draft of the first', async () => {
    const { formKey = '' } = hiddenFields((await caro.get('/staff/campaigns/new')).text)
    const sent = { ...FORM, formKey }
    const [first, second] = await Promise.all([
      caro.post('/staff/campaigns/new', sent),
      caro.post('/staff/campaigns/new', sent),
    ])
    assert.match(first.location, /^\/staff\/campaigns\/1\?done=created/)
    assert.equal(second.location, first.location)
    assert.equal(await countVersions(), 1)
    const corrected = await caro.post('/staff/campaigns/new', { ...sent, name: 'Winter' })
    assert.match(corrected.location, /^\/staff\/campaigns\/1\?done=saved/)
    const late = await caro.post('/staff/campaigns/new', { ...sent, name: 'Spring' })
    assert.equal(late.status, 409)
    assert.match(late.text, /action="\/staff\/campaigns\/1\?/)
    assert.match(late.text, /value="Spring"/)
    await caro.post('/staff/campaigns/1/publish', { version: '2' })
    const published = await caro.post('/staff/campaigns/new', { ...sent, name: 'Summer' })
    assert.equal(published.status, 409, 'what readers see is not changed by a new draft')
    const other = hiddenFields((await caro.get('/staff/campaigns/new?copy=1')).text)
    assert.notEqual(other['formKey'], formKey)
    const copy = await caro.post('/staff/campaigns/new', { ...sent, formKey: other['formKey'] ?? '' })
    assert.match(copy.location, /done=created/)
    assert.notEqual(copy.location, first.location)
  })

  test('a form with a mistake keeps its key, so that it is still one draft', async () => {
    const { formKey = '' } = hiddenFields((await caro.get('/staff/campaigns/new')).text)
    const wrong = await caro.post('/staff/campaigns/new', { ...FORM, name: '', formKey })
    assert.equal(hiddenFields(wrong.text)['formKey'], formKey)
  })

  test('a preview shows what is typed on a real article, in each form and language, and saves nothing', async () => {
    const page = (await caro.get('/staff/campaigns/new?language=en')).text
    assert.match(
      page,
      /<button type="submit" class="secondary" formaction="\/staff\/campaigns\/preview\?language=en" formtarget="_blank"/,
    )
    const preview = (fields: Record<string, string>) => caro.post('/staff/campaigns/preview', fields)
    const asTyped = await preview({ ...FORM, 'text.en.line': 'From {minimum} we go on.' })
    assert.equal(asTyped.status, 200, asTyped.text)
    assert.match(asTyped.text, /nothing of it is saved/)
    assert.doesNotMatch(asTyped.text, /need a correction/)
    const frame = srcdocOf(asTyped.text)
    assert.match(frame, /<h2 id="appeal-heading"[^>]*>A campaign of our own/)
    assert.match(frame, /<p>An hour of work/)
    assert.doesNotMatch(frame, /\/assets\/appeal\./, 'a preview counts nothing')
    const again: Record<string, string> = {
      ...hiddenFields(asTyped.text),
      'preview.form': 'line',
      'preview.width': '768',
    }
    assert.equal(again['text.en.body'], LONG)
    const line = await preview(again)
    assert.match(srcdocOf(line.text), /class="appeal-line"><span[^>]*>From \$2 we go on\./)
    const bar = await preview({ ...again, 'preview.form': 'bar' })
    assert.match(srcdocOf(bar.text), /<dialog open[^>]*class="appeal-bar"[\s\S]*>From \$2 we go on\.<\/h2>/)
    assert.match(line.text, /class="preview preview-768"/)
    assert.match(
      (await preview({ ...FORM, 'preview.written': 'ru' })).text,
      /is not written in this language/,
    )
    const russian = Object.fromEntries(
      Object.entries(FORM).map(([name, text]) => [name.replace('.en.', '.ru.'), text]),
    )
    assert.match((await preview(russian)).text, /<option value="ru" lang="ru" selected/)
    assert.equal(await countVersions(), 0)
    assert.equal((await caro.get('/staff/campaigns/preview')).status, 405)
  })

  test('a preview names the mistakes and shows the rest', async () => {
    const wrong = { ...FORM, name: '', 'text.en.heading': '', 'amounts.USD.monthly.presets': '1' }
    const answer = await caro.post('/staff/campaigns/preview?language=en', wrong)
    assert.match(answer.text, /<h2>3 fields need a correction before you save/)
    assert.match(answer.text, /Heading \(English\): Fill this in\./)
    assert.match(srcdocOf(answer.text), /From \$2 a month\./)
    const deep = { ...FORM, 'text.en.body': `${'> '.repeat(300)}${'deep '.repeat(900)}` }
    const unreadable = await caro.post('/staff/campaigns/preview?language=ru', deep)
    assert.equal(unreadable.status, 200)
    assert.match(unreadable.text, /До сохранения исправьте 1 поле/)
    assert.doesNotMatch(unreadable.text, /srcdoc/)
  })

  test('the page that keeps a text is not reached from other sites, and nothing else of staff without a session', async () => {
    const stranger = givenReader(mainstay.origin)
    const foreign = await stranger.post('/staff/campaigns/new', FORM, { 'sec-fetch-site': 'cross-site' })
    assert.equal(foreign.status, 403)
    assert.doesNotMatch(foreign.text, /An hour of work/)
    for (const path of ['/staff/campaigns/1/publish', '/staff/campaigns/stop-all'])
      assert.equal((await stranger.post(path, {})).location, '/staff/sign-in', path)
    assert.equal((await stranger.get('/staff/campaigns/new')).location, '/staff/sign-in')
    const ended = await stranger.post('/staff/campaigns/new', { ...FORM, injected: 'x' })
    assert.doesNotMatch(ended.text, /injected/)
  })
})
