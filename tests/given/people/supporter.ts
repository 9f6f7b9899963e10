import assert from 'node:assert/strict'
import type { GivenMainstay } from '../mainstay.ts'
import { type Giving, givenReader, payAs, type Reader, startGiving } from './reader.ts'

/** Gives under this email address. Resolves once the contribution is recorded and the address fetched. */
export const contributeAs = async (
  mainstay: GivenMainstay,
  address: string,
  giving: Giving = {},
  supporter = givenReader(mainstay.origin),
): Promise<{ supporter: Reader; session: string }> => {
  const session = await startGiving(supporter, { amount: '5', ...giving })
  await payAs(mainstay.sandbox.origin, session, address)
  await supporter.get(`/support/thanks?session_id=${session}`)
  // Two contributions in a row must not start in the same second.
  await mainstay.advance(5)
  await mainstay.settle()
  return { supporter, session }
}

/** Signs in by the link on the outbox page. `nth` is the number of links mailed to this address so far. */
export const signInAs = async (
  { origin, eventually }: GivenMainstay,
  address: string,
  nth = 1,
  reader = givenReader(origin),
): Promise<Reader> => {
  await reader.post('/sign-in', { address, language: 'en' })
  let link = ''
  await eventually(async () => {
    const { text } = await reader.get('/outbox')
    const mails = text
      .split('<article')
      .filter((part) => part.includes(address) && part.includes('/sign-in/'))
    // The outbox lists the newest first.
    const mail = mails.length >= nth ? mails[0] : undefined
    link = /\/sign-in\/[A-Za-z0-9_-]{43}/.exec(mail ?? '')?.[0] ?? ''
    assert.ok(link, 'no mail in the outbox')
  })
  assert.equal((await reader.post(link, {})).status, 303)
  return reader
}
