import { spawnSync } from 'node:child_process'
import { projectFile } from '../src/platform/project-files.ts'
import { startPostgres } from './given/postgres-server.ts'
import { provision } from './given/provision.ts'
import { makeTemplate } from './given/template.ts'
import { bundle } from './running/bundle.ts'
import { cpuSeconds } from './running/cpu.ts'
import { isLane, laneOf, testFiles } from './running/lanes.ts'
import { laneTable, runFiles } from './running/run-files.ts'

const REPORTER = 'running/summary-reporter.ts'

/** Files of the lanes, and files whose names contain the words; all without any. */
const chosenBy = (words: readonly string[]): string[] => {
  if (words.length === 0) return testFiles()
  return testFiles().filter((file) =>
    words.some((word) => (isLane(word) ? laneOf(file) === word : file.includes(word))),
  )
}

/** Servers and programs that all tests share, as environment variables. */
const startParts = async (): Promise<{ env: Record<string, string>; stop: () => Promise<void> }> => {
  const programs = provision()
  // Tests of whole processes run what `npm start` runs.
  const built = spawnSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit', cwd: projectFile() })
  if (built.status !== 0) throw new Error('The program does not compile')
  const postgres = await startPostgres(programs)
  const stop = () => postgres.stop()
  await makeTemplate(postgres.url)
  return { env: { TEST_POSTGRES_URL: postgres.url, TEST_CHROMIUM: programs.chromium }, stop }
}

const run = async (words: readonly string[]): Promise<boolean> => {
  const startedAt = performance.now()
  const files = chosenBy(words)
  if (files.length === 0) throw new Error('No test file has such a name')
  const needsParts = files.some((file) => laneOf(file) !== 'rules')
  const compiled = await bundle([...files, REPORTER])
  const parts = needsParts ? await startParts() : { env: {}, stop: async () => {} }
  const stopAll = async () => {
    await Promise.all([parts.stop(), compiled.remove()])
  }
  for (const [signal, code] of [['SIGINT', 130] as const, ['SIGTERM', 143] as const])
    process.once(signal, () => void stopAll().then(() => process.exit(code)))
  const isTalkative = words.length > 0 && files.length <= 3
  const outcomes = await runFiles({
    files,
    bundle: compiled,
    reporter: compiled.programOf(REPORTER),
    env: parts.env,
    isTalkative,
  }).finally(stopAll)
  const sum = (of: (outcome: (typeof outcomes)[number]) => number) =>
    outcomes.reduce((total, each) => total + of(each), 0)
  const skipped = outcomes.flatMap((outcome) => outcome.skipped)
  for (const each of skipped) process.stdout.write(`skipped: ${each}\n`)
  const isSkippedInCi = skipped.length > 0 && Boolean(process.env['CI'])
  if (isSkippedInCi) process.stdout.write('In CI no test may be skipped\n')
  const failedNames = outcomes.filter(({ failed }) => failed > 0).map(({ name }) => name)
  if (failedNames.length > 0) process.stdout.write(`Failed: ${failedNames.join(', ')}\n`)
  process.stdout.write(laneTable(outcomes))
  process.stdout.write(
    `${((performance.now() - startedAt) / 1000).toFixed(0)} s, processor in all ${cpuSeconds()?.toFixed(0) ?? 'unknown'} s\n`,
  )
  const failed = sum((each) => each.failed)
  process.stdout.write(`${sum((each) => each.passed)} passed, ${failed} failed\n`)
  return failed === 0 && !isSkippedInCi
}

try {
  process.exitCode = (await run(process.argv.slice(2))) ? 0 : 1
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exitCode = 1
}
