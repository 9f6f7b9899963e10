import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeMailbox } from '../../given/describe-mainstay.ts'
import { givenReader } from '../../given/people/reader.ts'
import { givenStaff, signInStaff } from '../../given/people/staff.ts'
import { contributeAs } from '../../given/people/supporter.ts'

describeMailbox('an address that few programs accept', (mailbox) => {
  for (const [given, onTheWire, typed] of [
    ['kei..ko.@example.com', '"kei..ko."@example.com', '\u200bKei..ko.\uff20example.com\u00a0'],
    ['.dot@example.com', '".dot"@example.com', '\ufeff.dot@exam\u00adple.com'],
  ] as const)
    test(`${given} is thanked, signs in, and is found by staff`, async () => {
      const { mainstay } = mailbox
      await contributeAs(mainstay, given)
      await mainstay.eventually(() =>
        assert.match(mailbox.textsTo(onTheWire)[0] ?? '', /Your support of \$5/),
      )
      const reader = givenReader(mainstay.origin)
      assert.equal((await reader.post('/sign-in', { address: typed, language: 'en' })).status, 303)
      let link = ''
      await mainstay.eventually(() => {
        link = /\/sign-in\/[A-Za-z0-9_-]{43}/.exec(mailbox.textsTo(onTheWire).at(-1) ?? '')?.[0] ?? ''
        assert.ok(link, 'no link was mailed')
      })
      await reader.post(link, {})
      assert.match((await reader.get('/account?language=en')).text, /\$5 a month/)
      await givenStaff(mainstay.database)
      const vera = await signInStaff(mainstay.origin)
      const found = await vera.post('/staff/supporters', { address: ` ${typed}`, language: 'en' })
      assert.match(found.location, /^\/staff\/supporters\/cus_/)
      const changed = await reader.post('/account/address', {
        address: 'new..er.\u200d@example.com',
        language: 'en',
      })
      assert.match(changed.location, /done=address/)
      await mainstay.eventually(() => assert.equal(mailbox.textsTo('"new..er."@example.com').length, 1))
    })
})
