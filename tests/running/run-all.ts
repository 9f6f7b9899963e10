import { bundle } from './bundle.ts'
import { cpuSeconds } from './cpu.ts'
import { laneOf } from './lanes.ts'
import { NO_RESOURCES, startResources } from './resources.ts'
import { FEW_FILES, laneTable, type Run, type RunOutcome, runFiles } from './run-files.ts'
import { endRunning } from './run-program.ts'

const REPORTER = 'tests/running/summary-reporter.ts'
const MAX_VERBOSE_FILES = 3

const print = (text: string): void => void process.stdout.write(`${text}\n`)

type Options = {
  /** Prints each case as it ends, if there are few files. */
  isByName: boolean
}

/** Compiles, starts what is needed, runs everything and reports. Returns true if everything passed. */
export const runAll = async (runs: readonly Run[], { isByName }: Options): Promise<boolean> => {
  if (runs.length === 0) throw new Error('No test file has such a name')
  const startedAt = performance.now()
  const compiled = await bundle([...new Set([...runs.map(({ file }) => file), REPORTER])])
  let resources = NO_RESOURCES
  let stopping: Promise<void> | null = null
  const stopAll = async () => {
    await endRunning()
    await Promise.all([resources.stop(), compiled.remove()])
  }
  const stop = () => {
    stopping ??= stopAll()
    return stopping
  }
  stopOnSignals(stop)
  const run = async () => {
    const lanes = new Set(runs.map(({ file }) => laneOf(file)))
    if ([...lanes].some((lane) => lane !== 'rules'))
      resources = await startResources({
        withBrowser: lanes.has('browser'),
        withEmbedded: lanes.has('stores') && runs.length > FEW_FILES,
      })
    return runFiles({
      runs,
      bundle: compiled,
      reporter: compiled.programOf(REPORTER),
      resources: resources.env,
      isVerbose: isByName && runs.length <= MAX_VERBOSE_FILES,
    })
  }
  const outcomes = await run().finally(stop)
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
  for (const outcome of outcomes.filter(({ failed }) => failed > 0)) printFailed(outcome)
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

const printFailed = ({ name, files, lane, env, failedFiles, complaints }: RunOutcome): void => {
  // If a process ended badly, any of its files may be the cause.
  const isAnyFileSuspect = complaints.length > 0 || failedFiles.length === 0
  const suspects = isAnyFileSuspect ? files : failedFiles
  const names = new Set([...(isAnyFileSuspect ? [name] : []), ...failedFiles])
  const words = suspects.length > FEW_FILES ? [lane] : suspects.map((file) => file.replace(/\.tsx?$/, ''))
  const settings = Object.entries(env).map(([key, value]) => `${key}=${value}`)
  const command = [...settings, 'npx tsx tests/run.ts', ...words].join(' ')
  print(`Failed: ${[...names].join(', ')}. To run it again: ${command}`)
}
