import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

export type Received = { from: string; to: string; source: string }

/** The server's behaviour, which tests may change between mails. */
export type SmtpMood = {
  /** The response to RCPT TO: 550 is a bounced address, 450 a busy one. */
  recipient: number | null
  /** The response to the text. */
  text: number | null
  /** The delay before the response to the text. */
  slowMs: number
  /** Delays the response to the text of a mail to this address until it resolves. */
  hold: ((to: string) => Promise<void>) | null
  /** Breaks the connection during the text, before or after it is complete. */
  cut: 'before' | 'after' | null
}

export type GivenSmtp = {
  url: URL
  mood: SmtpMood
  received: Received[]
  /** For each connection that delivered mail: true if it used TLS. */
  wasSecure: boolean[]
  /** The number of connections so far. */
  connected: () => number
  breakConnections: () => void
  stop: () => Promise<void>
}

const KIND: SmtpMood = { recipient: null, text: null, slowMs: 0, hold: null, cut: null }

const refusal = (responseCode: number): Error =>
  Object.assign(new Error('a tester says no to somebody@example.com'), { responseCode })

type Options = {
  /** `implicit`: from the first byte; `offered`: STARTTLS. The certificate is self-signed. */
  tls?: 'none' | 'offered' | 'implicit'
  /** The only login that may send. */
  login?: { user: string; pass: string }
}

/** Starts a real SMTP server on a free port. */
export const givenSmtp = async ({ tls = 'none', login }: Options = {}): Promise<GivenSmtp> => {
  const mood: SmtpMood = { ...KIND }
  const received: Received[] = []
  const wasSecure: boolean[] = []
  const sessions = new Set<string>()
  const server = new SMTPServer({
    authOptional: login === undefined,
    secure: tls === 'implicit',
    disabledCommands: tls === 'none' ? ['STARTTLS'] : [],
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) =>
      username === login?.user && password === login?.pass
        ? done(null, { user: username })
        : done(Object.assign(new Error('no'), { responseCode: 535 })),
    logger: false,
    onConnect: ({ id }, done) => {
      sessions.add(id)
      done()
    },
    // Otherwise it refuses two dots in a row even in quotes, where RFC 5321 allows them.
    lenientAddressParsing: true,
    onRcptTo: (_address, _session, done) => done(mood.recipient ? refusal(mood.recipient) : null),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      if (mood.cut === 'before') {
        stream.once('data', () => breakOff(server))
        return
      }
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        wasSecure.push(session.secure)
        const mail = {
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address).join(),
          source: Buffer.concat(chunks).toString(),
        }
        if (mood.cut === 'after') {
          received.push(mail)
          return breakOff(server)
        }
        setTimeout(async () => {
          await mood.hold?.(mail.to)
          if (mood.text) return done(refusal(mood.text))
          received.push(mail)
          done()
        }, mood.slowMs)
      })
    },
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  return {
    url: new URL(`${tls === 'implicit' ? 'smtps' : 'smtp'}://127.0.0.1:${port}`),
    mood,
    received,
    wasSecure,
    connected: () => sessions.size,
    breakConnections: () => breakOff(server),
    stop: () => {
      breakOff(server)
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

const breakOff = ({ connections }: SMTPServer): void => {
  for (const connection of connections as Set<{ _socket?: { destroy: () => void } }>)
    connection._socket?.destroy()
}

/** The text of a mail as its reader sees it: the plain part, decoded. */
export const textOf = (source: string): string => {
  // Not by two dashes alone: a wrapped line of a link may begin with them as well.
  const [, boundary = ''] = /boundary="([^"]+)"/.exec(source) ?? []
  const part = source.split(`--${boundary}`).find((each) => each.includes('Content-Type: text/plain')) ?? ''
  const head = part.slice(0, part.indexOf('\r\n\r\n'))
  const body = part.slice(head.length + 4)
  return /Content-Transfer-Encoding: base64/i.test(head)
    ? Buffer.from(body, 'base64').toString()
    : Buffer.from(
        body
          .replace(/=\r?\n/g, '')
          .replace(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
        'latin1',
      ).toString()
}
