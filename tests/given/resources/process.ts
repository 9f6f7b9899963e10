import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { after } from 'node:test'
import { projectFile } from '../../../src/platform/project-files.ts'
import { MARK } from '../../running/left-behind.ts'

const KEY = `k1:${Buffer.alloc(32, 7).toString('base64')}`
/** Processes on one database share their keys. */
export const SHARED_KEYS = { SIGNING_KEYS: KEY, SEALING_KEYS: KEY, INDEX_KEYS: KEY, READER_KEYS: KEY }

/** A start or stop may take a minute on a busy machine. */
const READY_TIMEOUT_MS = 180_000
const END_TIMEOUT_MS = 90_000
const POLL_MS = 20

type Exit = { code: number | null; signal: NodeJS.Signals | null }

export type RunningProcess = {
  child: ChildProcess
  addresses: { newsroom: string; staffSignIn?: string; sandbox?: string }
  output: () => string
  exited: Promise<Exit>
  /** Returns the ids of its descendants. */
  descendants: () => Promise<number[]>
}

type Options = { dataDir: string; env?: Record<string, string>; command?: readonly [string, ...string[]] }

const childrenOf = async (pid: number): Promise<number[]> => {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')
  const direct = text.trim().split(' ').filter(Boolean).map(Number)
  const deeper = await Promise.all(direct.map(childrenOf))
  return [...direct, ...deeper.flat()]
}

export const isRunning = (pid: number): boolean => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // An orphan stays a zombie if the container's first process does not collect it.
    return stat[stat.lastIndexOf(')') + 2] !== 'Z'
  } catch {
    return false
  }
}

const signalEach = (pids: readonly number[], signal: NodeJS.Signals): void => {
  for (const pid of pids) {
    try {
      process.kill(pid, signal)
    } catch {
      // The process ended meanwhile.
    }
  }
}

const hasExited = ({ exitCode, signalCode }: ChildProcess): boolean =>
  exitCode !== null || signalCode !== null

const started = new Set<ChildProcess>()

const killStarted = async (): Promise<void> => {
  for (const child of started) signalEach([child.pid ?? 0, ...(await childrenOf(child.pid ?? 0))], 'SIGKILL')
}

// Kills processes that a failed test started, so that this process can end. Benchmarks are no tests.
if (process.env[MARK]) after(killStarted)

/** Starts the built program like an operator. Resolves once run.json exists. */
export const startProcess = async ({
  dataDir,
  env = {},
  command = [process.execPath, '--max-semi-space-size=2', 'dist/main.js'],
}: Options): Promise<RunningProcess> => {
  const runFile = path.join(dataDir, 'run.json')
  await rm(runFile, { force: true })
  const { PATH = '', HOME = '', [MARK]: mark = '' } = process.env
  const [program, ...parameters] = command
  const child = spawn(program, parameters, {
    cwd: projectFile(),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH, HOME, [MARK]: mark, DATA_DIR: dataDir, PORT: '0', SANDBOX_PORT: '0', ...env },
  })
  started.add(child)
  const printed: string[] = []
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk) => void printed.push(String(chunk)))
  const output = () => printed.join('')
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => {
      started.delete(child)
      resolve({ code, signal })
    })
  })
  const descendants = () => childrenOf(child.pid ?? 0)
  const deadline = Date.now() + READY_TIMEOUT_MS
  for (;;) {
    const hadExited = hasExited(child)
    const text = await readFile(runFile, 'utf8').catch(() => null)
    if (text !== null) {
      const addresses = JSON.parse(text) as RunningProcess['addresses']
      return { child, addresses, output, exited, descendants }
    }
    if (hadExited || Date.now() > deadline) {
      signalEach([child.pid ?? 0, ...(await descendants())], 'SIGKILL')
      await exited
      throw new Error(`The process did not start:\n${output()}`)
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
}

/** The receivers of a signal: the process alone, its group as with Ctrl-C, or it and its descendants. */
type Reach = 'itself' | 'group' | 'descendants'

/** Sends a signal and waits until the process and its descendants have ended. Throws if one stays. */
export const endProcess = async (
  running: RunningProcess,
  signal: NodeJS.Signals = 'SIGTERM',
  reach: Reach = 'itself',
): Promise<Exit> => {
  const pid = running.child.pid ?? 0
  const descendants = await running.descendants()
  const reached = { itself: [pid], group: [-pid], descendants: [pid, ...descendants] }
  if (!hasExited(running.child)) signalEach(reached[reach], signal)
  const family = [pid, ...descendants]
  const deadline = Date.now() + END_TIMEOUT_MS
  while (family.some(isRunning) && Date.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  const remaining = family.filter(isRunning)
  signalEach(remaining, 'SIGKILL')
  const exit = await running.exited
  if (remaining.length > 0)
    throw new Error(`${remaining.length} processes did not end at ${signal}:\n${running.output()}`)
  return exit
}
