import type { TestEvent } from 'node:test/reporters'
import { cpuSeconds } from './cpu.ts'

/** The counts of one test process. */
export type Summary = { passed: number; failed: number; skipped: string[]; cpuSeconds: number | null }

/** Reporter of node:test: writes the Summary as JSON once all tests have ended. */
export default async function* summaryReporter(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const summary: Summary = { passed: 0, failed: 0, skipped: [], cpuSeconds: null }
  for await (const event of events) count(summary, event)
  yield JSON.stringify({ ...summary, cpuSeconds: cpuSeconds() })
}

const count = (summary: Summary, { type, data }: TestEvent): void => {
  if (type !== 'test:pass' && type !== 'test:fail') return
  if (type === 'test:fail') {
    // A suite fails with each of its cases; it counts where its own hooks failed.
    const { failureType } = data.details.error as { failureType?: string }
    if (failureType !== 'subtestsFailed') summary.failed += 1
  } else if (data.skip !== undefined || data.todo !== undefined) {
    summary.skipped.push(`${data.name}${typeof data.skip === 'string' ? ` (${data.skip})` : ''}`)
  } else if (data.details.type !== 'suite') summary.passed += 1
}
