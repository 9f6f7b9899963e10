import { readFileSync } from 'node:fs'

// The clock tick of /proc is 1/100 s on every Linux that runs Node.js.
const TICKS_PER_SECOND = 100

/** Returns the processor time of a process and its finished children, in seconds. Null without /proc. */
export const cpuSeconds = (pid: number | 'self' = 'self'): number | null => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The process name may contain spaces, so fields are counted after its parentheses: utime, stime, cutime,
    // cstime.
    const ticks = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 15)
      .map(Number)
    return ticks.reduce((sum, each) => sum + each, 0) / TICKS_PER_SECOND
  } catch {
    return null
  }
}
