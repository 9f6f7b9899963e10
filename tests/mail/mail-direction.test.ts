import assert from 'node:assert/strict'
import { test } from 'node:test'
import { htmlText } from '../../src/mail/mail.ts'

test('a mail is read from the side of its language, and its code from the left', () => {
  const mail = { subject: 'رابط', paragraphs: ['مرحبًا،', { code: '1234 5678' }] }
  const arabic = htmlText(mail, 'ar')
  assert.match(arabic, /<html lang="ar" dir="rtl">/)
  // Mail programs drop the html element.
  assert.match(arabic, /<body dir="rtl"/)
  assert.match(arabic, /<strong dir="ltr"[^>]*>1234 5678/)
  assert.match(htmlText(mail, 'en'), /<body dir="ltr"/)
})
