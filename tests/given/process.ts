import { type ChildProcess, spawn } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { projectFile } from '../../src/platform/project-files.ts'

const KEY = `k1:${Buffer.alloc(32, 7).toString('base64')}`
/** Processes on one database have their keys in common. */
export const SHARED_KEYS = { SIGNING_KEYS: KEY, SEALING_KEYS: KEY, INDEX_KEYS: KEY }

export type RunningProcess = {
  child: ChildProcess
  addresses: { newsroom: string; staffSignIn?: string; sandbox?: string }
  output: () => string
  /** From the start of the process until it was ready. */
  startedInMs: number
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
  /** Ids of the processes it started, and theirs. */
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
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** Starts the built program as an operator does; resolves once run.json says where it is. */
export const startProcess = async ({
  dataDir,
  env = {},
  command = [process.execPath, '--max-semi-space-size=2', 'dist/main.js'],
}: Options): Promise<RunningProcess> => {
  const runFile = path.join(dataDir, 'run.json')
  await rm(runFile, { force: true })
  const { PATH = '', HOME = '' } = process.env
  const startedAt = performance.now()
  const [program, ...parameters] = command
  const child = spawn(program, parameters, {
    cwd: projectFile(),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH, HOME, DATA_DIR: dataDir, PORT: '0', SANDBOX_PORT: '0', ...env },
  })
  const printed: string[] = []
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk) => void printed.push(String(chunk)))
  const output = () => printed.join('')
  const exited: RunningProcess['exited'] = new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }))
  })
  for (;;) {
    const text = await readFile(runFile, 'utf8').catch(() => null)
    if (text !== null) {
      const startedInMs = performance.now() - startedAt
      const addresses = JSON.parse(text) as RunningProcess['addresses']
      return {
        child,
        addresses,
        output,
        startedInMs,
        exited,
        descendants: () => childrenOf(child.pid ?? 0),
      }
    }
    if (child.exitCode !== null || performance.now() - startedAt > 30_000) {
      child.kill('SIGKILL')
      throw new Error(`The process did not start:\n${output()}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** Ends a process and all that it started, and waits until they are gone. */
export const endProcess = async (
  running: RunningProcess,
  signal: NodeJS.Signals = 'SIGTERM',
): Promise<void> => {
  const descendants = await running.descendants()
  running.child.kill(signal)
  await running.exited
  const deadline = Date.now() + 5_000
  while (descendants.some(isRunning) && Date.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 20))
  for (const pid of descendants.filter(isRunning)) process.kill(pid, 'SIGKILL')
}
