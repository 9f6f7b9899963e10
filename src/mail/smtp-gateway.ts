import { Readable } from 'node:stream'
import MailComposer from 'nodemailer/lib/mail-composer'
import { parseConnectionUrl } from 'nodemailer/lib/shared'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { asciiDomain } from './mail-address.ts'

/** A mail as it goes out. */
export type OutgoingMail = {
  /** Stays the same over tries, and with it the Message-ID: of two copies a mail program shows one. */
  id: string
  to: string
  sender: MailSender
  subject: string
  text: string
  html: string
}

export type MailSender = { name: string; address: string }

/** What became of a try. No reason holds an address. */
export type Handing =
  | { what: 'sent' }
  /** Nothing of it was taken. */
  | { what: 'again'; because: string }
  /** This recipient (a bounce), or this text, is refused for good. */
  | { what: 'refused'; because: string; isBounce?: true }
  /** Its text was under way when the connection broke: only the server knows whether it has it. */
  | { what: 'unsure'; because: string }

export type HandOver = (mail: OutgoingMail) => Promise<Handing>

/** What Nodemailer's errors carry (https://nodemailer.com/errors). */
type SmtpError = Error & { code?: string; command?: string; responseCode?: number }

const TIMEOUTS = {
  connectionTimeout: 10_000,
  greetingTimeout: 10_000,
  socketTimeout: 30_000,
  dnsTimeout: 10_000,
}
/** A server that always says one thing more holds up no other mail: less than after which one counts as cut off. */
const LONGEST_MS = 120_000

/**
 * Whoever stands between us and a server could hide that it offers TLS, and read addresses and links to sign in: over a
 * network nothing is said without it.
 */
export const needsTls = ({ hostname, searchParams }: URL): boolean =>
  !searchParams.has('requireTLS') && !LOOPBACK.test(hostname)

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

/** Hands mails to the SMTP server of an address such as `smtps://name:password@mail.example:465`. */
export const smtpGateway = (url: URL, longestMs = LONGEST_MS): HandOver => {
  const { auth, ...given } = parseConnectionUrl(url.href)
  const options = { ...given, ...(needsTls(url) ? { requireTLS: true } : {}) }
  return async (mail) => {
    const connection = new SMTPConnection({ ...options, ...TIMEOUTS })
    const { failed, clear } = failureOf(connection, longestMs)
    let isPending = false
    try {
      await Promise.race([failed, called((done) => connection.connect(done))])
      if (auth) await Promise.race([failed, called((done) => connection.login(auth, done))])
      const text = await composed(mail)
      const body = readOnce(text, () => {
        isPending = true
      })
      const envelope = { from: asciiDomain(mail.sender.address), to: [asciiDomain(mail.to)] }
      await Promise.race([failed, called((done) => connection.send(envelope, body, done))])
      return { what: 'sent' }
    } catch (error) {
      return handingOf(error as SmtpError, isPending)
    } finally {
      clear()
      connection.close()
    }
  }
}

/** Rejects once nothing more can come of a connection: it failed, is over, or takes longer than anybody waits. */
const failureOf = (connection: SMTPConnection, longestMs: number) => {
  let timer: NodeJS.Timeout | undefined
  const failed = new Promise<never>((_resolve, reject) => {
    connection.once('error', reject)
    connection.once('end', () => reject(new Error('The connection is over')))
    timer = setTimeout(() => reject(Object.assign(new Error('Too long'), { code: 'ETIMEDOUT' })), longestMs)
  })
  failed.catch(() => {})
  return { failed, clear: () => clearTimeout(timer) }
}

const called = (call: (done: (error?: Error | null) => void) => void): Promise<void> =>
  new Promise((resolve, reject) => call((error) => (error ? reject(error) : resolve())))

/** Tells when the first of it is asked for, which is after the server has agreed to take it. */
const readOnce = (text: Buffer, onFirst: () => void): Readable =>
  new Readable({
    read() {
      onFirst()
      this.push(text)
      this.push(null)
    },
  })

const handingOf = ({ code, command, responseCode }: SmtpError, isPending: boolean): Handing => {
  const because = responseCode ? `SMTP ${responseCode}` : (code ?? 'no answer')
  const isForGood = responseCode !== undefined && responseCode >= 500
  // An answer to the text itself says that it was not taken; without one nobody knows.
  if (isPending && !responseCode) return { what: 'unsure', because }
  if (isForGood && command === 'RCPT TO') return { what: 'refused', because, isBounce: true }
  if (isForGood && isPending) return { what: 'refused', because }
  return { what: 'again', because }
}

/** The mail as it stands on the wire: the domain of the Message-ID is the sender's, as spam filters expect it. */
export const composed = ({ id, to, sender, subject, text, html }: OutgoingMail): Promise<Buffer> =>
  new MailComposer({
    from: sender,
    to,
    subject,
    text,
    html,
    messageId: `<${id}@${sender.address.split('@')[1] ?? 'localhost'}>`,
    // Nobody's holiday notice answers it (RFC 3834).
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build()
