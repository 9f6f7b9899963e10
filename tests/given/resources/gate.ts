import { type AddressInfo, connect, createServer, type NetConnectOpts, type Socket } from 'node:net'

/** A door in front of a server, which can be shut as a network is cut: what is open breaks, what is new is refused. */
export type Gate = {
  port: number
  shut: () => void
  /** Shuts once so many pieces of data have passed towards the server; resolves when it has. */
  shutAfter: (pieces: number) => Promise<void>
  /** Resolves when somebody is next refused. */
  refusal: () => Promise<void>
  open: () => void
  stop: () => Promise<void>
}

export const givenGate = async (behind: NetConnectOpts): Promise<Gate> => {
  const sockets = new Set<Socket>()
  let isOpen = true
  let piecesLeft = Number.POSITIVE_INFINITY
  let onShut = () => {}
  let onRefused = () => {}
  const shut = () => {
    isOpen = false
    for (const socket of sockets) socket.destroy()
    onShut()
  }
  const keep = (socket: Socket): Socket => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
    return socket
  }
  const server = createServer((incoming) => {
    keep(incoming)
    if (!isOpen) {
      incoming.resetAndDestroy()
      return onRefused()
    }
    const outgoing = keep(connect(behind))
    incoming.pipe(outgoing).pipe(incoming)
    incoming.on('data', () => {
      piecesLeft -= 1
      // The piece itself still arrives: what it asks for may be done, and nobody hears of it.
      if (piecesLeft === 0) setImmediate(shut)
    })
    incoming.on('close', () => outgoing.destroy())
    outgoing.on('close', () => incoming.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    shut,
    shutAfter: (pieces) =>
      new Promise((resolve) => {
        piecesLeft = pieces
        onShut = resolve
      }),
    refusal: () =>
      new Promise((resolve) => {
        onRefused = resolve
      }),
    open: () => {
      piecesLeft = Number.POSITIVE_INFINITY
      isOpen = true
    },
    stop: () => {
      shut()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
