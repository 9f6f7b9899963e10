import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { localPath } from '../../src/web/local-path.ts'

const cases: [string, string][] = [
  ['/articles/tarif#reminder', '/articles/tarif#reminder'],
  ['/support?amount=5', '/support?amount=5'],
  ['/a/../b', '/b'],
  ['', '/'],
  ['articles', '/'],
  ['//elsewhere.example', '/'],
  ['/\\elsewhere.example', '/'],
  ['/a\\b', '/'],
  ['https://elsewhere.example', '/'],
  ['javascript:alert(1)', '/'],
  ['/\tx', '/'],
  ['/x\n', '/'],
  ['/..//elsewhere.example', '/'],
  ['/.//elsewhere.example', '/'],
]
for (const [given, expected] of cases) {
  test(`${JSON.stringify(given)} becomes ${expected}`, () => assert.equal(localPath(given), expected))
}

test('for any input, a browser stays on our site', () => {
  const odd = fc.string({
    unit: fc.constantFrom('/', '\\', '.', ':', '@', '?', '#', 'a', '\t', '\n', ' ', '%', 'é'),
  })
  fc.assert(
    fc.property(odd, (given) => {
      assert.equal(new URL(localPath(given), 'https://news.example/x').origin, 'https://news.example')
    }),
    { numRuns: 2000 },
  )
})
