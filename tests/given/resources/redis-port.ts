import { Redis } from 'ioredis'
import { freePort } from './postgres-server.ts'

/** The private Redis server listens on a socket only, but several processes need a port. */
export const tcpPortOf = async (socket: string): Promise<number> => {
  const port = await freePort()
  const client = new Redis(socket)
  await client.config('SET', 'port', String(port))
  client.disconnect()
  return port
}
