import assert from 'node:assert/strict'
import { AsyncResource } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import net from 'node:net'
import { beforeEach, test } from 'node:test'
import type { Stripe } from 'stripe'
import { findAddress, findAddressIndex } from '../../../src/supporters/address/address-store.ts'
import {
  applyAddressChange,
  undoAddressChange,
} from '../../../src/supporters/address-change/apply-address-change-store.ts'
import { requestOfToken } from '../../../src/supporters/session/sign-in-token.ts'
import { describeMainstay } from '../../given/describe-mainstay.ts'
import { givenReader, type Reader } from '../../given/people/reader.ts'
import { contributeAs, signInAs } from '../../given/people/supporter.ts'
import { stripeClient } from '../../given/resources/sandbox.ts'

// Runs outside the caller's open transaction, as another request would.
const elsewhere = AsyncResource.bind((work: () => Promise<unknown>) => work())

describeMainstay('undoing a change of address', (mainstay) => {
  let stripe: Stripe
  beforeEach(() => {
    stripe = stripeClient(mainstay.sandbox.origin)
  })

  const give = async (address: string, giving: Record<string, string> = {}) => {
    const { session } = await contributeAs(mainstay, address, giving)
    const { customer, subscription } = await stripe.checkout.sessions.retrieve(session)
    return { customer: String(customer), subscription: String(subscription) }
  }
  const mailedLink = async (address: string, says: string, link: RegExp): Promise<string> => {
    let found = ''
    await mainstay.eventually(async () => {
      const { text } = await givenReader(mainstay.origin).get('/outbox')
      const mail = text.split('<article').find((each) => each.includes(address) && each.includes(says))
      found = link.exec(mail ?? '')?.[0] ?? ''
      assert.ok(found, `no mail to ${address}`)
    })
    return found
  }
  const linkTo = (address: string) =>
    mailedLink(address, 'Confirm your new email address', /\/account\/address\/[A-Za-z0-9_-]{43}/)
  const backTo = (address: string) =>
    mailedLink(address, 'Your email address has changed', /\/account\/address\/back\/[A-Za-z0-9_-]{43}/)
  const opened = async (link: string) => (await givenReader(mainstay.origin).post(link, {})).status
  const ask = async (reader: Reader, address: string): Promise<string> => {
    assert.equal((await reader.post('/account/address', { address, language: 'en' })).status, 303)
    return linkTo(address)
  }
  const move = async (reader: Reader, address: string) =>
    assert.equal(await opened(await ask(reader, address)), 200)
  const addressNow = async (customer: string) =>
    (await findAddress(mainstay.database, mainstay.resources.addressKeys, customer))?.address
  const erasures = () => mainstay.database.query('select address_index from erasures')

  /** Sends a form whose body is delayed until the returned function is called. */
  const heldBack = async (reader: Reader, path: string, body: string): Promise<() => Promise<string>> => {
    const socket = net.connect(Number(new URL(mainstay.origin).port), '127.0.0.1')
    let answer = ''
    socket.on('data', (data) => {
      answer += data
    })
    const cookie = [...reader.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const head = [
      `POST ${path} HTTP/1.1`,
      'Host: localhost',
      `Cookie: ${cookie}`,
      'X-Forwarded-For: 10.9.9.9',
      'Content-Type: application/x-www-form-urlencoded',
      `Content-Length: ${body.length}`,
      'Expect: 100-continue',
      'Connection: close',
      '',
      '',
    ]
    socket.write(head.join('\r\n'))
    while (!answer.endsWith('\r\n\r\n')) await once(socket, 'data')
    assert.match(answer, / 100 /)
    answer = ''
    return async () => {
      socket.write(body)
      await once(socket, 'close')
      return answer.split('\r\n')[0] ?? ''
    }
  }

  test('a delayed erasure form erases the supporter’s current address', async () => {
    const { customer, subscription } = await give('owner@example.com')
    const thief = await signInAs(mainstay, 'owner@example.com')
    await mainstay.control('faults', {
      kind: 'error',
      path: '/v1/subscriptions',
      method: 'DELETE',
      times: 900,
    })
    const send = await heldBack(thief, '/account/erase', 'language=en')
    await move(thief, 'thief@example.org')
    assert.match(await send(), / 303 /)
    const [asked] = await mainstay.database.query<{ index: Buffer }>(
      'select address_index as index from erasures',
    )
    assert.deepEqual(asked?.index, await findAddressIndex(mainstay.database, customer))
    assert.equal(await opened(await backTo('owner@example.com')), 200)
    assert.deepEqual(await erasures(), [])
    await fetch(`${mainstay.sandbox.origin}/_sandbox/faults`, { method: 'DELETE' })
    assert.equal((await stripe.subscriptions.retrieve(subscription)).status, 'active')
    assert.equal(await addressNow(customer), 'owner@example.com')
  })

  test('a form delayed until its session ended requests nothing', async () => {
    await give('patient@example.com')
    const thief = await signInAs(mainstay, 'patient@example.com')
    const owner = await signInAs(mainstay, 'patient@example.com', 2)
    const address = await heldBack(thief, '/account/address', 'language=en&address=again%40example.org')
    const erasure = await heldBack(thief, '/account/erase', 'language=en')
    await owner.post('/sign-out', { everywhere: 'yes' })
    assert.match(await address(), / 303 /)
    assert.match(await erasure(), / 303 /)
    const asked = await mainstay.database.query('select 1 from address_changes where used_at is null')
    assert.deepEqual([asked, await erasures()], [[], []])
  })

  test('it keeps the erasure that another supporter of the new address requested', async () => {
    await give('stranger@example.com')
    await give('victim@example.com', { amount: '77' })
    await move(await signInAs(mainstay, 'stranger@example.com'), 'victim@example.com')
    const victim = await signInAs(mainstay, 'victim@example.com')
    await mainstay.control('faults', { kind: 'error', path: '/v1/customers', method: 'DELETE', times: 900 })
    await victim.post('/account/erase', { language: 'en' })
    assert.equal((await erasures()).length, 1)
    assert.equal(await opened(await backTo('stranger@example.com')), 200)
    assert.equal((await erasures()).length, 1, 'another supporter’s erasure is dropped')
    await fetch(`${mainstay.sandbox.origin}/_sandbox/faults`, { method: 'DELETE' })
    await mainstay.eventually(async () => {
      await mainstay.advance(60)
      assert.deepEqual(await erasures(), [])
    })
  })

  test('an older change can be undone without the later one, which keeps the others it moved', async () => {
    const work = await give('work@example.com')
    const home = await give('home@example.com', { amount: '88' })
    await move(await signInAs(mainstay, 'work@example.com'), 'home@example.com')
    await move(await signInAs(mainstay, 'home@example.com'), 'away@example.org')
    const [older, newer] = [await backTo('work@example.com'), await backTo('home@example.com')]
    assert.equal(await opened(older), 200)
    assert.deepEqual(
      [await addressNow(work.customer), await addressNow(home.customer)],
      ['work@example.com', 'away@example.org'],
    )
    assert.equal(await opened(newer), 200)
    assert.deepEqual(
      [await addressNow(work.customer), await addressNow(home.customer)],
      ['work@example.com', 'home@example.com'],
    )
  })

  test('of two concurrent changes the one that moved the customer last counts as later', async () => {
    const { database, resources, now } = mainstay
    const { customer } = await give('own@example.com')
    await give('bee@example.org', { amount: '7' })
    const idOf = (link: string) =>
      requestOfToken(resources.keys, link.split('/').at(-1) ?? '', 'address-link') ?? randomUUID()
    const first = idOf(await ask(await signInAs(mainstay, 'own@example.com'), 'bee@example.org'))
    const second = idOf(await ask(await signInAs(mainstay, 'bee@example.org'), 'sea@example.org'))
    const apply = (transaction: Parameters<typeof applyAddressChange>[0], id: string) =>
      applyAddressChange(transaction, { keys: resources.addressKeys, now: now() }, { id, language: 'en' })
    await database.inTransaction(async (transaction) => {
      await transaction.query('select now()')
      await elsewhere(() => database.inTransaction((other) => apply(other, first)))
      assert.equal(await apply(transaction, second), 'changed')
    })
    assert.equal(await addressNow(customer), 'sea@example.org')
    const back = (id: string) =>
      database.inTransaction((transaction) =>
        undoAddressChange(transaction, { keys: resources.addressKeys, now: now() }, id),
      )
    assert.equal(await back(first), true)
    await back(second)
    assert.equal(await addressNow(customer), 'own@example.com', 'it is led away again')
  })
})
