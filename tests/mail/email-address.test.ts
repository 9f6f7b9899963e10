import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseEmailAddress } from '../../src/mail/email-address.ts'

const canonical = (typed: string) => parseEmailAddress(typed)?.canonical ?? null

describe('an email address', () => {
  for (const [typed, same] of [
    ['reader@example.com', 'reader@example.com'],
    ['  Reader@Example.COM\n', 'reader@example.com'],
    ['first.last+tag@news.example.co.uk', 'first.last+tag@news.example.co.uk'],
    ['name@bücher.example', 'name@xn--bcher-kva.example'],
    ['Имя@Почта.РФ', 'имя@xn--80a1acny.xn--p1ai'],
    ["o'neill@example.com", "o'neill@example.com"],
    ['a..b@docomo.example', 'a..b@docomo.example'],
    ['A.@example.com', 'a.@example.com'],
    ['.a@example.com', '.a@example.com'],
    ['"a..b"@example.com', 'a..b@example.com'],
    ['"a"@example.com', 'a@example.com'],
    ['🐟@example.com', '🐟@example.com'],
    ['a@mail_1.example.com', 'a@mail_1.example.com'],
    [`${'a'.repeat(70)}@example.com`, `${'a'.repeat(70)}@example.com`],
    ['\ufeffreader\u200b@example\u00ad.com\u200e', 'reader@example.com'],
    ['\u202areader@example.com\u202c', 'reader@example.com'],
    ['\u00a0reader @example.com\u3000'.replace(' ', '\u00a0'), 'reader@example.com'],
    ['\u3000ｒｅａｄｅｒ＠ｅｘａｍｐｌｅ．ｃｏｍ', 'reader@example.com'],
    ['reader﹫example。com', 'reader@example.com'],
    ['e\u0301@example.com', '\u00e9@example.com'],
    [`${'a'.repeat(64)}@example.com`, `${'a'.repeat(64)}@example.com`],
  ] as const) {
    test(`${JSON.stringify(typed)} is valid (F#46)`, () => assert.equal(canonical(typed), same))
  }

  for (const typed of [
    '',
    '@',
    'reader',
    'reader@',
    '@example.com',
    'reader@localhost',
    'reader@127.0.0.1',
    'reader@[::1]',
    'a b@example.com',
    'a@b@example.com',
    'a@example..com',
    'a@-example.com',
    'a@example.com\r\nBcc: b@example.com',
    'a,b@example.com',
    '<a@example.com>',
    '"a b"@example.com',
    '""@example.com',
    '"a@example.com',
    'a"b@example.com',
    'a\ud800@example.com',
    'reader@example.com, other@example.com',
    '\u200b@example.com',
    'a\0@example.com',
    'a@example.com/x',
    `${'a'.repeat(243)}@example.com`,
    `a@${'a.'.repeat(130)}example.com`,
  ]) {
    test(`${JSON.stringify(typed)} is invalid`, () => assert.equal(parseEmailAddress(typed), null))
  }

  test('mails never go to a character that cannot be seen', () => {
    assert.equal(parseEmailAddress('\u2060Re\u200dader@Example.com\ufeff')?.address, 'Reader@Example.com')
  })

  test('mails go to the address as typed', () => {
    assert.equal(parseEmailAddress(' Reader@Example.com ')?.address, 'Reader@Example.com')
  })
})
