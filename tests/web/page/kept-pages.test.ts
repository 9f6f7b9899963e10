import assert from 'node:assert/strict'
import { test } from 'node:test'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { type Encoding, openKeptPages, type PageBytes } from '../../../src/web/page/kept-pages.ts'

const HTML = `<p>${'A page. '.repeat(400)}</p>`

/** Asks until the page is compressed. */
const compressed = async (
  find: (encoding: Encoding) => PageBytes | null,
  encoding: Encoding,
): Promise<PageBytes> => {
  for (;;) {
    const found = find(encoding)
    assert.ok(found)
    if (found.encoding === encoding) return found
    assert.equal(found.bytes.toString(), HTML, 'until then the page is sent as it is')
    await new Promise((resolve) => setImmediate(resolve))
  }
}

test('a page is kept whole, and soon compressed, under one tag for each form', async () => {
  const pages = openKeptPages(1_000_000)
  pages.keep('key', HTML)
  const find = (encoding: Encoding) => pages.find('key', encoding)
  const brotli = await compressed(find, 'br')
  const gzip = await compressed(find, 'gzip')
  assert.equal(brotliDecompressSync(brotli.bytes).toString(), HTML)
  assert.equal(gunzipSync(gzip.bytes).toString(), HTML)
  assert.ok(brotli.bytes.length < HTML.length / 5)
  assert.deepEqual(brotli.etags, gzip.etags)
  assert.equal(new Set(Object.values(brotli.etags)).size, 3)
  assert.equal(pages.find('other', 'br'), null)
  pages.keep('key', HTML)
  assert.equal(find('br')?.encoding, 'br', 'a page that is rendered again keeps its compressed forms')
})

test('the pages that were used last are kept, up to the limit', () => {
  const pages = openKeptPages(3 * HTML.length)
  for (const key of ['one', 'two']) pages.keep(key, HTML)
  pages.find('one', 'identity')
  pages.keep('three', HTML)
  const kept = ['one', 'two', 'three'].filter((key) => pages.find(key, 'identity'))
  assert.deepEqual(kept, ['one', 'three'])
})

test('a page larger than the limit is not kept', () => {
  const pages = openKeptPages(1_000)
  pages.keep('key', HTML)
  assert.equal(pages.find('key', 'identity'), null)
})
