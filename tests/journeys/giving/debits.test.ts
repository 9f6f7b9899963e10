import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import type { Stripe } from 'stripe'
import { describeMailbox } from '../../given/describe-mainstay.ts'
import { givenReader, payAs, type Reader, startGiving } from '../../given/people/reader.ts'
import { stripeClient } from '../../given/resources/sandbox.ts'

const DAY_S = 86_400
const [SUCCEEDS, FAILS] = ['DE89370400440532013000', 'DE62370400440532013001']

describeMailbox('a charge that takes days', (box) => {
  let stripe: Stripe
  beforeEach(() => {
    stripe = stripeClient(box.mainstay.sandbox.origin)
  })
  const advance = async (seconds: number) => {
    await box.mainstay.advance(seconds)
    await box.mainstay.settle()
  }
  const give = async (address: string, iban?: string) => {
    const { mainstay } = box
    const supporter = givenReader(mainstay.origin)
    const session = await startGiving(supporter, { currency: 'EUR', amount: '5' })
    await payAs(mainstay.sandbox.origin, session, address, iban)
    await supporter.get(`/support/thanks?session_id=${session}`)
    await advance(5)
    const { subscription } = await stripe.checkout.sessions.retrieve(session)
    const thanks = `/support/thanks?session_id=${session}`
    return { id: String(subscription), thanks, reader: await box.signIn(address) }
  }
  const page = async (reader: Reader, path = '/account') =>
    (await reader.get(`${path}${path.includes('?') ? '&' : '?'}language=en`)).text
  const FAILED = /The last charge failed|Pay or confirm/

  test('a pending debit has not failed: it offers no payment and no pause, and canceling it says so', async () => {
    const { id, reader } = await give('waits@example.com', SUCCEEDS)
    const own = await page(reader)
    assert.match(own, /data-state="charging"/)
    assert.match(own, /you don’t need to do anything/)
    assert.doesNotMatch(own, FAILED)
    assert.doesNotMatch(own, /action="\/account\/pay"|href="\/account\/pause/)
    const amount = await page(reader, `/account/amount?contribution=${id}&amount=8&frequency=monthly`)
    assert.match(amount, /The charge being processed right now stays the same/)
    assert.doesNotMatch(amount, /Nothing is charged today/)
    assert.match(
      await page(reader, `/account/cancel?contribution=${id}`),
      /may still go through. It will be the last/,
    )
    await advance(4 * DAY_S)
    await box.mainstay.eventually(async () => assert.match(await page(reader), /data-state="active"/))
    await advance(27 * DAY_S)
    await box.mainstay.eventually(async () => assert.match(await page(reader), /data-state="charging"/))
    assert.doesNotMatch(await page(reader), FAILED)
  })

  test('a failed first debit is mailed, with what to do', async () => {
    const { reader, thanks } = await give('bounces@example.com', FAILS)
    assert.match(await page(reader, thanks), /data-outcome="processing"/)
    const subjects = () => box.subjectsTo('bounces@example.com')
    for (let day = 0; day < 5; day += 1) await advance(DAY_S)
    await box.mainstay.eventually(() => assert.match(subjects().join('\n'), /did not go through|failed/i))
    const mail = box.textsTo('bounces@example.com').at(-1) ?? ''
    assert.match(mail, /\/pay\/in_/)
    assert.equal((await reader.get(thanks)).status, 404, 'days later only the mail and the account tell it')
  })

  test('a cancellation during the first debit is confirmed by mail', async () => {
    const { id, reader } = await give('parts@example.com', SUCCEEDS)
    const before = box.subjectsTo('parts@example.com').length
    await reader.post('/account/cancel', { contribution: id, language: 'en', reason: 'money' })
    await box.mainstay.eventually(() => assert.ok(box.subjectsTo('parts@example.com').length > before))
    assert.match(box.textsTo('parts@example.com').at(-1) ?? '', /ended/)
  })

  test('in the hour in which Stripe prepares a charge, the pages stay correct', async () => {
    const { id, reader } = await give('drafts@example.com')
    const [item] = (await stripe.subscriptions.retrieve(id)).items.data
    const end = item?.current_period_end ?? 0
    await advance(end - Math.floor(box.mainstay.now().getTime() / 1000) + 900)
    const [draft] = (await stripe.invoices.list({ subscription: id, limit: 1 })).data
    assert.equal(draft?.status, 'draft')
    assert.match(await page(reader), /data-state="charging"/)
    const { location } = await reader.post('/account/pause', {
      contribution: id,
      months: '1',
      language: 'en',
    })
    assert.doesNotMatch(location, /done=/)
    assert.equal((await stripe.subscriptions.retrieve(id)).pause_collection, null)
    await advance(7_200)
    await box.mainstay.eventually(async () => assert.match(await page(reader), /data-state="active"/))
  })
})
