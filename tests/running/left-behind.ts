import { readdirSync, readFileSync } from 'node:fs'

/** The environment variable that marks every process a test file starts, directly or indirectly. */
export const MARK = 'TEST_PROCESS_OF'

const END_TIMEOUT_MS = 30_000
const POLL_MS = 50

type Process = { pid: number; command: string }

const markedWith = (mark: string): Process[] => {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => readIfMarked(Number(name), mark))
  } catch {
    return []
  }
}

const readIfMarked = (pid: number, mark: string): Process[] => {
  try {
    const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0')
    if (!environment.includes(`${MARK}=${mark}`)) return []
    return [{ pid, command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim() }]
  } catch {
    // The process ended meanwhile or belongs to another user.
    return []
  }
}

/** Waits until all marked processes have ended. Kills the remaining ones and returns their commands. */
export const endLeftBehind = async (mark: string, withinMs = END_TIMEOUT_MS): Promise<string[]> => {
  const deadline = Date.now() + withinMs
  while (markedWith(mark).length > 0 && Date.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  const left = markedWith(mark)
  for (const { pid } of left) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // The process ended by itself.
    }
  }
  return left.map(({ command }) => command)
}
