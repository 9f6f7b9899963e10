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
  /** The report of each case, and whatever the tests printed. */
  output: string
  /** How the process ended, where it did not end well. */
  complaints: string[]
}

type Options = {
  name: string
  /** Those of which the program is made, relative to `tests`. */
  files: readonly string[]
  program: string
  reporter: string
  env: Record<string, string>
  /** After so long the program is ended, and has failed. */
  longestMs: number
  /** Called with what it prints, as it comes. */
  onOutput?: (text: string) => void
}

const running = new Map<ChildProcess, string>()
let isEnding = false

/** Ends every program that is running, and all that it started; none starts any more. */
export const endRunning = async (): Promise<void> => {
  isEnding = true
  const marks = [...running.values()]
  for (const child of running.keys()) child.kill('SIGKILL')
  await Promise.all(marks.map((mark) => endLeftBehind(mark, 0)))
}

/** Runs one compiled test program in a process of its own; no process and no file of it is left. */
export const runProgram = async (options: Options): Promise<Outcome> => {
  const { name, files, program, reporter, env, longestMs, onOutput = () => {} } = options
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
  let isTooLong = false
  const tooLong = setTimeout(() => {
    isTooLong = true
    child.kill('SIGKILL')
  }, longestMs)
  const closed = new Promise<void>((resolve) => void child.once('close', () => resolve()))
  const ended = await new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? signal))
  })
  clearTimeout(tooLong)
  const left = await endLeftBehind(mark, typeof ended === 'number' ? undefined : 0)
  // Its output closes only now where a process that it left behind wrote to it as well.
  await closed
  running.delete(child)
  const summary = await readSummary(summaryFile)
  await rm(temporary, { recursive: true, force: true })
  const complaints = [
    ...left.map((command) => `left a process behind: ${command}`),
    ...(summary === null || (ended !== 0 && summary.failed === 0)
      ? [isTooLong ? `still ran after ${longestMs / 60_000} minutes` : `ended with ${ended}`]
      : []),
    ...(summary === null ? [] : among(files, summary.files).without.map((file) => `ran no test of ${file}`)),
  ]
  const { passed, failed, skipped, failedFiles, cpuSeconds } = summary ?? NOTHING
  return {
    name,
    passed,
    failed: failed + complaints.length,
    skipped,
    failedFiles: among(files, failedFiles).within,
    cpuSeconds,
    seconds: (performance.now() - startedAt) / 1000,
    output: output.join(''),
    complaints,
  }
}

const NOTHING: Summary = {
  passed: 0,
  failed: 0,
  skipped: [],
  files: [],
  failedFiles: [],
  cpuSeconds: null,
}

/** Which of these files are among the paths, and which are not. */
const among = (files: readonly string[], paths: readonly string[]) => {
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
