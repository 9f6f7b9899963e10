import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FORMS } from '../../../src/appeal/policy/campaign.ts'
import { LONG_TEXTS } from '../../appeal/forms/given-texts.ts'
import { givenCampaign } from '../../campaigns/given-campaign.ts'
import { describeMainstay } from '../../given/describe-mainstay.ts'
import { givenReader } from '../../given/people/reader.ts'

const ARTICLE = '/articles/heat-by-the-spoonful'
const LATER = { 'sec-fetch-site': 'same-origin' }
const CRAWLER = { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' }
const LINE = /<p class="appeal-line"><span data-nosnippet[^>]*>.*?<\/span><\/p>/s

const headOf = (html: string): string => html.split('</head>')[0] ?? ''
const textOf = (html: string): string => /<div class="prose">.*?<\/article>/s.exec(html)?.[0] ?? ''
const countOf = (html: string, part: string): number => html.split(part).length - 1

describeMainstay('forms of the appeal', (mainstay) => {
  const read = async (headers: Record<string, string>, reader = givenReader(mainstay.origin)) =>
    (await reader.get(ARTICLE, headers)).text

  for (const form of FORMS)
    test(`${form}: one appeal, the same bytes for a crawler, and nothing else of the page changes`, async () => {
      const plain = await read({})
      const number = await givenCampaign(mainstay, { form, texts: LONG_TEXTS, afterParagraph: 1 })
      for (const visit of [{}, LATER]) {
        const shown = form === 'bar' && visit !== LATER ? 'end' : form
        const html = await read(visit)
        assert.equal(await read({ ...visit, ...CRAWLER }), html)
        assert.equal(headOf(html), headOf(plain), 'the description of the page')
        assert.equal(textOf(html).replace(LINE, ''), textOf(plain), 'the text')
        assert.equal(countOf(html, 'id="appeal"'), 1)
        assert.equal(countOf(html, 'id="appeal-heading"'), 1)
        assert.match(html, /<section id="appeal"[^>]* aria-labelledby="appeal-heading"[^>]* data-nosnippet/)
        assert.equal(countOf(html, '<dialog open'), shown === 'bar' ? 1 : 0)
        assert.equal(countOf(html, 'class="appeal-line"'), shown === 'line' ? 1 : 0)
        assert.equal(countOf(html, `name="via" value="${number}.${shown}.prices"`), 1)
        assert.match(html, /<form action="\/reminders" method="post">/)
        assert.match(html, /data-appeal="shown"/)
      }
    })

  test('the line stands after its paragraph; with less than two after it the letter stands alone', async () => {
    const after = (afterParagraph: number) =>
      givenCampaign(mainstay, {
        form: 'line',
        texts: LONG_TEXTS,
        afterParagraph,
        priority: 50 + afterParagraph,
      })
    await after(1)
    const [before = '', behind = ''] = (await read({})).split(LINE)
    assert.equal(countOf(textOf(`${before}</article>`), '</p>'), 1)
    assert.match(behind, /^\s*<p>/)
    for (const paragraph of [2, 3, 40]) {
      await after(paragraph)
      const html = await read({})
      assert.doesNotMatch(html, LINE)
      assert.match(html, /value="\d+\.line\.prices"/)
    }
  })

  test('a snoozed reader gets the same page whatever the form, and the reminder brings the whole letter', async () => {
    const reader = givenReader(mainstay.origin)
    await reader.post('/reminders', {})
    const plain = await read(LATER, reader)
    await givenCampaign(mainstay, { form: 'line', texts: LONG_TEXTS, afterParagraph: 1 })
    assert.equal(await read(LATER, reader), plain)
    await givenCampaign(mainstay, { form: 'bar', texts: LONG_TEXTS, priority: 60 })
    assert.equal(await read(LATER, reader), plain)
    assert.match(await read(LATER), /<dialog open/)
    await mainstay.advance(32 * 86_400)
    const reminded = await read(LATER, reader)
    assert.match(reminded, /class="appeal-reminded"/)
    assert.doesNotMatch(reminded, /<dialog/)
  })

  test('a campaign without a sentence shows its ask, with the smallest amount', async () => {
    const { en } = LONG_TEXTS
    assert.ok(en)
    await givenCampaign(mainstay, { form: 'bar', texts: { en: { ...en, line: null } } })
    assert.match(await read(LATER), /tabindex="-1">From \$2 a month\.<\/h2>/)
  })
})
