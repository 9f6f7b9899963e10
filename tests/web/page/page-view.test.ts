import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isByProgram, isPageServed, isPageView } from '../../../src/web/page/page-view.ts'

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
const get = (headers: Record<string, string>) => isPageView({ method: 'GET', headers })

describe('what counts as a shown appeal (B3)', () => {
  for (const agent of [
    FIREFOX,
    'Mozilla/5.0 (Linux; Android 13; CUBOT P80) AppleWebKit/537.36 Chrome/126.0.0.0 Mobile Safari/537.36',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS;FBAV/485]',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [Pinterest/iOS]',
    'Lynx/2.9.2 libwww-FM/2.14',
    '',
  ])
    test(`a reader with ${agent || 'no user agent'} counts`, () => {
      assert.ok(get({ 'user-agent': agent }))
      assert.ok(get({ 'user-agent': agent, 'sec-fetch-dest': 'document' }))
    })

  test('HEAD counts nothing', () =>
    assert.ok(!isPageView({ method: 'HEAD', headers: { 'user-agent': FIREFOX } })))

  for (const [name, value] of [
    ['sec-purpose', 'prefetch'],
    ['sec-purpose', 'prefetch;prerender'],
    ['sec-purpose', 'prefetch;anonymous-client-ip'],
    ['purpose', 'prefetch'],
    ['x-purpose', 'preview'],
    ['x-moz', 'prefetch'],
    ['sec-fetch-dest', 'empty'],
    ['sec-fetch-dest', 'iframe'],
    ['sec-fetch-dest', 'image'],
  ] as const)
    test(`a browser that sends ${name}: ${value} counts nothing`, () =>
      assert.ok(!get({ 'user-agent': FIREFOX, [name]: value })))

  for (const agent of [
    'TelegramBot (like TwitterBot)',
    'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
    'meta-externalfetcher/1.1',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0',
    'WhatsApp/2.23.20.0',
    'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
    'Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)',
    'LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)',
    'Mozilla/5.0 (compatible; vkShare; +http://vk.com/dev/Share)',
    'Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com',
    'http.rb/5.2.0 (Mastodon/4.3.1; +https://mastodon.example/) Bot',
    'Mozilla/5.0 (compatible; Bluesky Cardyb/1.1; +mailto:support@bsky.app)',
    'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
    'Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)',
    'Mozilla/5.0 (compatible; Linux x86_64; Mail.RU_Bot/2.0; +https://help.mail.ru/webmaster/indexing/robots)',
    'Mozilla/5.0 (compatible; archive.org_bot +http://archive.org/details/archive.org_bot)',
    'facebookexternalhit/1.1;kakaotalk-scrap/1.0; +https://devtalk.kakao.com/t/scrap/33984',
  ])
    test(`${agent.slice(0, 60)} counts nothing`, () => {
      assert.ok(!get({ 'user-agent': agent }))
      assert.ok(isByProgram({ 'user-agent': agent }))
    })

  for (const [status, mode, isServed] of [
    [200, 'navigate', true],
    [200, '', true],
    [304, 'navigate', true],
    [304, '', false],
    [304, 'no-cors', false],
    [404, 'navigate', false],
    [500, 'navigate', false],
  ] as const)
    test(`an answer ${status} to a request ${mode ? `to ${mode}` : 'without a mode'} ${isServed ? 'counts' : 'counts nothing'}`, () => {
      const headers = { 'user-agent': FIREFOX, ...(mode === '' ? {} : { 'sec-fetch-mode': mode }) }
      assert.equal(isPageServed({ method: 'GET', headers }, status), isServed)
      assert.ok(!isPageServed({ method: 'HEAD', headers }, status))
    })
})
