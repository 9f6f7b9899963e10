import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Listening = { server: Server; origin: string; port: number; stop: () => Promise<void> }

/** Listens and resolves once it does; rejects with a sentence when the port is taken. */
export const listen = (listener: RequestListener, host: string, port: number): Promise<Listening> =>
  new Promise((resolve, reject) => {
    const server = createServer(listener)
    server.requestTimeout = 30_000
    server.headersTimeout = 15_000
    server.keepAliveTimeout = 5_000
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new Error(`Port ${port} of ${host} is already in use`) : error),
    )
    server.listen(port, host, () => {
      const chosen = (server.address() as AddressInfo).port
      const shownHost = host.includes(':') ? `[${host}]` : host
      resolve({
        server,
        origin: `http://${shownHost}:${chosen}`,
        port: chosen,
        stop: () => stopServer(server),
      })
    })
  })

const GRACE_MS = 6_000

// What is under way is finished; connections that only wait are closed at once, and the rest after the grace.
const stopServer = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), GRACE_MS)
    server.close(() => {
      clearTimeout(force)
      resolve()
    })
    server.closeIdleConnections()
  })
