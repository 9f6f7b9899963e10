import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeMailbox } from '../../given/describe-mainstay.ts'
import { givenReader } from '../../given/people/reader.ts'
import { givenStaff, VERA } from '../../given/people/staff.ts'
import { contributeAs } from '../../given/people/supporter.ts'

describeMailbox('a bounced address', (box) => {
  test('a bounced address gets only sign-in links, staff see the bounce, and a delivered mail clears it', async () => {
    const { mainstay, smtp } = box
    const address = 'full@example.com'
    const states = async () =>
      (
        await mainstay.database.query<{ summary: string }>(
          `select concat_ws(' ', kind, state, last_failure) as summary from mails order by created_at`,
        )
      ).map(({ summary }) => summary)
    smtp.mood.recipient = 550
    await contributeAs(mainstay, address)
    await mainstay.settle()
    assert.deepEqual(await states(), ['thanks refused SMTP 550'])
    smtp.mood.recipient = null
    await contributeAs(mainstay, address, { frequency: 'once', amount: '7' }, givenReader(mainstay.origin))
    await mainstay.settle()
    assert.deepEqual(await states(), ['thanks refused SMTP 550', 'thanks dropped its address bounced'])
    await givenStaff(mainstay.database)
    const vera = givenReader(mainstay.origin)
    await vera.post('/staff/sign-in', { name: VERA.name, password: VERA.password })
    const { location } = await vera.post('/staff/supporters', { address })
    const page = async () => (await vera.get(`${location.split('?')[0]}?language=en`)).text
    assert.match(await page(), /mail server rejected an email/)
    await box.signIn(address)
    await mainstay.settle()
    assert.doesNotMatch(await page(), /mail server rejected an email/)
    await contributeAs(mainstay, address, { frequency: 'once', amount: '8' }, givenReader(mainstay.origin))
    await mainstay.settle()
    assert.equal((await states()).at(-1), 'thanks sent')
  })
})
