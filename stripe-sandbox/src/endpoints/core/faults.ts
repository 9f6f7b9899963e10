import { z } from 'zod'

/**
 * What a tester may have go wrong with calls: `limit` answers 429, `error` 500, `cut` does the work and then
 * drops the connection, `drop` drops it before, `slow` answers after `ms`, `refuse` says no for good (400).
 */
export const FAULTS = ['limit', 'error', 'cut', 'drop', 'slow', 'refuse'] as const

export const faultParameters = z.strictObject({
  kind: z.enum(FAULTS),
  /** The beginning of the paths it is for; absent: all. */
  path: z.string().startsWith('/v1/').default('/v1/'),
  method: z.enum(['GET', 'POST', 'DELETE']).optional(),
  times: z.number().int().min(1).max(100_000).default(1),
  ms: z.number().int().min(0).max(60_000).default(0),
})
export type Fault = z.infer<typeof faultParameters>

export type Faults = {
  add: (fault: Fault) => void
  clear: () => void
  /** The fault that befalls this call, used up by it. */
  take: (method: string, path: string) => Fault | null
}

export const openFaults = (): Faults => {
  let waiting: Fault[] = []
  return {
    add: (fault) => void waiting.push({ ...fault }),
    clear: () => {
      waiting = []
    },
    take: (method, path) => {
      const fault = waiting.find(
        (each) => path.startsWith(each.path) && (each.method === undefined || each.method === method),
      )
      if (!fault) return null
      fault.times -= 1
      if (fault.times === 0) waiting = waiting.filter((each) => each !== fault)
      return fault
    },
  }
}
