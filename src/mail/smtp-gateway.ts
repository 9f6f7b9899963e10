import { Readable } from 'node:stream'
import MailComposer from 'nodemailer/lib/mail-composer'
import { parseConnectionUrl } from 'nodemailer/lib/shared'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { withAsciiDomain } from './email-address.ts'

/** A mail ready to send. */
export type OutgoingMail = {
  /** Stays the same over retries and sets the Message-ID, so mail programs hide duplicates. */
  id: string
  to: string
  sender: MailSender
  subject: string
  text: string
  html: string
}

export type MailSender = { name: string; address: string }

/** The result of an attempt. Reasons never contain an address. */
export type DeliveryResult =
  | { what: 'sent' }
  /** Nothing was accepted. */
  | { what: 'retry'; because: string }
  /** The server refuses the recipient (a bounce) or the text for good. */
  | { what: 'refused'; because: string; isBounce?: true }
  /** The connection broke while the text was sent. Only the server knows whether it has the mail. */
  | { what: 'unsure'; because: string }

export type DeliverMail = (mail: OutgoingMail) => Promise<DeliveryResult>

/** The fields of Nodemailer's errors (https://nodemailer.com/errors). */
type SmtpError = Error & { code?: string; command?: string; responseCode?: number }

const TIMEOUTS = {
  connectionTimeout: 10_000,
  greetingTimeout: 10_000,
  socketTimeout: 30_000,
  dnsTimeout: 10_000,
}
/**
 * A slow server must not hold up other mails. Shorter than the time after which a mail counts as interrupted.
 */
const MAX_DELIVERY_MS = 120_000

/**
 * Requires TLS over a network. Otherwise an attacker in between could hide that the server offers it, and
 * read addresses and sign-in links.
 */
export const needsTls = ({ hostname, searchParams }: URL): boolean =>
  !searchParams.has('requireTLS') && !LOOPBACK.test(hostname)

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

/** Delivers mails to the SMTP server at a URL such as `smtps://name:password@mail.example:465`. */
export const smtpGateway = (url: URL, maxMs = MAX_DELIVERY_MS): DeliverMail => {
  const { auth, ...connectionOptions } = parseConnectionUrl(url.href)
  const options = { ...connectionOptions, ...(needsTls(url) ? { requireTLS: true } : {}) }
  return async (mail) => {
    const connection = new SMTPConnection({ ...options, ...TIMEOUTS })
    const { failed, clear } = failureOf(connection, maxMs)
    let isTextSent = false
    try {
      await Promise.race([failed, promisify((done) => connection.connect(done))])
      if (auth) await Promise.race([failed, promisify((done) => connection.login(auth, done))])
      const text = await composeMail(mail)
      const body = readOnce(text, () => {
        isTextSent = true
      })
      const envelope = { from: withAsciiDomain(mail.sender.address), to: [withAsciiDomain(mail.to)] }
      await Promise.race([failed, promisify((done) => connection.send(envelope, body, done))])
      return { what: 'sent' }
    } catch (error) {
      return deliveryResultOf(error as SmtpError, isTextSent)
    } finally {
      clear()
      connection.close()
    }
  }
}

/** Rejects when the connection fails, ends or takes too long. */
const failureOf = (connection: SMTPConnection, maxMs: number) => {
  let timer: NodeJS.Timeout | undefined
  const failed = new Promise<never>((_resolve, reject) => {
    connection.once('error', reject)
    connection.once('end', () => reject(new Error('The connection ended')))
    timer = setTimeout(() => reject(Object.assign(new Error('Too long'), { code: 'ETIMEDOUT' })), maxMs)
  })
  failed.catch(() => {})
  return { failed, clear: () => clearTimeout(timer) }
}

const promisify = (call: (done: (error?: Error | null) => void) => void): Promise<void> =>
  new Promise((resolve, reject) => call((error) => (error ? reject(error) : resolve())))

/** Calls `onFirst` when the text is first read, which is after the server agreed to accept it. */
const readOnce = (text: Buffer, onFirst: () => void): Readable =>
  new Readable({
    read() {
      onFirst()
      this.push(text)
      this.push(null)
    },
  })

const deliveryResultOf = (
  { code, command, responseCode }: SmtpError,
  isTextSent: boolean,
): DeliveryResult => {
  const because = responseCode ? `SMTP ${responseCode}` : (code ?? 'no answer')
  const isPermanent = responseCode !== undefined && responseCode >= 500
  // A response code after the text means that it was refused. Without a code nobody knows.
  if (isTextSent && !responseCode) return { what: 'unsure', because }
  if (isPermanent && command === 'RCPT TO') return { what: 'refused', because, isBounce: true }
  if (isPermanent && isTextSent) return { what: 'refused', because }
  return { what: 'retry', because }
}

/** Composes the mail as sent. The Message-ID uses the sender's domain, as spam filters expect. */
export const composeMail = ({ id, to, sender, subject, text, html }: OutgoingMail): Promise<Buffer> =>
  new MailComposer({
    from: sender,
    to,
    subject,
    text,
    html,
    messageId: `<${id}@${sender.address.split('@')[1] ?? 'localhost'}>`,
    // Prevents automatic replies such as holiday notices (RFC 3834).
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build()
