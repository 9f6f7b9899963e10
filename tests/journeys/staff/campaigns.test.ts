import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { type LiveCampaigns, liveCampaigns } from '../../../src/campaigns/live/live-campaigns-job.ts'
import { describeMainstay } from '../../given/describe-mainstay.ts'
import { signInEditor } from '../../given/people/editor.ts'
import type { Answer, Reader } from '../../given/people/reader.ts'
import { givenStaff, signInStaff, VERA } from '../../given/people/staff.ts'

const FORM = {
  name: 'Autumn',
  'text.en.heading': 'A campaign of our own',
  'text.en.salutation': 'Dear reader,',
  'text.en.body': 'We go on.',
  'text.en.ask': 'From {minimum} a month.',
  'text.en.signature': 'The newsroom',
}

describeMainstay('campaigns', (mainstay) => {
  let caro: Reader
  beforeEach(async () => {
    caro = await signInEditor(mainstay)
  })

  const create = async (changes: Record<string, string> = {}): Promise<string> => {
    const answer = await caro.post('/staff/campaigns/new', { ...FORM, ...changes })
    assert.equal(answer.status, 303, answer.text)
    const [, number = ''] = /^\/staff\/campaigns\/(\d+)\?done=created/.exec(answer.location) ?? []
    return number
  }
  const save = (number: string, version: string, changes: Record<string, string>): Promise<Answer> =>
    caro.post(`/staff/campaigns/${number}`, { ...FORM, version, ...changes })
  const act = (path: string, who = caro) => who.post(`/staff/campaigns/${path}`, { version: '1' })
  const audited = async (): Promise<string[]> => {
    const rows = await mainstay.database.query<{ entry: string }>(
      `select concat_ws(' ', action, subject) as entry from staff_audit
       where action ~ '^(campaign|appeal|snooze)-' order by number`,
    )
    return rows.map(({ entry }) => entry)
  }
  /** Another process: it has the database and nothing else in common. */
  const otherProcess = async (): Promise<LiveCampaigns> => {
    const { database, timeZone, log, newsroom } = mainstay.resources
    const live = liveCampaigns({
      database,
      timeZone,
      log,
      giving: newsroom.giving,
      findLetter: () => null,
      monotonic: () => 0,
      onChange: () => {},
    })
    await live.refresh()
    return live
  }
  const article = async (): Promise<string> => (await caro.get('/articles/what-an-egg-costs')).text

  test('an empty list says that the letter shows, and a draft is not seen by readers', async () => {
    assert.match((await caro.get('/staff/campaigns')).text, /No campaign yet\. Readers see the letter file/)
    assert.match((await caro.get('/staff/campaigns?language=ru')).text, /Кампаний пока нет/)
    const number = await create()
    const list = (await caro.get('/staff/campaigns')).text
    assert.match(list, /Drafts<\/h2>[\s\S]*Autumn<\/a>/)
    assert.doesNotMatch(await article(), /A campaign of our own/)
    assert.deepEqual(await audited(), [`campaign-create ${number}, 1`])
  })

  test('a text that is saved after somebody archived the campaign stays on the page', async () => {
    const number = await create()
    await act(`${number}/archive`)
    const answer = await save(number, '1', { 'text.en.body': 'An hour of work.' })
    assert.equal(answer.status, 409)
    assert.match(answer.text, /An hour of work\./)
    assert.doesNotMatch((await caro.get(`/staff/campaigns/${number}`)).text, /An hour of work\./)
  })

  test('nobody publishes a text that somebody else saved meanwhile', async () => {
    const number = await create()
    await save(number, '1', { 'text.en.heading': 'Saved by somebody else' })
    for (const version of ['1', '']) {
      const answer = await caro.post(`/staff/campaigns/${number}/publish`, { version })
      assert.match(answer.location, /done=impossible/)
    }
    const { text } = await caro.get(`/staff/campaigns/${number}?done=impossible&language=en`)
    assert.match(text, /somebody else changed the campaign/)
    assert.match(
      text,
      /action="[^"]*\/publish[^"]*" method="post"><input type="hidden" name="version" value="2"/,
    )
    assert.match(
      (await caro.post(`/staff/campaigns/${number}/publish`, { version: '2' })).location,
      /done=published/,
    )
  })

  test('published, stopped, resumed and ended, readers see it or not at the next look, all of it audited', async () => {
    const number = await create()
    const other = await otherProcess()
    const seenBy = async () => {
      await other.refresh()
      const [first] = other.current().campaigns
      return {
        here: (await article()).includes('A campaign of our own'),
        key: first?.key,
        stopped: first?.isStopped,
      }
    }
    const becomes = (here: boolean, key: string, stopped = false) =>
      mainstay.eventually(async () => assert.deepEqual(await seenBy(), { here, key, stopped }))
    assert.match((await act(`${number}/publish`)).location, /done=published/)
    await becomes(true, number)
    await act(`${number}/stop`)
    await becomes(false, number, true)
    assert.match(
      (await caro.get('/staff/campaigns')).text,
      />Live<\/h2>[\s\S]*<strong class="stopped">Stopped: no reader sees it/,
    )
    await act(`${number}/resume`)
    await becomes(true, number)
    await act(`${number}/end`)
    await becomes(false, 'letter')
    assert.match((await act(`${number}/stop`)).location, /done=impossible/)
    assert.deepEqual(
      (await audited()).slice(1),
      ['publish', 'stop', 'resume', 'end'].map((action) => `campaign-${action} ${number}, 1`),
    )
  })

  test('the kill switch of all appeals is seen by another process and hides the letter too', async () => {
    const other = await otherProcess()
    assert.match((await caro.get('/staff/campaigns')).text, /Appeals are on/)
    assert.match((await act('stop-all')).location, /done=all-stopped/)
    await other.refresh()
    assert.equal(other.current().isStopped, true)
    await mainstay.eventually(async () => assert.match(await article(), /data-appeal="off"/))
    assert.match(
      (await caro.get('/staff/campaigns')).text,
      /class="all-stopped"[^>]*><h2[^>]*>Every appeal is stopped/,
    )
    assert.match((await caro.get('/staff/campaigns/new')).text, /class="all-stopped"/)
    await act('resume-all')
    await mainstay.eventually(async () => assert.match(await article(), /data-appeal="shown"/))
    assert.deepEqual(await audited(), ['appeal-stop', 'appeal-resume'])
  })

  test('a form with mistakes is 422, keeps all that was typed and leads to each field', async () => {
    const typed = {
      ...FORM,
      name: '',
      'text.en.heading': 'Hello {name} "<b>"',
      'amounts.USD.monthly.presets': '1, 2',
      from: 'next Monday',
      'only.section.harbour': 'yes',
      'only.countries': 'Latvia',
    }
    const answer = await caro.post('/staff/campaigns/new', typed)
    assert.equal(answer.status, 422)
    assert.match(answer.text, /role="alert"[^>]*data-focus[^>]*><h2>Not saved: 5 fields need a correction/)
    for (const field of [
      'name',
      'text.en.heading',
      'amounts.USD.monthly.presets',
      'from',
      'only.countries',
    ]) {
      assert.ok(answer.text.includes(`<a href="#${field}">`), field)
      assert.ok(answer.text.includes(`id="${field}-error"`), field)
    }
    assert.match(answer.text, /\{name\} would be shown as it is/)
    assert.match(answer.text, /Each amount must be \$2 or more/)
    assert.match(answer.text, /value="Hello \{name\} &quot;&lt;b>&quot;"/)
    assert.match(answer.text, /id="from" name="from"[^>]*type="text" value="next Monday"/)
    assert.match(answer.text, /name="only\.section\.harbour" value="yes" checked/)
    assert.match(answer.text, /<textarea[^>]*>We go on\.<\/textarea>/)
    const russian = await caro.post('/staff/campaigns/new?language=ru', typed)
    assert.match(russian.text, /Не сохранено: исправьте 5 полей/)
    assert.deepEqual(await audited(), [])
  })

  test('settings that are probably mistakes are saved, and the page names them', async () => {
    const number = await create({
      'only.tags': 'Kesna port, Kesna prot',
      'only.authors': 'Mira Stolan, Mira Stoln',
      form: 'line',
      'text.en.line': 'We go on.',
      afterParagraph: '50',
      'goal.target': '100000',
      'goal.since': '2099-01-01',
    })
    const { text } = await caro.get(`/staff/campaigns/${number}?language=en`)
    const warnings = [...text.matchAll(/class="campaign-warning">([^<]*)/g)].map(([, warning]) => warning)
    assert.deepEqual(
      warnings.filter((warning) => !/There is no text in/.test(warning ?? '')),
      [
        'No article has the tag “Kesna prot”. Check the spelling.',
        'No article is by “Mira Stoln”. Check the spelling.',
        'No article has 50 paragraphs, so readers do not see the line. Choose a smaller number.',
        'The goal counts from a day after the campaign starts. Until that day it shows that nothing was given.',
      ],
    )
  })

  test('a letter in three alphabets of full length fits, and a longer text comes back', async () => {
    const full = (letter: string, language: string) => ({
      [`text.${language}.heading`]: letter.repeat(90),
      [`text.${language}.salutation`]: letter,
      [`text.${language}.body`]: letter.repeat(4_000),
      [`text.${language}.ask`]: `${letter} {minimum}`,
      [`text.${language}.signature`]: letter,
    })
    await create({ ...full('ж', 'ru'), ...full('ع', 'ar'), ...full('𝒜', 'en') })
    const answer = await caro.post('/staff/campaigns/new', { ...FORM, 'text.en.body': 'ж'.repeat(20_000) })
    assert.equal(answer.status, 422)
    assert.ok(answer.text.includes('ж'.repeat(20_000)))
  })

  test('of two editors the second sees who was first, what changed, and saves over it only deliberately', async () => {
    const number = await create()
    await givenStaff(mainstay.database, VERA, 'campaigns')
    const vera = await signInStaff(mainstay.origin)
    const first = { ...FORM, version: '1', 'text.en.heading': 'A heading by Vera' }
    assert.match((await vera.post(`/staff/campaigns/${number}`, first)).location, /done=saved/)
    const mine = { 'text.en.signature': 'Caro and the newsroom' }
    const refused = await save(number, '1', mine)
    assert.equal(refused.status, 409)
    assert.match(refused.text, /Not saved: Vera saved another version on/)
    assert.match(
      refused.text,
      /Changes by Vera<\/h3>[\s\S]*Heading \(English\)[\s\S]*<ins>heading by Vera<\/ins>/,
    )
    assert.match(refused.text, /if you save over it<\/h3>[\s\S]*Signature \(English\)/)
    assert.match(refused.text, /name="text\.en\.signature"[^>]*value="Caro and the newsroom"/)
    assert.match(refused.text, /Save over the version of Vera<\/button>/)
    const [, newer = ''] = /name="version" value="(\d+)"/.exec(refused.text) ?? []
    assert.equal(newer, '2')
    assert.match((await save(number, newer, mine)).location, /done=saved/)
    // The same form sent twice is no conflict.
    assert.match((await save(number, newer, mine)).location, /done=saved/)
    assert.match((await save(number, '3', mine)).location, /done=unchanged/)
    assert.deepEqual(await audited(), [
      `campaign-create ${number}, 1`,
      `campaign-save ${number}, 2`,
      `campaign-save ${number}, 3`,
    ])
  })

  test('the history shows each version with its difference, and an older one comes back into the form', async () => {
    const number = await create()
    await save(number, '1', { 'text.en.heading': 'A campaign of ours', visit: 'later' })
    const history = (await caro.get(`/staff/campaigns/${number}/history`)).text
    assert.match(history, /Version 2: Caro, [\s\S]*Version 1: Caro/)
    assert.match(
      history,
      /Heading \(English\)<\/dt><dd><p[^>]*>A campaign of <del>our own<\/del><ins>ours<\/ins>/,
    )
    assert.match(
      history,
      /Page of the visit<\/dt><dd><p[^>]*><del>Any page<\/del> <ins>Later pages of a visit/,
    )
    assert.match(
      (await caro.get(`/staff/campaigns/${number}/history?language=ru`)).text,
      /Заголовок \(английский\)/,
    )
    const again = (await caro.get(`/staff/campaigns/${number}?version=1`)).text
    assert.match(again, /The form holds version 1/)
    assert.match(again, /value="A campaign of our own"/)
    assert.match(again, /name="version" value="2"/)
    for (const path of [
      `${number}?version=9`,
      `${number}?version=x`,
      '999999',
      'words',
      `new?copy=${number}9`,
    ])
      assert.equal((await caro.get(`/staff/campaigns/${path}`)).status, 404, path)
  })

  test('a copy is a new draft with the same settings', async () => {
    const number = await create({ 'only.section.harbour': 'yes' })
    const copy = (await caro.get(`/staff/campaigns/new?copy=${number}`)).text
    assert.match(copy, /name="name"[^>]*value="Copy of Autumn"/)
    assert.match(copy, /name="only\.section\.harbour" value="yes" checked/)
    assert.match(copy, /action="\/staff\/campaigns\/new/)
  })

  test('a campaign that no longer fits the newsroom is not published, with a sentence why', async () => {
    const number = await create({ from: '2020-01-01T00:00', to: '2020-02-01T00:00' })
    const over = await act(`${number}/publish`)
    assert.equal(over.status, 422)
    assert.match(over.text, /Not published: 1 field no longer fits[\s\S]*The end has passed/)
    await mainstay.database.query(
      `with added as (insert into campaign_versions (campaign, version, settings, staff_id, saved_at)
         select campaign, 2, jsonb_set(settings, '{only,sections}', '["gone"]'), staff_id, saved_at
         from campaign_versions where campaign = $1)
       update campaigns set version = 2 where number = $1`,
      [number],
    )
    const gone = await act(`${number}/publish`)
    assert.match(gone.text, /The newsroom has no section gone/)
    assert.match(gone.text, /name="only\.section\.gone" value="yes" checked/)
  })

  test('settings of another version of Mainstay are named, and neither published nor lost', async () => {
    const number = await create()
    await mainstay.database.query(
      `with added as (insert into campaign_versions (campaign, version, settings, staff_id, saved_at)
         select campaign, 2, '{"of": "the future"}', staff_id, saved_at from campaign_versions where campaign = $1)
       update campaigns set version = 2 where number = $1`,
      [number],
    )
    for (const path of ['', `/${number}`])
      assert.match((await caro.get(`/staff/campaigns${path}`)).text, /Another version of Mainstay wrote/)
    assert.match((await caro.get(`/staff/campaigns/${number}/history`)).text, /cannot be compared/)
    assert.equal((await act(`${number}/publish`)).status, 422)
  })

  test('an archived campaign is not changed any more', async () => {
    const number = await create()
    assert.match((await act(`${number}/archive`)).location, /done=archived/)
    assert.match((await caro.get(`/staff/campaigns/${number}`)).text, /An archived campaign stays as it is/)
    assert.match((await save(number, '1', { name: 'Spring' })).text, /Nothing was done/)
    assert.match((await act(`${number}/publish`)).location, /done=impossible/)
  })

  test('snooze lengths are checked, kept as typed if wrong, and offered from then on', async () => {
    const other = await otherProcess()
    const wrong = await caro.post('/staff/campaigns/snooze-lengths', { lengths: '7d, a year' })
    assert.equal(wrong.status, 422)
    assert.match(wrong.text, /a is not a length/)
    assert.match(wrong.text, /value="7d, a year"/)
    assert.equal((await caro.post('/staff/campaigns/snooze-lengths', { lengths: '14d, 2m' })).status, 303)
    await other.refresh()
    assert.deepEqual(other.offeredLengths(), ['14d', '2m'])
    assert.match((await caro.get('/staff/campaigns')).text, /id="lengths"[^>]*value="14d, 2m"/)
    assert.deepEqual(await audited(), ['snooze-lengths 14d, 2m'])
  })
})
