import assert from 'node:assert/strict'
import { type AddressInfo, createServer } from 'node:net'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { withAsciiDomain } from '../../src/mail/email-address.ts'
import { needsTls } from '../../src/mail/smtp-connections-gateway.ts'
import { smtpGateway } from '../../src/mail/smtp-gateway.ts'
import { type GivenSmtp, givenSmtp, textOf } from '../given/resources/smtp.ts'

const MAIL = {
  id: '11111111-1111-4111-8111-111111111111',
  to: 'reader@example.com',
  sender: { name: 'Волнорез', address: 'news@breakwater.example' },
  subject: 'Ваша ссылка для входа',
  text: 'Здравствуйте.\n\nhttps://news.example/sign-in/1\n',
  html: '<p>Здравствуйте.</p>',
}

/** Delivers over a connection of its own. */
const deliver = async (url: URL, maxMs?: number) => {
  const gateway = smtpGateway(url, maxMs === undefined ? {} : { maxMs })
  const result = await gateway.deliverMail(MAIL)
  gateway.close()
  return result
}

describe('mail by SMTP', () => {
  let smtp: GivenSmtp
  beforeEach(async () => {
    smtp = await givenSmtp()
  })
  afterEach(() => smtp.stop())
  const deliverMail = () => deliver(smtp.url)

  test('delivers mail in every script to its recipient only', async () => {
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

  test('reveals no software and loads nothing', async () => {
    await deliverMail()
    const source = smtp.received[0]?.source ?? ''
    assert.doesNotMatch(source, /^(X-Mailer|User-Agent|X-Originating-IP)/im)
    assert.doesNotMatch(source, /<img|<link|src=/i)
  })

  test('quotes a local part whose dots need it, so that every server takes the address', async () => {
    const gateway = smtpGateway(smtp.url)
    for (const to of ['a..b@example.com', 'a.@example.com', '.a@example.com', 'a.b@example.com'])
      assert.deepEqual(await gateway.deliverMail({ ...MAIL, to }), { what: 'sent' })
    gateway.close()
    assert.deepEqual(
      smtp.received.map(({ to }) => to),
      ['"a..b"@example.com', '"a."@example.com', '".a"@example.com', 'a.b@example.com'],
    )
    const headers = smtp.received.map(({ source }) => /^To: (.*?)\r?$/m.exec(source)?.[1])
    assert.deepEqual(headers.slice(0, 2), ['<"a..b"@example.com>', '<"a."@example.com>'])
  })

  test('waits for a slow server', async () => {
    smtp.mood.slowMs = 1_500
    assert.deepEqual(await deliverMail(), { what: 'sent' })
  })

  test('a bounced address and a refused text are final; a busy server is retried', async () => {
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
    test(`a connection that breaks ${cut} the server has the whole text leaves the mail unsure`, async () => {
      smtp.mood.cut = cut
      assert.equal((await deliverMail()).what, 'unsure')
      assert.equal(smtp.received.length, cut === 'after' ? 1 : 0)
    })

  test('a mail is retried if no server answers', async () => {
    const nobody = new URL(smtp.url.href)
    nobody.port = '1'
    const { what, because } = (await deliver(nobody)) as { what: string; because: string }
    assert.equal(what, 'retry')
    assert.doesNotMatch(because, /@|127/)
  })

  test('a server that keeps talking is disconnected in time', async (context) => {
    const talker = createServer((socket) => {
      socket.on('error', () => {})
      socket.write('220 hello\r\n')
      const more = setInterval(() => socket.write('250-and\r\n'), 20)
      socket.on('close', () => clearInterval(more))
    })
    await new Promise<void>((resolve) => talker.listen(0, '127.0.0.1', resolve))
    context.after(() => new Promise((resolve) => talker.close(resolve)))
    const { port } = talker.address() as AddressInfo
    const handed = await deliver(new URL(`smtp://127.0.0.1:${port}`), 300)
    assert.deepEqual(handed, { what: 'retry', because: 'ETIMEDOUT' })
  })
})

test('a domain in other letters is sent in ASCII', () => {
  assert.equal(withAsciiDomain('имя@почта.рф'), 'имя@xn--80a1acny.xn--p1ai')
  assert.equal(withAsciiDomain('name@example.com'), 'name@example.com')
})

describe('mail by SMTP with TLS', () => {
  const LOGIN = { user: 'news', pass: 'a secret' }
  const withLogin = (url: URL, { user, pass } = LOGIN, more = ''): URL =>
    new URL(Object.assign(new URL(url), { username: user, password: pass }).href + more)
  // The test server's certificate is self-signed.
  const TRUSTED = '?tls.rejectUnauthorized=false'

  for (const tls of ['implicit', 'offered'] as const)
    test(`login and mail use TLS (${tls})`, async (context) => {
      const smtp = await givenSmtp({ tls, login: LOGIN })
      context.after(smtp.stop)
      assert.deepEqual(await deliver(withLogin(smtp.url, LOGIN, TRUSTED)), { what: 'sent' })
      assert.deepEqual([smtp.received.length, smtp.wasSecure], [1, [true]])
      // A server that changed its password says nothing about the mail.
      const wrong = await deliver(withLogin(smtp.url, { ...LOGIN, pass: 'old' }, TRUSTED))
      assert.deepEqual(wrong, { what: 'retry', because: 'SMTP 535' })
    })

  for (const tls of ['implicit', 'offered'] as const)
    test(`a server with an untrusted certificate gets nothing (${tls})`, async (context) => {
      const smtp = await givenSmtp({ tls })
      context.after(smtp.stop)
      const handed = await deliver(smtp.url)
      assert.equal(handed.what, 'retry')
      assert.equal(smtp.received.length, 0)
    })

  test('without the required TLS neither password nor mail is sent', async (context) => {
    const smtp = await givenSmtp({ login: LOGIN })
    context.after(smtp.stop)
    const handed = await deliver(withLogin(smtp.url, LOGIN, '?requireTLS=true'))
    assert.equal(handed.what, 'retry')
    assert.equal(smtp.received.length, 0)
  })

  test('TLS is required for servers on other machines, unless the URL says otherwise', async () => {
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
