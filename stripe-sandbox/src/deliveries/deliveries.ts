import type { Context } from '../state/context.ts'
import type { State } from '../state/state.ts'
import type { Delivery } from '../state/tables.ts'
import { type ModeSwitch, newModeSwitch } from './delivery-mode.ts'
import { recordAttempt } from './record-attempt.ts'
import { sendDelivery } from './send-delivery.ts'

export type Deliveries = {
  setMode: ModeSwitch['set']
  mode: ModeSwitch['current']
  /** Sends the deliveries that are held. */
  flush: () => Promise<void>
  /** Sends the deliveries that are due. Resolves when each was tried once. */
  send: () => Promise<void>
  stop: () => Promise<void>
}

type Needs = Pick<Context, 'state' | 'clock'>

const CONCURRENT_SENDS = 8
const MAX_SHUFFLE_DELAY_MS = 50

export const openDeliveries = (needs: Needs): Deliveries => {
  const { state } = needs
  const inFlight = new Set<string>()
  const sends = new Set<Promise<unknown>>()
  const modes = newModeSwitch()

  const sendDue = async (): Promise<void> => {
    const due = dueDeliveries(needs).filter(({ id }) => !inFlight.has(id))
    if (modes.current().mode === 'hold') return setHeld(state, due, true)
    // Stripe does not deliver in order, so a burst is sent in random order.
    const queue = shuffled(due)
    for (const { id } of queue) inFlight.add(id)
    const worker = async () => {
      for (let next = queue.pop(); next; next = queue.pop()) {
        const { id } = next
        if (modes.current().mode === 'shuffle') await wait(Math.random() * MAX_SHUFFLE_DELAY_MS)
        await attempt(needs, modes, next).finally(() => inFlight.delete(id))
      }
    }
    await Promise.all(Array.from({ length: CONCURRENT_SENDS }, worker))
  }

  const send = async (): Promise<void> => {
    const own = sendDue()
    sends.add(own)
    void own.finally(() => sends.delete(own))
    await Promise.all(sends)
  }

  return {
    setMode: modes.set,
    mode: modes.current,
    flush: async () => {
      const held = state.all('delivery').filter((each) => each.held)
      setHeld(state, held, false)
      const { mode, times } = modes.current()
      if (mode === 'hold') modes.set('normal', times)
      await send()
      if (mode === 'hold') modes.set('hold', times)
    },
    send,
    stop: async () => {
      await Promise.all(sends)
    },
  }
}

const dueDeliveries = ({ state, clock }: Needs): Delivery[] =>
  state.all('delivery').filter(({ nextAt, held }) => nextAt !== null && nextAt <= clock.now() && !held)

const setHeld = (state: State, deliveries: readonly Delivery[], held: boolean): void =>
  state.commit(() => {
    for (const each of deliveries) state.put('delivery', each.id, { ...each, held })
  })

const attempt = async (needs: Needs, modes: ModeSwitch, delivery: Delivery): Promise<void> => {
  const { mode, copies } = modes.take()
  if (mode === 'drop') return recordAttempt(needs, delivery, [null])
  if (mode === 'fail') return recordAttempt(needs, delivery, [0])
  const sent = Array.from({ length: copies }, () => sendDelivery(needs.state, delivery))
  recordAttempt(needs, delivery, await Promise.all(sent))
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

const shuffled = <Item>(items: readonly Item[]): Item[] =>
  items
    .map((item) => ({ item, place: Math.random() }))
    .sort((one, other) => one.place - other.place)
    .map(({ item }) => item)
