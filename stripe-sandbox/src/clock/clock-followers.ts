import type { Response } from 'express'
import { newId } from '../objects/new-id.ts'
import type { SandboxClock } from '../state/clock.ts'

/** Programs that follow the clock. Each keeps a request open and acknowledges each new offset. */
export type Followers = {
  add: (response: Response) => void
  acknowledge: (follower: string, sequence: number) => void
  /** Sends the offset to all. Resolves when all have acknowledged it, or after two seconds. */
  notify: () => Promise<void>
}

type Follower = { response: Response; acknowledged: number; waiting: (() => void)[] }

const ACKNOWLEDGE_TIMEOUT_MS = 2_000
// HTTP clients close a response that is silent for five minutes.
const HEARTBEAT_MS = 60_000

export const openFollowers = (clock: SandboxClock): Followers => {
  const followers = new Map<string, Follower>()
  let sequence = 0
  const send = (follower: Follower) =>
    follower.response.write(`${JSON.stringify({ sequence, offsetMs: clock.offsetMs() })}\n`)
  const waitForAcknowledgement = (follower: Follower, awaited: number): Promise<void> =>
    new Promise((resolve) => {
      if (follower.acknowledged >= awaited) return resolve()
      follower.waiting.push(resolve)
      setTimeout(resolve, ACKNOWLEDGE_TIMEOUT_MS).unref()
    })
  return {
    add: (response) => {
      const id = newId('follower', 12)
      const follower: Follower = { response, acknowledged: -1, waiting: [] }
      followers.set(id, follower)
      response.set({ 'sandbox-follower': id, 'content-type': 'application/x-ndjson' }).flushHeaders()
      const heartbeat = setInterval(() => response.write('\n'), HEARTBEAT_MS)
      response.on('close', () => {
        clearInterval(heartbeat)
        followers.delete(id)
        for (const resolve of follower.waiting) resolve()
      })
      send(follower)
    },
    acknowledge: (id, acknowledged) => {
      const follower = followers.get(id)
      if (!follower) return
      follower.acknowledged = Math.max(follower.acknowledged, acknowledged)
      for (const resolve of follower.waiting.splice(0)) resolve()
    },
    notify: async () => {
      sequence += 1
      const current = sequence
      for (const follower of followers.values()) send(follower)
      await Promise.all([...followers.values()].map((follower) => waitForAcknowledgement(follower, current)))
    },
  }
}
