import { z } from 'zod'

/**
 * Faults that a tester can inject into API calls. `limit` answers 429, `error` 500 and `refuse` 400.
 * `cut` does the work and then drops the connection. `drop` drops it first. `slow` answers after `ms`.
 */
export const FAULTS = ['limit', 'error', 'cut', 'drop', 'slow', 'refuse'] as const

export const faultParameters = z.strictObject({
  kind: z.enum(FAULTS),
  /** The start of the paths that it applies to. */
  path: z.string().startsWith('/v1/').default('/v1/'),
  method: z.enum(['GET', 'POST', 'DELETE']).optional(),
  times: z.number().int().min(1).max(100_000).default(1),
  ms: z.number().int().min(0).max(60_000).default(0),
})
export type Fault = z.infer<typeof faultParameters>

export type Faults = {
  add: (fault: Fault) => void
  clear: () => void
  /** Finds the fault for this call and counts it down. */
  take: (method: string, path: string) => Fault | null
}

export const openFaults = (): Faults => {
  let faults: Fault[] = []
  return {
    add: (fault) => void faults.push({ ...fault }),
    clear: () => {
      faults = []
    },
    take: (method, path) => {
      const fault = faults.find(
        (each) => path.startsWith(each.path) && (each.method === undefined || each.method === method),
      )
      if (!fault) return null
      fault.times -= 1
      if (fault.times === 0) faults = faults.filter((each) => each !== fault)
      return fault
    },
  }
}
