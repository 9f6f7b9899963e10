import { parseConnectionUrl } from 'nodemailer/lib/shared'
import SMTPConnection from 'nodemailer/lib/smtp-connection'

const TIMEOUTS = {
  connectionTimeout: 10_000,
  greetingTimeout: 10_000,
  socketTimeout: 30_000,
  dnsTimeout: 10_000,
}
/** Shorter than `socketTimeout`, which would report an idle connection as failed. */
const MAX_IDLE_MS = 20_000
/** Many servers end a connection after a hundred mails. */
const MAX_USES = 100

/** A connection that is ready to send a mail. */
export type ReadyConnection = {
  connection: SMTPConnection
  /** Rejects when the connection fails or ends. */
  failed: Promise<never>
  /** The number of mails it was taken for. */
  uses: number
}

export type SmtpConnections = {
  /** Takes an idle connection, or opens one. `fresh` always opens one. */
  take: (options: { fresh: boolean; limit: Promise<never> }) => Promise<ReadyConnection>
  /** Keeps a connection for the next mail, after the server has answered everything. */
  giveBack: (ready: ReadyConnection) => void
  drop: (ready: ReadyConnection) => void
  /** Closes the idle connections, and later each one that is given back. */
  close: () => void
}

/**
 * Requires TLS over a network. Otherwise an attacker in between could hide that the server offers it, and
 * read addresses and sign-in links.
 */
export const needsTls = ({ hostname, searchParams }: URL): boolean =>
  !searchParams.has('requireTLS') && !LOOPBACK.test(hostname)

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

type Idle = { ready: ReadyConnection; timer: NodeJS.Timeout }

/**
 * Keeps connections to the SMTP server open between mails. Nodemailer's own pool is not used: it sends a mail
 * again if a connection breaks, and does not tell whether the text had begun.
 */
export const smtpConnections = (url: URL): SmtpConnections => {
  const idle: Idle[] = []
  let isClosed = false
  const forget = (ready: ReadyConnection): void => {
    const at = idle.findIndex((each) => each.ready === ready)
    if (at >= 0) clearTimeout(idle.splice(at, 1)[0]?.timer)
  }
  const drop = (ready: ReadyConnection): void => {
    forget(ready)
    ready.connection.close()
  }
  return {
    take: async ({ fresh, limit }) => {
      // The latest is the least likely to have been closed by the server.
      const kept = fresh ? undefined : idle.at(-1)?.ready
      const ready = kept ?? (await open(url, { limit, onEnd: forget }))
      forget(ready)
      ready.uses += 1
      return ready
    },
    giveBack: (ready) => {
      if (isClosed || ready.uses >= MAX_USES || ready.connection.destroyed) return drop(ready)
      idle.push({ ready, timer: setTimeout(() => drop(ready), MAX_IDLE_MS).unref() })
    },
    drop,
    close: () => {
      isClosed = true
      for (const { ready } of [...idle]) drop(ready)
    },
  }
}

type Opening = { limit: Promise<never>; onEnd: (ready: ReadyConnection) => void }

const open = async (url: URL, { limit, onEnd }: Opening): Promise<ReadyConnection> => {
  const { auth, ...options } = parseConnectionUrl(url.href)
  const connection = new SMTPConnection({
    ...options,
    ...(needsTls(url) ? { requireTLS: true } : {}),
    ...TIMEOUTS,
  })
  const failed = new Promise<never>((_resolve, reject) => {
    connection.on('error', reject)
    connection.once('end', () => reject(new Error('The connection ended')))
  })
  const ready = { connection, failed, uses: 0 }
  failed.catch(() => onEnd(ready))
  try {
    await Promise.race([failed, limit, promisify((done) => connection.connect(done))])
    if (auth) await Promise.race([failed, limit, promisify((done) => connection.login(auth, done))])
    return ready
  } catch (error) {
    connection.close()
    throw error
  }
}

export const promisify = (call: (done: (error?: Error | null) => void) => void): Promise<void> =>
  new Promise((resolve, reject) => call((error) => (error ? reject(error) : resolve())))
