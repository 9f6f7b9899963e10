import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { type MailGateway, smtpGateway } from '../../src/mail/smtp-gateway.ts'
import { type GivenSmtp, givenSmtp } from '../given/resources/smtp.ts'

describe('connections to the SMTP server', () => {
  let smtp: GivenSmtp
  let gateway: MailGateway
  let waits: number[] = []
  beforeEach(async () => {
    smtp = await givenSmtp()
    waits = []
    gateway = smtpGateway(smtp.url, { wait: async (ms) => void waits.push(ms) })
  })
  afterEach(async () => {
    gateway.close()
    await smtp.stop()
  })
  const deliver = (name = 'reader') =>
    gateway.deliverMail({
      id: '11111111-1111-4111-8111-111111111111',
      to: `${name}@example.com`,
      sender: { name: '', address: 'news@breakwater.example' },
      subject: 'A link',
      text: 'A link.',
      html: '<p>A link.</p>',
    })

  test('mails in turn use one connection, mails at once use several', async () => {
    for (let count = 0; count < 3; count += 1) assert.deepEqual(await deliver(), { what: 'sent' })
    assert.equal(smtp.connected(), 1)
    await Promise.all([deliver(), deliver(), deliver()])
    assert.equal(smtp.connected(), 3)
    await Promise.all([deliver(), deliver(), deliver()])
    assert.deepEqual([smtp.connected(), smtp.received.length], [3, 9])
  })

  test('a connection that the server ended since is replaced, and the mail is sent once', async () => {
    await deliver()
    smtp.breakConnections()
    assert.deepEqual(await deliver(), { what: 'sent' })
    assert.deepEqual([smtp.connected(), smtp.received.length], [2, 2])
  })

  for (const cut of ['before', 'after'] as const)
    test(`a used connection that breaks ${cut} the server has the text leaves the mail unsure`, async () => {
      await deliver()
      smtp.mood.cut = cut
      assert.equal((await deliver()).what, 'unsure')
      assert.equal(smtp.received.length, cut === 'after' ? 2 : 1)
      assert.equal(smtp.connected(), 1, 'it was not tried again')
    })

  test('a refused mail leaves the next one a connection of its own', async () => {
    smtp.mood.recipient = 550
    assert.equal((await deliver()).what, 'refused')
    smtp.mood.recipient = null
    assert.equal((await deliver()).what, 'sent')
    assert.equal(smtp.connected(), 2)
  })

  test('holding a place opens and keeps a connection as a mail does, and takes as long as the last one', async () => {
    await gateway.holdPlace()
    assert.equal(smtp.connected(), 1)
    const before = performance.now()
    await deliver()
    const took = performance.now() - before
    await gateway.holdPlace()
    assert.equal(smtp.connected(), 1)
    const [, held = 0] = waits
    assert.ok(held > 0 && held <= took, `${held} of ${took} ms`)
  })

  test('holding a place ends, also if no server answers', async () => {
    const nobody = new URL(smtp.url.href)
    nobody.port = '1'
    await smtpGateway(nobody).holdPlace()
  })
})
