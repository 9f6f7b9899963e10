import { setTimeout } from 'node:timers/promises'
import type { Database } from '../../platform/database/database.ts'
import { type Repeating, repeat } from '../../platform/jobs/repeat.ts'
import { errorFields, type Log } from '../../platform/log.ts'
import type { DemoPlan } from './invented/demo-plan.ts'
import { type WriteWithBatch, writeDemoBatch } from './write-demo-action.ts'

const PAUSE_MS = 20

export type DemoProgress =
  | { is: 'idle' }
  | { is: 'filling'; written: number; supporters: number }
  /** An error ended it. Part of the demo may be written. */
  | { is: 'failed' }

export type DemoFill = {
  /** Starts to write, unless it is writing. */
  start: (plan: DemoPlan) => void
  progress: () => DemoProgress
  /** Forgets a failure: what was written is removed. */
  reset: () => void
  job: Repeating
}

type Needs = { log: Log; writeMore: WriteWithBatch }

/** Writes the demo batch by batch, so that pages are served meanwhile and a stop waits for one batch only. */
export const fillDemo = (database: Database, { log, writeMore }: Needs): DemoFill => {
  let filling: { plan: DemoPlan; written: number } | null = null
  let hasFailed = false
  const job = repeat({
    pauseMs: 1_000,
    step: async () => {
      if (filling === null) return false
      const { plan } = filling
      const written = await writeDemoBatch(database, { ...filling, writeMore })
      filling = written < plan.supporters ? { plan, written } : null
      // The embedded database runs in this thread: without a pause no request would be read until the end.
      await setTimeout(PAUSE_MS)
      return filling !== null
    },
    onError: (error) => {
      filling = null
      hasFailed = true
      log.error('demo data could not be written', { component: 'demo', ...errorFields(error) })
    },
  })
  return {
    job,
    start: (plan) => {
      if (filling !== null) return
      filling = { plan, written: 0 }
      hasFailed = false
      job.wake()
    },
    progress: () => {
      if (filling) return { is: 'filling', written: filling.written, supporters: filling.plan.supporters }
      return hasFailed ? { is: 'failed' } : { is: 'idle' }
    },
    reset: () => {
      hasFailed = false
    },
  }
}
