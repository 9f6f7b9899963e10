import { newId } from '../objects/new-id.ts'
import type { SandboxTime } from '../state/clock.ts'
import type { State } from '../state/state.ts'
import type { Delivery } from '../state/tables.ts'
import { post } from './send-delivery.ts'

export const MODES = ['normal', 'hold', 'drop', 'duplicate', 'shuffle', 'fail'] as const
export type DeliveryMode = (typeof MODES)[number]

export type Deliveries = {
  setMode: (mode: DeliveryMode, times: number | null) => void
  mode: () => { mode: DeliveryMode; times: number | null }
  /** Sends what was held. */
  flush: () => Promise<void>
  /** Starts whatever is due; resolves when each of those has been tried once. */
  send: () => Promise<void>
  stop: () => Promise<void>
}

type Needs = { state: State; time: SandboxTime }

const AT_ONCE = 8
const MINUTE = 60_000
// Stripe retries for up to three days with growing pauses; the exact steps are not published.
const RETRY_AFTER = [
  5_000,
  MINUTE,
  5 * MINUTE,
  30 * MINUTE,
  120 * MINUTE,
  300 * MINUTE,
  ...Array(6).fill(600 * MINUTE),
]

export const openDeliveries = ({ state, time }: Needs): Deliveries => {
  const claimed = new Set<string>()
  const sends = new Set<Promise<unknown>>()
  let mode: DeliveryMode = 'normal'
  let times: number | null = null

  /** `statuses` has one for each copy that was sent; the delivery is done when all were taken. */
  const settle = (delivery: Delivery, statuses: readonly (number | null)[]) =>
    state.commit(() => {
      const attempts = delivery.attempts + 1
      const taken = statuses.every((status) => status === null || (status >= 200 && status < 300))
      const retryIn = taken ? undefined : RETRY_AFTER[attempts - 1]
      const { event: id, type } = delivery
      const at = new Date(time.now()).toISOString()
      for (const [copy, status] of statuses.entries()) {
        state.put('attempt', newId('att'), { event: id, type, attempt: attempts + copy, status, at })
      }
      if (retryIn === undefined) {
        state.remove('delivery', delivery.id)
        const event = state.get('event', delivery.event)
        if (event)
          state.put('event', event.id, {
            ...event,
            pending_webhooks: Math.max(0, event.pending_webhooks - 1),
          })
      } else
        state.put('delivery', delivery.id, {
          ...delivery,
          attempts,
          nextAt: time.now() + retryIn,
          held: false,
        })
    })

  // Counts down a mode that was asked for a number of deliveries.
  const useMode = (): DeliveryMode => {
    const current = mode
    if ((current === 'fail' || current === 'drop') && times !== null) {
      times -= 1
      if (times <= 0) {
        mode = 'normal'
        times = null
      }
    }
    return current
  }

  const attempt = async (delivery: Delivery): Promise<void> => {
    const current = useMode()
    if (current === 'drop') return settle(delivery, [null])
    if (current === 'fail') return settle(delivery, [0])
    const copies = current === 'duplicate' ? (times ?? 2) : 1
    const statuses = await Promise.all(Array.from({ length: copies }, () => post(state, delivery)))
    settle(delivery, statuses)
  }

  const sendDue = async (): Promise<void> => {
    const due = state
      .all('delivery')
      .filter(
        (each) => each.nextAt !== null && each.nextAt <= time.now() && !each.held && !claimed.has(each.id),
      )
    if (mode === 'hold') {
      state.commit(() => {
        for (const each of due) state.put('delivery', each.id, { ...each, held: true })
      })
      return
    }
    // Stripe keeps no order, so neither does the sandbox: a burst leaves as it was shuffled.
    const queue = shuffled(due)
    for (const each of queue) claimed.add(each.id)
    const lane = async () => {
      for (let next = queue.pop(); next; next = queue.pop()) {
        if (mode === 'shuffle') await new Promise((resolve) => setTimeout(resolve, Math.random() * 50))
        const { id } = next
        await attempt(next).finally(() => claimed.delete(id))
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, lane))
  }

  const send = async (): Promise<void> => {
    const mine = sendDue()
    sends.add(mine)
    void mine.finally(() => sends.delete(mine))
    await Promise.all(sends)
  }

  return {
    setMode: (next, count) => {
      mode = next
      times = count
    },
    mode: () => ({ mode, times }),
    flush: async () => {
      state.commit(() => {
        for (const each of state.all('delivery'))
          if (each.held) state.put('delivery', each.id, { ...each, held: false })
      })
      const wasHolding = mode === 'hold'
      if (wasHolding) mode = 'normal'
      await send()
      if (wasHolding) mode = 'hold'
    },
    send,
    stop: async () => {
      await Promise.all(sends)
    },
  }
}

const shuffled = <T>(items: readonly T[]): T[] =>
  items
    .map((item) => ({ item, place: Math.random() }))
    .sort((one, other) => one.place - other.place)
    .map(({ item }) => item)
