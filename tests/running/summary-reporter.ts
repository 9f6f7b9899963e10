import type { TestEvent } from 'node:test/reporters'
import { cpuSeconds } from './cpu.ts'

/** The counts of one test process. */
export type Summary = {
  passed: number
  failed: number
  skipped: string[]
  /** Paths of the files whose cases ended, and of files with a failed case. */
  files: string[]
  failedFiles: string[]
  cpuSeconds: number | null
}

/** A reporter for node:test. Writes the Summary as JSON once all tests have ended. */
export default async function* summaryReporter(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const counts: Counts = { passed: 0, failed: 0, skipped: [], files: new Set(), failedFiles: new Set() }
  for await (const event of events) count(counts, event)
  const [files, failedFiles] = [[...counts.files], [...counts.failedFiles]]
  const summary: Summary = { ...counts, files, failedFiles, cpuSeconds: cpuSeconds() }
  yield JSON.stringify(summary)
}

type Counts = Pick<Summary, 'passed' | 'failed' | 'skipped'> & {
  files: Set<string>
  failedFiles: Set<string>
}

const count = (counts: Counts, { type, data }: TestEvent): void => {
  if (type !== 'test:pass' && type !== 'test:fail') return
  counts.files.add(data.file ?? '')
  if (type === 'test:fail') {
    // A suite fails with each of its cases. It counts only if its own hooks failed.
    const { failureType } = data.details.error as { failureType?: string }
    if (failureType === 'subtestsFailed') return
    counts.failed += 1
    counts.failedFiles.add(data.file ?? '')
  } else if (data.skip !== undefined || data.todo !== undefined) {
    counts.skipped.push(`${data.name}${typeof data.skip === 'string' ? ` (${data.skip})` : ''}`)
  } else if (data.details.type !== 'suite') counts.passed += 1
}
