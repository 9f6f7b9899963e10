import { connect, type Socket } from 'node:net'

type Load = {
  port: number
  path: string
  headers: Readonly<Record<string, string>>
  count: number
}

// Few enough that no answer waits long.
const CONNECTIONS = 8

/**
 * Sends GET requests over kept connections, one at a time on each. An HTTP client would cost more than the servers that
 * it measures. Rejects if over one answer in a hundred has another length: a busy server may not learn in time that a
 * reader snoozed.
 */
export const fire = async (load: Load): Promise<void> => {
  const request = requestOf(load)
  const lengths = new Map<number, number>()
  let waiting = load.count
  const take = (): boolean => waiting-- > 0
  await Promise.all(Array.from({ length: CONNECTIONS }, () => lane(load.port, { request, lengths, take })))
  const commonest = Math.max(...lengths.values())
  if (commonest < 0.99 * load.count)
    throw new Error(`answers differ in length: ${[...lengths].map((each) => each.join(' x')).join(', ')}`)
}

const requestOf = ({ port, path, headers }: Load): Buffer => {
  const all = Object.entries({ host: `127.0.0.1:${port}`, ...headers })
  return Buffer.from(
    `GET ${path} HTTP/1.1\r\n${all.map(([name, value]) => `${name}: ${value}`).join('\r\n')}\r\n\r\n`,
  )
}

type Lane = { request: Buffer; lengths: Map<number, number>; take: () => boolean }

const lane = (port: number, { request, lengths, take }: Lane): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket: Socket = connect(port, '127.0.0.1')
    let missing = 0
    const next = () => {
      if (take()) socket.write(request)
      else socket.end(resolve)
    }
    socket.once('connect', next)
    socket.once('error', reject)
    socket.on('data', (chunk) => {
      if (missing === 0) {
        missing = lengthOf(chunk)
        lengths.set(missing, (lengths.get(missing) ?? 0) + 1)
      }
      missing -= chunk.length
      if (missing === 0) next()
      else if (missing < 0 || Number.isNaN(missing)) reject(new Error('an answer without a content-length'))
    })
  })

/** Returns the length of an answer by its head, which comes in one piece. */
const lengthOf = (head: Buffer): number => {
  const end = head.indexOf('\r\n\r\n')
  const [, length] = /\ncontent-length: (\d+)/i.exec(head.toString('latin1', 0, end)) ?? []
  return head.toString('latin1', 0, 12) === 'HTTP/1.1 200' ? end + 4 + Number(length) : Number.NaN
}
