import { readdirSync, readFileSync } from 'node:fs'

/** Environment variable that marks every process a test file starts, directly or not. */
export const MARK = 'TEST_PROCESS_OF'

const GONE_WITHIN_MS = 30_000
const POLL_MS = 50

type Process = { pid: number; command: string }

const markedWith = (mark: string): Process[] => {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => readMarked(Number(name), mark))
  } catch {
    return []
  }
}

const readMarked = (pid: number, mark: string): Process[] => {
  try {
    const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0')
    if (!environment.includes(`${MARK}=${mark}`)) return []
    return [{ pid, command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim() }]
  } catch {
    // It ended meanwhile, or is somebody else's.
    return []
  }
}

/** Waits until all processes with this mark are gone; kills those that stay, and resolves to their commands. */
export const endLeftBehind = async (mark: string, withinMs = GONE_WITHIN_MS): Promise<string[]> => {
  const deadline = Date.now() + withinMs
  while (markedWith(mark).length > 0 && Date.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  const left = markedWith(mark)
  for (const { pid } of left) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It ended by itself after all.
    }
  }
  return left.map(({ command }) => command)
}
