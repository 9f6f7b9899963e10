import { readFile } from 'node:fs/promises'
import { runCommand } from './command.ts'

/** Unmounts everything below this folder, so that removing the folder removes nothing else. */
export const unmountBelow = async (directory: string): Promise<void> => {
  const mounts = await readFile('/proc/mounts', 'utf8').catch(() => '')
  const below = mounts
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')
    .filter((point) => point.startsWith(`${directory}/`))
    .reverse()
  for (const point of below) await runCommand(['umount', point])
}
