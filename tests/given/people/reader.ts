import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import request, { type Test } from 'supertest'

export { paySession } from '../../../stripe-sandbox/tests/given/client.ts'
export { eventually } from '../../../stripe-sandbox/tests/given/eventually.ts'

/** Acts as a reader's browser over HTTP, with cookies and an IP address of its own for rate limits. */
export type Reader = {
  get: (path: string, headers?: Record<string, string>) => Promise<Answer>
  post: (path: string, fields: Record<string, string>, headers?: Record<string, string>) => Promise<Answer>
  cookies: Map<string, string>
}

export type Answer = { status: number; text: string; headers: Record<string, string>; location: string }

const VOID = /^(base|input|img|link|meta|br|hr|circle|line|path|source)$/

/** Fails on an HTML response without a policy or a cache directive, or with invalid nesting. */
const checkHtml = ({ text, headers }: Answer): void => {
  assert.ok(
    headers['content-security-policy']?.includes("default-src 'none'"),
    'an HTML response without a policy',
  )
  assert.ok(headers['cache-control'], 'an HTML response without a cache directive')
  const open: string[] = []
  for (const [, closing, name = '', selfClosing] of text.matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^>]*?(\/?)>/g)) {
    if (VOID.test(name) || selfClosing) continue
    if (!closing) open.push(name)
    else assert.equal(open.pop(), name, `tags do not nest at </${name}>`)
  }
  assert.deepEqual(open, [], 'unclosed tags')
}

export const givenReader = (origin: string): Reader => {
  const cookies = new Map<string, string>()
  const address = `10.${randomInt(256)}.${randomInt(256)}.${randomInt(256)}`
  const send = async (test: Test, headers: Record<string, string>): Promise<Answer> => {
    test.redirects(0).set('x-forwarded-for', address).set('accept', 'text/html')
    if (cookies.size > 0)
      test.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    for (const [name, value] of Object.entries(headers)) test.set(name, value)
    const response = await test.ok(() => true)
    const set: unknown = response.headers['set-cookie']
    for (const line of Array.isArray(set) ? set : []) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(String(line)) ?? []
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
    const { status, headers: answered } = response
    const answer = {
      status,
      text: response.text ?? '',
      headers: answered,
      location: answered['location'] ?? '',
    }
    if (answered['content-type']?.startsWith('text/html')) checkHtml(answer)
    return answer
  }
  return {
    cookies,
    get: (path, headers = {}) => send(request(origin).get(path), headers),
    post: (path, fields, headers = {}) => send(request(origin).post(path).type('form').send(fields), headers),
  }
}

/** Reads `data-appeal` of the article: `shown`, or the reason why not. */
export const appealOf = async (reader: Reader, slug = 'third-floor-second-door'): Promise<string> => {
  const answer = await reader.get(`/articles/${slug}`)
  assert.equal(answer.status, 200)
  return /data-appeal="([a-z]+)"/.exec(answer.text)?.[1] ?? 'none'
}

/** Reads the hidden fields of the form with this action. */
export const hiddenFields = (html: string, action: string): Record<string, string> => {
  const form = html.split('<form').find((each) => each.includes(`action="${action}"`)) ?? ''
  const fields = [
    ...(form.split('</form>')[0] ?? '').matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g),
  ]
  return Object.fromEntries(fields.map(([, name = '', value = '']) => [name, value]))
}

export type Giving = { frequency?: string; currency?: string; amount?: string; language?: string }

/** Sends the support form. Resolves to the id of the checkout session. */
export const startGiving = async (reader: Reader, giving: Giving = {}): Promise<string> => {
  const page = await reader.get(`/support?${new URLSearchParams(giving)}`)
  const fields = { ...hiddenFields(page.text, '/support/checkouts'), amount: giving.amount ?? '5' }
  const answer = await reader.post('/support/checkouts', fields)
  assert.equal(answer.status, 303, answer.text)
  return answer.location.split('/').at(-1) ?? ''
}

/** Pays a session on Stripe's page under an email address, with a card or by an IBAN. */
export const payAs = async (
  sandboxOrigin: string,
  session: string,
  email: string,
  card = '4242424242424242',
): Promise<void> => {
  const answer = await fetch(`${sandboxOrigin}/c/pay/${session}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: sandboxOrigin },
    body: new URLSearchParams({
      email,
      card,
      expiry: '12/34',
      cvc: '123',
      name: 'A Reader',
    }),
  })
  assert.equal(answer.status, 303, await answer.text())
}
