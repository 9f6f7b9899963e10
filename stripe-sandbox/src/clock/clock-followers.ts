import type { Response } from 'express'
import { newId } from '../objects/new-id.ts'
import type { SandboxClock } from '../state/clock.ts'

/** The programs that keep this sandbox's time: each holds a request open and says when it has taken a new offset. */
export type Followers = {
  add: (response: Response) => void
  acknowledge: (follower: string, sequence: number) => void
  /** Tells everybody the present offset; resolves when all have it, or after two seconds without those that do not answer. */
  notify: () => Promise<void>
}

type Follower = { response: Response; acknowledged: number; waiting: (() => void)[] }

const ACKNOWLEDGE_TIMEOUT_MS = 2_000
// Clients end a body that is silent for five minutes.
const HEARTBEAT_MS = 60_000

export const openFollowers = (clock: SandboxClock): Followers => {
  const followers = new Map<string, Follower>()
  let sequence = 0
  const send = (follower: Follower) =>
    follower.response.write(`${JSON.stringify({ sequence, offsetMs: clock.offsetMs() })}\n`)
  const waitForAcknowledgement = (follower: Follower, wanted: number): Promise<void> =>
    new Promise((resolve) => {
      if (follower.acknowledged >= wanted) return resolve()
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
      const wanted = sequence
      for (const follower of followers.values()) send(follower)
      await Promise.all([...followers.values()].map((follower) => waitForAcknowledgement(follower, wanted)))
    },
  }
}
