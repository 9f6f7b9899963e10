import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Stripe } from 'stripe'
import { giveAs, signInAs } from '../given/giver.ts'
import { type GivenMainstay, givenMainstay } from '../given/mainstay.ts'
import { eventually, givenReader, hiddenFields, payAs, type Reader, startGiving } from '../given/reader.ts'
import { assertRecordHolds, recordSettled } from '../given/record.ts'
import { stripeClient } from '../given/sandbox.ts'

type Giver = { id: string; customer: string; address: string; reader: Reader }

describe('another currency, and somebody who is erased', () => {
  let mainstay: GivenMainstay
  let stripe: Stripe
  before(async () => {
    mainstay = await givenMainstay()
    stripe = stripeClient(mainstay.sandbox.origin)
  })
  after(async () => {
    await assertRecordHolds(mainstay.database)
    await mainstay.stop()
  })

  const giver = async (address: string): Promise<Giver> => {
    const { session } = await giveAs(mainstay, address)
    const { subscription, customer } = await stripe.checkout.sessions.retrieve(session)
    const reader = await signInAs(mainstay, address)
    return { id: String(subscription), customer: String(customer), address, reader }
  }
  const callsMade = () =>
    eventually(async () => {
      await mainstay.control('clock', { advanceSeconds: 60 })
      const owed = await mainstay.database.query(
        'select kind from contribution_actions where due_at is not null',
      )
      assert.deepEqual(owed, [])
    }, 30_000)
  /** To Stripe's page; resolves to the session there. */
  const choose = async ({ id, reader }: Giver): Promise<string> => {
    const page = await reader.get(`/account/currency?contribution=${id}&language=en`)
    const form = { ...hiddenFields(page.text, '/account/currency'), currency: 'EUR', amount: '4' }
    return (await reader.post('/account/currency', form)).location.split('/').at(-1) ?? ''
  }
  const agree = async (session: string, { address, reader }: Giver) => {
    await payAs(mainstay.sandbox.origin, session, address)
    await reader.get(`/support/thanks?session_id=${session}`)
    await recordSettled(mainstay)
  }
  const erase = async (reader: Reader) => {
    await reader.post('/account/erase', { language: 'en' })
    await eventually(async () => {
      await mainstay.control('clock', { advanceSeconds: 5 })
      assert.deepEqual(await mainstay.database.query('select last_failure from erasures'), [])
    }, 40_000)
    await recordSettled(mainstay)
  }
  const paidBy = async (customer: unknown): Promise<string[]> =>
    (await stripe.charges.list({ customer: String(customer) })).data.map(
      ({ amount, currency, amount_refunded: returned }) => `${amount - returned} ${currency}`,
    )
  /** The same browser as far as the quiet store knows, with somebody else signed in. */
  const sameBrowser = ({ reader }: Giver, session: Reader = givenReader(mainstay.origin)): Reader => {
    const known = reader.cookies.get('r')
    if (known) session.cookies.set('r', known)
    return session
  }

  for (const agreed of ['after', 'before', 'before, and not told yet'] as const)
    test(`another in the same browser is erased; one’s own was agreed to ${agreed}`, async () => {
      const name = agreed.replaceAll(/\W+/g, '-')
      const one = await giver(`one-${name}@example.com`)
      const two = await giver(`two-${name}@example.com`)
      const [item] = (await stripe.subscriptions.retrieve(two.id)).items.data
      const session = await choose(two)
      if (agreed.includes('not told')) {
        const path = `/v1/subscriptions/${two.id}`
        await mainstay.control('faults', { kind: 'error', path, method: 'POST', times: 10_000 })
      }
      if (agreed !== 'after') await agree(session, two)
      if (agreed === 'before') await callsMade()
      // One signs in there as well, and the browser is known as theirs.
      const shared = sameBrowser(two)
      await shared.post('/sign-in', { address: one.address, language: 'en' })
      let link = ''
      await eventually(async () => {
        const mails = (await shared.get('/outbox')).text.split('<article')
        const own = mails.filter((mail) => mail.includes(one.address) && mail.includes('/sign-in/'))
        link = (own.length > 1 && /\/sign-in\/[A-Za-z0-9_-]{43}/.exec(own[0] ?? '')?.[0]) || ''
        assert.ok(link)
      })
      assert.equal((await shared.post(link, {})).status, 303)
      await erase(shared)
      await fetch(`${mainstay.sandbox.origin}/_sandbox/faults`, { method: 'DELETE' })
      if (agreed === 'after') await agree(session, two)
      await callsMade()
      const until = (item?.current_period_end ?? 0) + 7_200
      await mainstay.control('clock', {
        advanceSeconds: until - Math.floor(mainstay.now().getTime() / 1000),
      })
      await callsMade()
      await recordSettled(mainstay)
      const { customer } = await stripe.checkout.sessions.retrieve(session)
      assert.deepEqual([await paidBy(two.customer), await paidBy(customer)], [['500 usd'], ['400 eur']])
      assert.equal((await stripe.subscriptions.retrieve(two.id)).status, 'canceled')
    })

  test('of one with two addresses: the file has the checkout, and erased, nothing leads from it to the other', async () => {
    const each = await giver('first@example.com')
    const again = sameBrowser(each)
    const gift = await startGiving(again, { amount: '7', frequency: 'once' })
    await payAs(mainstay.sandbox.origin, gift, 'second@example.com')
    await again.get(`/support/thanks?session_id=${gift}`)
    await mainstay.control('clock', { advanceSeconds: 5 })
    await recordSettled(mainstay)
    const session = await choose(each)
    const file = JSON.parse((await each.reader.get('/account/data.json')).text) as {
      tables: { checkouts: { session_id: string }[] }
    }
    assert.ok(file.tables.checkouts.some(({ session_id: id }) => id === session))
    await erase(each.reader)
    const leading = await mainstay.database.query(
      `select 1 from checkouts where session_id = $1 and (replaces_subscription_id is not null
         or reader_hash in (select reader_hash from supporter_readers))`,
      [session],
    )
    assert.deepEqual(leading, [])
    await eventually(async () =>
      assert.equal((await stripe.checkout.sessions.retrieve(session)).status, 'expired'),
    )
  })
})
