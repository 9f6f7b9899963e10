import { readdir, readFile } from 'node:fs/promises'

const parentOf = async (pid: number): Promise<number> => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Number(/^PPid:\s*(\d+)$/m.exec(status)?.[1] ?? 0)
}

/** Returns the descendants of this process that have no children. */
export const findLeaves = async (ancestor: number): Promise<number[]> => {
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0)
  const parents = new Map(await Promise.all(pids.map(async (pid) => [pid, await parentOf(pid)] as const)))
  const below = (parent: number): number[] => {
    const children = pids.filter((pid) => parents.get(pid) === parent)
    return children.length === 0 ? [parent] : children.flatMap(below)
  }
  return below(ancestor).filter((pid) => pid !== ancestor)
}
