import { Readable } from 'node:stream'
import MailComposer from 'nodemailer/lib/mail-composer'
import { smtpAddress } from './email-address.ts'
import { promisify, type ReadyConnection, smtpConnections } from './smtp-connections-gateway.ts'

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

export type MailSender = {
  name: string
  address: string
  /** Where answers go. Absent: to the sender. */
  replyTo?: string
}

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

export type MailGateway = {
  deliverMail: DeliverMail
  /** Takes as long as the last mail that was sent, without sending one. Never rejects. */
  holdPlace: () => Promise<void>
  close: () => void
}

/** The fields of Nodemailer's errors (https://nodemailer.com/errors). */
type SmtpError = Error & { code?: string; command?: string; responseCode?: number }

/** Shorter than the time after which a mail counts as interrupted. */
const MAX_DELIVERY_MS = 120_000
/** Held by an ask before the first mail was sent. */
const FIRST_HOLD_MS = 300

type Options = { maxMs?: number; wait?: (ms: number) => Promise<void> }

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Delivers mails to the SMTP server at a URL such as `smtps://name:password@mail.example:465`. */
export const smtpGateway = (
  url: URL,
  { maxMs = MAX_DELIVERY_MS, wait = sleep }: Options = {},
): MailGateway => {
  const connections = smtpConnections(url)
  let lastTookMs = FIRST_HOLD_MS
  const attempt = async (mail: OutgoingMail, how: Attempt): Promise<DeliveryResult> => {
    let ready: ReadyConnection | null = null
    const text = { isSent: false }
    try {
      ready = await connections.take(how)
      const startedAt = performance.now()
      await sendOver(ready, mail, { text, limit: how.limit })
      lastTookMs = performance.now() - startedAt
      connections.giveBack(ready)
      return { what: 'sent' }
    } catch (error) {
      if (ready) connections.drop(ready)
      const isStale = ready !== null && ready.uses > 1 && !text.isSent && isGone(error as SmtpError)
      if (isStale) return attempt(mail, { fresh: true, limit: how.limit })
      return deliveryResultOf(error as SmtpError, text.isSent)
    }
  }
  return {
    deliverMail: (mail) => within(maxMs, (limit) => attempt(mail, { fresh: false, limit })),
    // Takes a connection too: otherwise only real mails would leave open connections behind.
    holdPlace: () =>
      within(maxMs, async (limit) => {
        const ready = await connections.take({ fresh: false, limit }).catch(() => null)
        if (!ready) return
        await wait(lastTookMs)
        connections.giveBack(ready)
      }),
    close: connections.close,
  }
}

type Attempt = { fresh: boolean; limit: Promise<never> }

/** Runs `work` with a promise that rejects after `maxMs`. A slow server must not hold a place for ever. */
const within = async <Result>(
  maxMs: number,
  work: (limit: Promise<never>) => Promise<Result>,
): Promise<Result> => {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error('Too long'), { code: 'ETIMEDOUT' })), maxMs)
  })
  limit.catch(() => {})
  try {
    return await work(limit)
  } finally {
    clearTimeout(timer)
  }
}

type Sending = { text: { isSent: boolean }; limit: Promise<never> }

const sendOver = async (
  { connection, failed }: ReadyConnection,
  mail: OutgoingMail,
  { text, limit }: Sending,
): Promise<void> => {
  const body = readOnce(await composeMail(mail), () => {
    text.isSent = true
  })
  const envelope = { from: smtpAddress(mail.sender.address), to: [smtpAddress(mail.to)] }
  await Promise.race([failed, limit, promisify((done) => connection.send(envelope, body, done))])
}

/** The server ended a connection that was open from an earlier mail. It says nothing about this mail. */
const isGone = ({ code, responseCode }: SmtpError): boolean =>
  responseCode === 421 || (responseCode === undefined && code !== 'ETIMEDOUT')

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
    from: { name: sender.name, address: sender.address },
    ...(sender.replyTo === undefined ? {} : { replyTo: sender.replyTo }),
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
