import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, readdir, rm } from 'node:fs/promises'
import path from 'node:path'

const COPY_PREFIX = 'before-repair-'

/** True if these words of redis-server say that its append-only file is broken. */
export const isBrokenFile = (words: string): boolean => /reading the append only file/i.test(words)

/**
 * Copies the append-only file, then cuts off its broken end with Redis's own tool. Returns the name of the copy; null
 * if the tool is missing or gives up.
 */
export const repairAppendOnlyFile = async (directory: string): Promise<string | null> => {
  // Redis 7 keeps several files in a folder, older versions one.
  const folder = existsSync(path.join(directory, 'appendonlydir')) ? 'appendonlydir' : ''
  const files = path.join(directory, folder || 'appendonly.aof')
  if (!existsSync(files)) return null
  const copy = `${COPY_PREFIX}${new Date().toISOString().replace(/[:.]/g, '-')}`
  await cp(files, path.join(directory, copy), { recursive: true })
  const broken = folder ? path.join(files, 'appendonly.aof.manifest') : files
  return (await runCheck(broken)) ? copy : null
}

/** Deletes the copies of earlier repairs. They hold readers' entries that were erased since. */
export const deleteCopies = async (directory: string): Promise<void> => {
  for (const name of await readdir(directory))
    if (name.startsWith(COPY_PREFIX)) await rm(path.join(directory, name), { recursive: true, force: true })
}

const runCheck = (file: string): Promise<boolean> =>
  new Promise((resolve) => {
    const child = spawn('redis-check-aof', ['--fix', file], {
      stdio: ['pipe', 'ignore', 'ignore'],
    })
    child.once('error', () => resolve(false))
    child.once('exit', (code) => resolve(code === 0))
    // The tool asks before it shortens the file. It may end without reading the answer.
    child.stdin.on('error', () => {})
    child.stdin.end('y\n')
  })
