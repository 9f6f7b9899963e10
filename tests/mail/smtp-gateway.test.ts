import assert from 'node:assert/strict'
import { type AddressInfo, createServer } from 'node:net'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { withAsciiDomain } from '../../src/mail/email-address.ts'
import { needsTls, smtpGateway } from '../../src/mail/smtp-gateway.ts'
import { type GivenSmtp, givenSmtp, textOf } from '../given/resources/smtp.ts'

const MAIL = {
  id: '11111111-1111-4111-8111-111111111111',
  to: 'reader@example.com',
  sender: { name: 'Волнорез', address: 'news@breakwater.example' },
  subject: 'Ваша ссылка для входа',
  text: 'Здравствуйте.\n\nhttps://news.example/sign-in/1\n',
  html: '<p>Здравствуйте.</p>',
}

describe('mail by SMTP', () => {
  let smtp: GivenSmtp
  beforeEach(async () => {
    smtp = await givenSmtp()
  })
  afterEach(() => smtp.stop())
  const deliverMail = () => smtpGateway(smtp.url)(MAIL)

  test('is taken, in every script, from us to them and to nobody else', async () => {
    assert.deepEqual(await deliverMail(), { what: 'sent' })
    const [mail] = smtp.received
    assert.deepEqual([mail?.from, mail?.to], ['news@breakwater.example', 'reader@example.com'])
    assert.match(
      mail?.source ?? '',
      /^Message-ID: <11111111-1111-4111-8111-111111111111@breakwater\.example>/m,
    )
    assert.match(mail?.source ?? '', /^Auto-Submitted: auto-generated/m)
    assert.equal(
      textOf(mail?.source ?? '')
        .replaceAll('\r\n', '\n')
        .trim(),
      MAIL.text.trim(),
    )
  })

  test('tells no stranger what it was made with, and loads nothing', async () => {
    await deliverMail()
    const source = smtp.received[0]?.source ?? ''
    assert.doesNotMatch(source, /^(X-Mailer|User-Agent|X-Originating-IP)/im)
    assert.doesNotMatch(source, /<img|<link|src=/i)
  })

  test('a slow server is waited for', async () => {
    smtp.mood.slowMs = 1_500
    assert.deepEqual(await deliverMail(), { what: 'sent' })
  })

  test('a bounced address and a refused text are refused for good; a busy server is tried again', async () => {
    smtp.mood.recipient = 550
    assert.deepEqual(await deliverMail(), { what: 'refused', because: 'SMTP 550', isBounce: true })
    smtp.mood.recipient = 450
    assert.deepEqual(await deliverMail(), { what: 'retry', because: 'SMTP 450' })
    Object.assign(smtp.mood, { recipient: null, text: 554 })
    assert.deepEqual(await deliverMail(), { what: 'refused', because: 'SMTP 554' })
    smtp.mood.text = 451
    assert.deepEqual(await deliverMail(), { what: 'retry', because: 'SMTP 451' })
    assert.equal(smtp.received.length, 0)
  })

  for (const cut of ['before', 'after'] as const)
    test(`a connection that breaks ${cut} the server has all of the text leaves it unsure`, async () => {
      smtp.mood.cut = cut
      assert.equal((await deliverMail()).what, 'unsure')
      assert.equal(smtp.received.length, cut === 'after' ? 1 : 0)
    })

  test('where no server answers it is tried again', async () => {
    const nobody = new URL(smtp.url.href)
    nobody.port = '1'
    const { what, because } = (await smtpGateway(nobody)(MAIL)) as { what: string; because: string }
    assert.equal(what, 'retry')
    assert.doesNotMatch(because, /@|127/)
  })

  test('a server that always says one thing more is left in time', async (context) => {
    const talker = createServer((socket) => {
      socket.on('error', () => {})
      socket.write('220 hello\r\n')
      const more = setInterval(() => socket.write('250-and\r\n'), 20)
      socket.on('close', () => clearInterval(more))
    })
    await new Promise<void>((resolve) => talker.listen(0, '127.0.0.1', resolve))
    context.after(() => new Promise((resolve) => talker.close(resolve)))
    const { port } = talker.address() as AddressInfo
    const handed = await smtpGateway(new URL(`smtp://127.0.0.1:${port}`), 300)(MAIL)
    assert.deepEqual(handed, { what: 'retry', because: 'ETIMEDOUT' })
  })
})

test('a domain in other letters is told to the server in ASCII', () => {
  assert.equal(withAsciiDomain('имя@почта.рф'), 'имя@xn--80a1acny.xn--p1ai')
  assert.equal(withAsciiDomain('name@example.com'), 'name@example.com')
})

describe('mail by SMTP under TLS', () => {
  const LOGIN = { user: 'news', pass: 'a secret' }
  const withLogin = (url: URL, { user, pass } = LOGIN, more = ''): URL =>
    new URL(Object.assign(new URL(url), { username: user, password: pass }).href + more)
  // The server of the tests vouches for itself.
  const TRUSTED = '?tls.rejectUnauthorized=false'

  for (const tls of ['implicit', 'offered'] as const)
    test(`goes over it, name and password first (${tls})`, async (context) => {
      const smtp = await givenSmtp({ tls, login: LOGIN })
      context.after(smtp.stop)
      assert.deepEqual(await smtpGateway(withLogin(smtp.url, LOGIN, TRUSTED))(MAIL), { what: 'sent' })
      assert.deepEqual([smtp.received.length, smtp.wasSecure], [1, [true]])
      // That a password has changed says nothing of the mail.
      const wrong = await smtpGateway(withLogin(smtp.url, { ...LOGIN, pass: 'old' }, TRUSTED))(MAIL)
      assert.deepEqual(wrong, { what: 'retry', because: 'SMTP 535' })
    })

  for (const tls of ['implicit', 'offered'] as const)
    test(`a certificate that nobody vouches for is told nothing (${tls})`, async (context) => {
      const smtp = await givenSmtp({ tls })
      context.after(smtp.stop)
      const handed = await smtpGateway(smtp.url)(MAIL)
      assert.equal(handed.what, 'retry')
      assert.equal(smtp.received.length, 0)
    })

  test('where TLS is needed and not offered nothing is said: neither password nor mail', async (context) => {
    const smtp = await givenSmtp({ login: LOGIN })
    context.after(smtp.stop)
    const handed = await smtpGateway(withLogin(smtp.url, LOGIN, '?requireTLS=true'))(MAIL)
    assert.equal(handed.what, 'retry')
    assert.equal(smtp.received.length, 0)
  })

  test('it is needed wherever the server is not on this machine, unless the address says otherwise', async () => {
    for (const [address, needed] of [
      ['smtp://mail.example:587', true],
      ['smtp://127.0.0.1:25', false],
      ['smtp://localhost:25', false],
      ['smtp://[::1]:25', false],
      ['smtp://127.mail.example:25', true],
      ['smtp://mail.example:25?requireTLS=false', false],
    ] as const)
      assert.equal(needsTls(new URL(address)), needed, address)
  })
})
