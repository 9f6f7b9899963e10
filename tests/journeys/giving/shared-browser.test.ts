import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import type { Stripe } from 'stripe'
import { forgetStaleReaders } from '../../../src/billing/status/linked-browser-store.ts'
import { forgetCheckoutReaders } from '../../../src/checkout/checkout-readers-store.ts'
import { describeMainstay } from '../../given/describe-mainstay.ts'
import { appealOf, givenReader, type Reader, startGiving } from '../../given/people/reader.ts'
import { readerHashOf } from '../../given/people/reader-hash.ts'
import { contributeAs, signInAs } from '../../given/people/supporter.ts'
import { stripeClient } from '../../given/resources/sandbox.ts'

const DAY_MS = 86_400_000

describeMainstay('two supporters in one browser', (mainstay) => {
  let stripe: Stripe
  beforeEach(() => {
    stripe = stripeClient(mainstay.sandbox.origin)
  })

  const dataOf = async (reader: Reader): Promise<Record<string, Record<string, unknown>[]>> =>
    JSON.parse((await reader.get('/account/data.json')).text).tables
  /** Matches a whole value only, because its digits may occur in a hash. */
  const amountOf = (minor: number) => new RegExp(`:"?${minor}"?[,}]`)
  const end = async (session: string) => {
    const { subscription } = await stripe.checkout.sessions.retrieve(session)
    await stripe.subscriptions.cancel(String(subscription))
    await mainstay.settle()
    const ended = 'select 1 from stripe_subscriptions where id = $1 and ended_at is not null'
    assert.equal((await mainstay.database.query(ended, [String(subscription)])).length, 1)
  }
  const begunIn = async (reader: Reader) => {
    const hash = Buffer.from(readerHashOf(mainstay, reader), 'hex')
    return mainstay.database.query('select state from checkouts where reader_hash = $1', [hash])
  }
  const tiesOf = async (session: string): Promise<number> => {
    const { customer } = await stripe.checkout.sessions.retrieve(session)
    const rows = await mainstay.database.query(
      `select 1 from supporter_readers r join stripe_customers c on c.supporter_id = r.supporter_id where c.id = $1`,
      [String(customer)],
    )
    return rows.length
  }

  test('a supporter who signs in there sees and changes nothing of the other’s contributions', async () => {
    const alice = await contributeAs(mainstay, 'alice@example.com', { amount: '37' })
    const begun = givenReader(mainstay.origin)
    await startGiving(begun, { amount: '41' })
    const { session } = await contributeAs(mainstay, 'bob@example.com', { amount: '4' })
    await end(session)
    for (const browser of [alice.supporter, begun]) {
      const bob = await signInAs(mainstay, 'bob@example.com', browser === begun ? 2 : 1, browser)
      const text = JSON.stringify(await dataOf(bob))
      assert.match(text, amountOf(400))
      for (const hers of [3_700, 4_100]) assert.doesNotMatch(text, amountOf(hers))
      await bob.post('/sign-out', {})
    }
    assert.equal(await appealOf(alice.supporter), 'snoozed', 'somebody signed out there')
  })

  test('two addresses used there are separate: neither account shows the other’s amounts, status or offers', async () => {
    const carol = await contributeAs(mainstay, 'carol@example.com', { amount: '11' })
    await end(carol.session)
    await startGiving(carol.supporter, { amount: '41' })
    const dave = await contributeAs(mainstay, 'dave@example.com', { amount: '29' }, carol.supporter)
    const her = await signInAs(mainstay, 'carol@example.com')
    const data = await dataOf(her)
    for (const his of [34_800, 2_900]) assert.doesNotMatch(JSON.stringify(data), amountOf(his))
    for (const table of ['supporters', 'movements', 'supporter_readers'])
      assert.deepEqual(data[table], [], table)
    assert.match(JSON.stringify(data['stripe_charges']), amountOf(1_100))
    const offered = /class="already-supporting"/
    await her.post('/sign-out', {})
    const again = await signInAs(mainstay, 'carol@example.com', 2, givenReader(mainstay.origin))
    assert.match((await again.get('/account?language=en')).text, /no monthly or yearly contribution/)
    assert.equal(await appealOf(again), 'supports', 'unsure suppresses the appeal')
    assert.doesNotMatch((await again.get('/support?language=en')).text, offered)

    // Her erasure keeps only the link of the shared browser, which is his.
    const hers = await signInAs(mainstay, 'carol@example.com', 3)
    await startGiving(hers, { amount: '43' })
    await mainstay.database.query(
      `delete from supporter_sessions where created_at = (select max(created_at) from supporter_sessions)`,
    )
    assert.equal(await tiesOf(dave.session), 3)
    const phone = await signInAs(mainstay, 'dave@example.com')
    await mainstay.database.query(
      `delete from supporter_sessions where created_at = (select max(created_at) from supporter_sessions)`,
    )
    await again.post('/account/erase', { sure: 'yes', language: 'en' })
    await mainstay.eventually(async () => assert.equal((await again.get('/account')).status, 303))
    const his = await signInAs(mainstay, 'dave@example.com', 2)
    const left = await dataOf(his)
    assert.deepEqual(
      left['movements']?.map(({ kind, annual_change: change }) => `${kind} ${change}`),
      ['new 34800'],
      'his history is his own at once',
    )
    await mainstay.settle()
    assert.equal(await tiesOf(dave.session), 3, 'his three')
    for (const browser of [dave.supporter, phone]) assert.equal(await appealOf(browser), 'supports')
    for (const hers of [4_100, 4_300])
      assert.doesNotMatch(JSON.stringify(left), amountOf(hers), 'her checkouts')
    assert.equal(await appealOf(hers), 'shown', 'her own phone is linked to nobody')
    assert.deepEqual(await begunIn(hers), [], 'and no checkout refers to it')
    assert.doesNotMatch((await hers.get('/support?language=en')).text, offered)
  })

  test('a one-time supporter who gives monthly in another browser counts as monthly where they sign in', async () => {
    await contributeAs(mainstay, 'both@example.com', { amount: '20', frequency: 'once' })
    await contributeAs(mainstay, 'both@example.com', { amount: '6' })
    const third = await signInAs(mainstay, 'both@example.com')
    assert.equal(await appealOf(third), 'supports')
  })

  test('links to browsers are deleted 400 days after everything has ended, and kept before', async () => {
    const gone = await contributeAs(mainstay, 'gone@example.com')
    const stays = await contributeAs(mainstay, 'stays@example.com')
    await end(gone.session)
    const ties = async () => [await tiesOf(gone.session), await tiesOf(stays.session)]
    const later = (days: number) => new Date(mainstay.now().getTime() + days * DAY_MS)
    const forgetAt = (at: Date) => forgetStaleReaders(mainstay.database, forgetCheckoutReaders, at)
    await forgetAt(later(399))
    assert.deepEqual(await ties(), [1, 1])
    await mainstay.database.query(
      `update supporters set status_until = $1 where status = 'supports'
      and status_until > $2`,
      [later(500), mainstay.now()],
    )
    const hashes = () =>
      mainstay.database.query<{ hash: string }>(
        "select encode(reader_hash, 'hex') as hash from checkouts order by id",
      )
    const before = await hashes()
    await forgetAt(later(401))
    assert.deepEqual(await ties(), [0, 1])
    const after401 = await hashes()
    const kept = before.filter(({ hash }, index) => after401[index]?.hash === hash).length
    assert.ok(kept > 0 && kept < before.length, 'deleted only for unlinked browsers')
    await forgetAt(later(402))
    assert.deepEqual(await hashes(), after401, 'replaced once')
  })
})
