export const MODES = ['normal', 'hold', 'drop', 'duplicate', 'shuffle', 'fail'] as const
export type DeliveryMode = (typeof MODES)[number]

export type ModeSwitch = {
  set: (mode: DeliveryMode, times: number | null) => void
  current: () => { mode: DeliveryMode; times: number | null }
  /** The mode for the next delivery. A mode that was set for a number of deliveries counts down. */
  take: () => { mode: DeliveryMode; copies: number }
}

export const newModeSwitch = (): ModeSwitch => {
  let mode: DeliveryMode = 'normal'
  let times: number | null = null
  const set = (next: DeliveryMode, count: number | null): void => {
    mode = next
    times = count
  }
  return {
    set,
    current: () => ({ mode, times }),
    take: () => {
      const taken = { mode, copies: mode === 'duplicate' ? (times ?? 2) : 1 }
      if ((mode === 'fail' || mode === 'drop') && times !== null) {
        times -= 1
        if (times <= 0) set('normal', null)
      }
      return taken
    },
  }
}
