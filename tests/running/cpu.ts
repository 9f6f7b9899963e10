import { readFileSync } from 'node:fs'

// The clock tick of /proc is 1/100 s on every Linux that Node.js runs on.
const TICKS_PER_SECOND = 100

/** Processor time of a process and the children it has waited for, in seconds; null where there is no /proc. */
export const cpuSeconds = (pid: number | 'self' = 'self'): number | null => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in parentheses may hold spaces: utime, stime, cutime and cstime are counted from behind it.
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
