import { spawn } from 'node:child_process'
import { isRunning } from '../given/resources/process.ts'

export type Finished = { code: number; output: string }

type Options = {
  /** Kills the program and its children. */
  signal?: AbortSignal
  input?: string
  onStart?: (pid: number) => void
  env?: Record<string, string>
}

/** Runs a program to its end in a separate process group. Returns the output instead of printing it. */
export const runCommand = (
  [program, ...parameters]: readonly [string, ...string[]],
  { signal, input = '', onStart, env = {} }: Options = {},
): Promise<Finished> =>
  new Promise((resolve, reject) => {
    signal?.throwIfAborted()
    const child = spawn(program, parameters, { detached: true, env: { ...process.env, ...env } })
    if (child.pid !== undefined) onStart?.(child.pid)
    const printed: string[] = []
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => void printed.push(String(chunk)))
    const end = () => {
      if (child.pid !== undefined && isRunning(-child.pid)) process.kill(-child.pid, 'SIGTERM')
    }
    signal?.addEventListener('abort', end)
    child.once('error', reject)
    child.once('close', (code) => {
      signal?.removeEventListener('abort', end)
      resolve({ code: code ?? 1, output: printed.join('') })
    })
    child.stdin.on('error', () => {})
    child.stdin.end(input)
  })

export const lastLines = (text: string, count = 40): string =>
  text.trim().split('\n').slice(-count).join('\n')

/** Runs a program that must succeed. Returns its output. */
export const mustRun = async (
  command: readonly [string, ...string[]],
  options: Options = {},
): Promise<string> => {
  const { code, output } = await runCommand(command, options)
  options.signal?.throwIfAborted()
  if (code !== 0) throw new Error(`${command.join(' ')}\nexit code ${code}\n${lastLines(output)}`)
  return output
}
