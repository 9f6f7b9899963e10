import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { listPart, neighboursOf, pageNumber } from '../../../src/articles/lists/list-parts.ts'

test('the pages of a list hold each item once, in order', () => {
  fc.assert(
    fc.property(
      fc.nat(200),
      fc.record({ first: fc.integer({ min: 1, max: 30 }), later: fc.integer({ min: 1, max: 30 }) }),
      (count, lengths) => {
        const items = Array.from({ length: count }, (_, index) => index)
        const first = listPart(items, 1, lengths)
        assert.ok(first)
        const all = Array.from({ length: first.pages }, (_, index) => listPart(items, index + 1, lengths))
        assert.deepEqual(
          all.flatMap((part) => part?.items ?? assert.fail('a page is missing')),
          items,
        )
        assert.equal(listPart(items, first.pages + 1, lengths), null)
      },
    ),
  )
})

test('each page has one address and leads to its neighbours', () => {
  const items = Array.from({ length: 45 }, (_, index) => index)
  const neighbours = [1, 2, 3].map((page) =>
    neighboursOf('/sections/life', listPart(items, page) ?? assert.fail()),
  )
  assert.deepEqual(neighbours, [
    { previous: null, next: '/sections/life?page=2' },
    { previous: '/sections/life', next: '/sections/life?page=3' },
    { previous: '/sections/life?page=2', next: null },
  ])
})

test('a page is named by a plain number', () => {
  assert.deepEqual([undefined, '1', '12'].map(pageNumber), [1, 1, 12])
  for (const text of ['0', '-1', '01', '1.5', 'x', '', '1e3', ['1', '2'], '9999999'])
    assert.ok(Number.isNaN(pageNumber(text)), String(text))
})
