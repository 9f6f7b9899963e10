import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { endLeftBehind, MARK } from './left-behind.ts'
import { scratchDirectory } from './scratch.ts'
import type { Summary } from './summary-reporter.ts'

export type Outcome = Omit<Summary, 'files'> & {
  name: string
  seconds: number
  /** The report of each case and everything the tests printed. */
  output: string
  /** The reasons why the process did not end well. */
  complaints: string[]
}

type Options = {
  name: string
  /** The files of the program, relative to `tests`. */
  files: readonly string[]
  program: string
  reporter: string
  env: Record<string, string>
  /** The program is killed after this time and has failed. */
  maxMs: number
  /** Receives output as it is printed. */
  onOutput?: (text: string) => void
}

const running = new Map<ChildProcess, string>()
let isEnding = false

/** Kills every running program and its children. No program can start afterwards. */
export const endRunning = async (): Promise<void> => {
  isEnding = true
  const marks = [...running.values()]
  for (const child of running.keys()) child.kill('SIGKILL')
  await Promise.all(marks.map((mark) => endLeftBehind(mark, 0)))
}

/** Runs one compiled test program in a separate process. Leaves no process and no file. */
export const runProgram = async (options: Options): Promise<Outcome> => {
  const { name, files, program, reporter, env, maxMs, onOutput = () => {} } = options
  if (isEnding) throw new Error('Stopped')
  const startedAt = performance.now()
  const temporary = await mkdtemp(path.join(scratchDirectory(), 'mainstay-'))
  const summaryFile = path.join(temporary, 'summary.json')
  const mark = randomUUID()
  const child = spawn(
    process.execPath,
    [
      '--enable-source-maps',
      '--test-reporter=spec',
      '--test-reporter-destination=stdout',
      `--test-reporter=${pathToFileURL(reporter).href}`,
      `--test-reporter-destination=${summaryFile}`,
      program,
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env, TMPDIR: temporary, [MARK]: mark },
    },
  )
  running.set(child, mark)
  const output: string[] = []
  const keep = (chunk: Buffer) => {
    output.push(String(chunk))
    onOutput(String(chunk))
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  let isTimedOut = false
  const timeout = setTimeout(() => {
    isTimedOut = true
    child.kill('SIGKILL')
  }, maxMs)
  const closed = new Promise<void>((resolve) => void child.once('close', () => resolve()))
  const ended = await new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? signal))
  })
  clearTimeout(timeout)
  const leftBehind = await endLeftBehind(mark, typeof ended === 'number' ? undefined : 0)
  // The output closes only now if a leftover process held it open.
  await closed
  running.delete(child)
  const summary = await readSummary(summaryFile)
  await rm(temporary, { recursive: true, force: true })
  const complaints = [
    ...leftBehind.map((command) => `leftBehind a process behind: ${command}`),
    ...(summary === null || (ended !== 0 && summary.failed === 0)
      ? [isTimedOut ? `still ran after ${maxMs / 60_000} minutes` : `ended with ${ended}`]
      : []),
    ...(summary === null
      ? []
      : partition(files, summary.files).without.map((file) => `ran no test of ${file}`)),
  ]
  const { passed, failed, skipped, failedFiles, cpuSeconds } = summary ?? NO_SUMMARY
  return {
    name,
    passed,
    failed: failed + complaints.length,
    skipped,
    failedFiles: partition(files, failedFiles).within,
    cpuSeconds,
    seconds: (performance.now() - startedAt) / 1000,
    output: output.join(''),
    complaints,
  }
}

const NO_SUMMARY: Summary = {
  passed: 0,
  failed: 0,
  skipped: [],
  files: [],
  failedFiles: [],
  cpuSeconds: null,
}

/** Splits the files into those found among the paths and the others. */
const partition = (files: readonly string[], paths: readonly string[]) => {
  const isAmong = (file: string) => paths.some((each) => each.endsWith(`/${file}`))
  return { within: files.filter(isAmong), without: files.filter((file) => !isAmong(file)) }
}

const readSummary = async (file: string): Promise<Summary | null> => {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Summary
  } catch {
    return null
  }
}
