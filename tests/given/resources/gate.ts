import { type AddressInfo, connect, createServer, type NetConnectOpts, type Socket } from 'node:net'

/**
 * A proxy in front of a server that can be shut like a cut network: open connections break, new ones are
 * refused.
 */
export type Gate = {
  port: number
  shut: () => void
  /** Shuts after this many chunks of data were sent to the server. Resolves then. */
  shutAfter: (chunks: number) => Promise<void>
  /** Resolves when the next connection is refused. */
  refusal: () => Promise<void>
  /** Keeps connections, and passes nothing on, like a server that hangs. */
  stall: () => void
  /** Ends `shut` and `stall`. What waits is passed on. */
  open: () => void
  stop: () => Promise<void>
}

export const givenGate = async (target: NetConnectOpts): Promise<Gate> => {
  const sockets = new Set<Socket>()
  let isOpen = true
  let isStalled = false
  let chunksLeft = Number.POSITIVE_INFINITY
  let onShut = () => {}
  let onRefused = () => {}
  const shut = () => {
    isOpen = false
    for (const socket of sockets) socket.destroy()
    onShut()
  }
  const track = (socket: Socket): Socket => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
    return socket
  }
  const server = createServer((incoming) => {
    track(incoming)
    if (!isOpen) {
      incoming.resetAndDestroy()
      return onRefused()
    }
    const outgoing = track(connect(target))
    incoming.pipe(outgoing).pipe(incoming)
    if (isStalled) incoming.pause()
    incoming.on('data', () => {
      chunksLeft -= 1
      // The last chunk still arrives: the server may do what it asks for, but the client gets no answer. Opened
      // meanwhile, the gate stays open.
      if (chunksLeft === 0) setImmediate(() => chunksLeft <= 0 && shut())
    })
    incoming.on('close', () => outgoing.destroy())
    outgoing.on('close', () => incoming.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    shut,
    shutAfter: (chunks) =>
      new Promise((resolve) => {
        chunksLeft = chunks
        onShut = resolve
      }),
    refusal: () =>
      new Promise((resolve) => {
        onRefused = resolve
      }),
    stall: () => {
      isStalled = true
      for (const socket of sockets) socket.pause()
    },
    open: () => {
      if (isStalled) for (const socket of sockets) socket.resume()
      isStalled = false
      chunksLeft = Number.POSITIVE_INFINITY
      isOpen = true
    },
    stop: () => {
      shut()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
