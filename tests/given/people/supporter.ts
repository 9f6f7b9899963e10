import assert from 'node:assert/strict'
import type { GivenMainstay } from '../mainstay.ts'
import { type Giving, givenReader, payAs, type Reader, startGiving } from './reader.ts'

/** Somebody who has given under this mail address, once the record and the address are settled. */
export const contributeAs = async (
  mainstay: GivenMainstay,
  address: string,
  giving: Giving = {},
  giver = givenReader(mainstay.origin),
): Promise<{ giver: Reader; session: string }> => {
  const session = await startGiving(giver, { amount: '5', ...giving })
  await payAs(mainstay.sandbox.origin, session, address)
  await giver.get(`/support/thanks?session_id=${session}`)
  // Two that are given one after the other are not of the same second.
  await mainstay.advance(5)
  await mainstay.settle()
  return { giver, session }
}

/** Signed in by the link that the outbox page shows; `nth`: how often this address was mailed one. */
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
    // The newest stands first.
    const mail = mails.length >= nth ? mails[0] : undefined
    link = /\/sign-in\/[A-Za-z0-9_-]{43}/.exec(mail ?? '')?.[0] ?? ''
    assert.ok(link, 'no mail in the outbox')
  })
  assert.equal((await reader.post(link, {})).status, 303)
  return reader
}
