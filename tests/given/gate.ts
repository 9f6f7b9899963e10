import { type AddressInfo, connect, createServer, type NetConnectOpts, type Socket } from 'node:net'

/** A door in front of a server, which can be shut as a network is cut: what is open breaks, what is new is refused. */
export type Gate = {
  port: number
  shut: () => void
  open: () => void
  stop: () => Promise<void>
}

export const givenGate = async (behind: NetConnectOpts): Promise<Gate> => {
  const sockets = new Set<Socket>()
  let isOpen = true
  const keep = (socket: Socket): Socket => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
    return socket
  }
  const server = createServer((incoming) => {
    keep(incoming)
    if (!isOpen) return void incoming.resetAndDestroy()
    const outgoing = keep(connect(behind))
    incoming.pipe(outgoing).pipe(incoming)
    incoming.on('close', () => outgoing.destroy())
    outgoing.on('close', () => incoming.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const breakAll = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    port: (server.address() as AddressInfo).port,
    shut: () => {
      isOpen = false
      breakAll()
    },
    open: () => {
      isOpen = true
    },
    stop: () => {
      breakAll()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
