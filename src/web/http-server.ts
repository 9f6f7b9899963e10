import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Listening = { server: Server; origin: string; port: number; stop: () => Promise<void> }

/** Listens on the port. Rejects with a readable sentence if the port is in use. */
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
      const boundPort = (server.address() as AddressInfo).port
      const shownHost = host.includes(':') ? `[${host}]` : host
      resolve({
        server,
        origin: `http://${shownHost}:${boundPort}`,
        port: boundPort,
        stop: () => stopServer(server),
      })
    })
  })

const STOP_GRACE_MS = 6_000

// Finishes running requests. Closes idle connections at once and the others after the grace period.
const stopServer = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), STOP_GRACE_MS)
    server.close(() => {
      clearTimeout(force)
      resolve()
    })
    server.closeIdleConnections()
  })
