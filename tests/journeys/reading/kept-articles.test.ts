import assert from 'node:assert/strict'
import { appendFile } from 'node:fs/promises'
import { get as httpGet, type IncomingMessage } from 'node:http'
import { test } from 'node:test'
import { brotliDecompressSync } from 'node:zlib'
import { describeMainstay } from '../../given/describe-mainstay.ts'
import { eventually, givenReader } from '../../given/people/reader.ts'

const SLUG = 'third-floor-second-door'
const PATH = `/articles/${SLUG}`

describeMainstay('kept pages of articles', (mainstay) => {
  const ask = async (headers: Record<string, string>) => {
    const response = await new Promise<IncomingMessage>((resolve, reject) =>
      httpGet(mainstay.origin + PATH, { headers }, resolve).once('error', reject),
    )
    const bytes = Buffer.concat(await response.toArray())
    const isBrotli = response.headers['content-encoding'] === 'br'
    const html = (isBrotli ? brotliDecompressSync(bytes) : bytes).toString()
    return { status: response.statusCode, headers: response.headers, isBrotli, html }
  }
  /** Asks until the page comes from what is kept, in Brotli. */
  const askKept = async () => {
    let answer = await ask({ 'accept-encoding': 'gzip, br' })
    await eventually(async () => {
      if (!answer.isBrotli) answer = await ask({ 'accept-encoding': 'gzip, br' })
      assert.ok(answer.isBrotli)
    })
    return answer
  }

  test('a page is sent compressed, with the bytes and the headers of the routes', async () => {
    // Only a GET may be answered by a kept page.
    const plain = await ask({ 'accept-encoding': 'identity' })
    const head = await fetch(mainstay.origin + PATH, { method: 'HEAD' })
    const kept = await askKept()
    assert.equal(kept.html, plain.html)
    for (const [name, value] of head.headers)
      if (!['content-length', 'etag', 'vary', 'date', 'connection'].includes(name))
        assert.equal(kept.headers[name], value, name)
    assert.equal(kept.headers['vary'], 'cookie, accept-encoding')
    assert.ok(kept.headers['content-security-policy']?.includes("connect-src 'self'"))
  })

  test('a browser that has the page in any form gets 304', async () => {
    const { headers } = await askKept()
    const etag = headers['etag'] ?? ''
    assert.match(etag, /-br"$/)
    for (const known of [etag, etag.replace('-br', ''), `W/"old", ${etag}`]) {
      const again = await ask({ 'accept-encoding': 'br', 'if-none-match': known })
      assert.equal(again.status, 304)
      assert.equal(again.html, '')
    }
    const other = await ask({ 'accept-encoding': 'br', 'if-none-match': '"old-br"' })
    assert.equal(other.status, 200)
  })

  test('a reader who snoozes or gives never gets the page of a stranger', async () => {
    await askKept()
    const reader = givenReader(mainstay.origin)
    await reader.post('/reminders', { after: '1m', returnTo: PATH, language: 'en' })
    // The first is rendered, the others are kept.
    for (let count = 0; count < 3; count += 1) {
      const { text, headers } = await reader.get(PATH)
      assert.match(text, /data-appeal="snoozed"/)
      assert.ok(!headers['content-security-policy']?.includes('connect-src'))
    }
    assert.match((await askKept()).html, /data-appeal="shown"/)
    await reader.post('/reminders/cancel', { returnTo: PATH, language: 'en' })
    assert.match((await reader.get(PATH)).text, /data-appeal="shown"/)
  })

  test('a changed article is sent in its new text', async () => {
    await askKept()
    await appendFile(`${mainstay.newsroom.path}/articles/${SLUG}.md`, '\n\nA correction.\n')
    await eventually(async () => assert.match((await askKept()).html, /A correction\./))
  })

  test('other spellings of the address, and pages that are not there, are answered by the routes', async () => {
    const strict = { 'accept-encoding': 'br' }
    const at = (path: string) => fetch(mainstay.origin + path, { headers: strict })
    await askKept()
    assert.equal((await at(`${PATH}/`)).status, 200)
    assert.equal((await at('/articles/not-there')).status, 404)
    assert.equal((await at('/articles/%00')).status, 404)
    assert.equal((await fetch(mainstay.origin + PATH, { method: 'PUT' })).status, 405)
  })
})
