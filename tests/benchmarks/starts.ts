import { spawnSync } from 'node:child_process'
import { projectFile } from '../../src/platform/project-files.ts'
import { givenDirectory } from '../given/resources/directories.ts'
import { endProcess, startProcess } from '../given/resources/process.ts'
import type { Row } from './bench.ts'
import { median } from './median.ts'

const FIRST_GOAL_S = 15
const LATER_GOAL_S = 5
const ROUNDS = 3

const secondsToStart = async (dataDir: string): Promise<number> => {
  const startedAt = performance.now()
  const running = await startProcess({ dataDir, command: ['npm', 'start', '--silent'] })
  const seconds = (performance.now() - startedAt) / 1000
  await endProcess(running)
  return seconds
}

/** Measures the start of `npm start` with embedded defaults and nothing to compile. */
export const measureStarts = async (): Promise<Row[]> => {
  spawnSync('sh', ['build-if-changed.sh'], { stdio: 'inherit', cwd: projectFile() })
  const first: number[] = []
  const later: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const data = await givenDirectory()
    first.push(await secondsToStart(data.path))
    later.push(await secondsToStart(data.path))
    await data.remove()
  }
  return [
    rowOf('first start, on an empty DATA_DIR', first, FIRST_GOAL_S),
    rowOf('later start', later, LATER_GOAL_S),
  ]
}

const rowOf = (what: string, seconds: number[], goal: number): Row => {
  const middle = median(seconds)
  return {
    what,
    measured: `${middle.toFixed(1)} s`,
    beside: `median of ${seconds.length}, ${Math.min(...seconds).toFixed(1)} to ${Math.max(...seconds).toFixed(1)} s`,
    goal: `under ${goal} s`,
    reached: middle < goal,
  }
}
