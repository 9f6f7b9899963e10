import { bundle } from './bundle.ts'
import { cpuSeconds } from './cpu.ts'
import { laneOf } from './lanes.ts'
import { NO_PARTS, startParts } from './parts.ts'
import { laneTable, type Run, type RunOutcome, runFiles } from './run-files.ts'
import { endRunning } from './run-program.ts'

const REPORTER = 'tests/running/summary-reporter.ts'
const TALKATIVE_FILES = 3

const print = (text: string): void => void process.stdout.write(`${text}\n`)

type Options = {
  /** Prints each case as it ends, if the files are few. */
  isByName: boolean
}

/** Compiles, starts what is needed, runs all, and reports; resolves to whether everything passed. */
export const runAll = async (runs: readonly Run[], { isByName }: Options): Promise<boolean> => {
  if (runs.length === 0) throw new Error('No test file has such a name')
  const startedAt = performance.now()
  const compiled = await bundle([...new Set([...runs.map(({ file }) => file), REPORTER])])
  const parts = runs.some(({ file }) => laneOf(file) !== 'rules') ? await startParts() : NO_PARTS
  const stop = async () => {
    await endRunning()
    await Promise.all([parts.stop(), compiled.remove()])
  }
  stopOnSignals(stop)
  const outcomes = await runFiles({
    runs,
    bundle: compiled,
    reporter: compiled.programOf(REPORTER),
    parts: parts.env,
    isTalkative: isByName && runs.length <= TALKATIVE_FILES,
  }).finally(stop)
  return reportAll(outcomes, (performance.now() - startedAt) / 1000)
}

const stopOnSignals = (stop: () => Promise<void>): void => {
  process.once('SIGINT', () => void stop().finally(() => process.exit(130)))
  process.once('SIGTERM', () => void stop().finally(() => process.exit(143)))
}

const reportAll = (outcomes: readonly RunOutcome[], seconds: number): boolean => {
  const skipped = outcomes.flatMap((outcome) => outcome.skipped)
  for (const each of skipped) print(`Skipped: ${each}`)
  const isSkippedInCi = skipped.length > 0 && Boolean(process.env['CI'])
  if (isSkippedInCi) print('In CI no test may be skipped')
  for (const { name, env } of outcomes.filter(({ failed }) => failed > 0))
    print(`Failed: ${name}. To run it again: ${commandFor(name, env)}`)
  process.stdout.write(laneTable(outcomes))
  print(
    `${seconds.toFixed(0)} s, ${cpuSeconds()?.toFixed(0) ?? 'unknown'} core-seconds with all that was started`,
  )
  const [passed, failed] = (['passed', 'failed'] as const).map((which) =>
    outcomes.reduce((sum, outcome) => sum + outcome[which], 0),
  )
  print(`${passed} passed, ${failed} failed`)
  return failed === 0 && !isSkippedInCi
}

const commandFor = (name: string, env: Record<string, string>): string =>
  [
    ...Object.entries(env).map(([key, value]) => `${key}=${value}`),
    `npx tsx tests/run.ts ${name.replace(/\.test\.tsx?$|-\d+$/, '')}`,
  ].join(' ')
