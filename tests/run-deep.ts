import { randomInt } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { projectFile } from '../src/platform/project-files.ts'
import { ODD_INSTANTS, ODD_ZONES } from './given/instants.ts'
import { isDeepOnly, laneOf, testFiles } from './running/lanes.ts'
import { runAll } from './running/run-all.ts'
import type { Run } from './running/run-files.ts'

const USAGE = `npm run test:deep -- [options]
  --lives N     random lives in all (360)
  --people N    people in a backlog worked off by pages (500)
  --instants N  times the journeys run, each from another odd instant and zone (3)
  --share N     runs one in N of the journeys at each instant, and of the stores and rules with more rounds;
                another seed runs others (1)
  --pages N     pages that Lighthouse inspects, the article first (5)
  --skip-faults leaves out the kill loops in full, and readers in Chromium
  --seed S      a whole number; by default one is drawn and printed
`
const LIVES = 'tests/billing/lives-job.test.ts'
const BACKLOG = 'tests/billing/sync/backlog-job.test.ts'
const ACTIONS = 'tests/journeys/account/random-actions.test.ts'
const READERS = ['tests/browser/reader.test.ts', 'tests/browser/appeal-forms.test.ts']
/** Random lives per process. Enough to contain every command, which is asserted. */
const LIVES_PER_PROCESS = 120
/** Larger than the number of seeds one process uses. */
const SEED_STEP = 1_000

type Depth = {
  lives: number
  people: number
  instants: number
  share: number
  pages: number
  seed: number
}
type Options = { depth: Depth; skipsFaults: boolean }

const readOptions = (): Options => {
  const { values } = parseArgs({
    options: {
      lives: { type: 'string', default: '360' },
      people: { type: 'string', default: '500' },
      instants: { type: 'string', default: '3' },
      share: { type: 'string', default: '1' },
      pages: { type: 'string', default: '5' },
      seed: { type: 'string', default: String(randomInt(2 ** 31)) },
      'skip-faults': { type: 'boolean', default: false },
    },
  })
  const depth = {
    lives: Number(values.lives),
    people: Number(values.people),
    instants: Number(values.instants),
    share: Number(values.share),
    pages: Number(values.pages),
    seed: Number(values.seed),
  }
  for (const [name, value] of Object.entries(depth))
    if (!Number.isSafeInteger(value) || value < 0) throw new Error(`--${name} is not a whole number`)
  return { depth, skipsFaults: values['skip-faults'] }
}

const livesOf = ({ lives, seed }: Depth): Run[] =>
  Array.from({ length: Math.ceil(lives / LIVES_PER_PROCESS) }, (_, index) => ({
    file: LIVES,
    env: {
      TEST_DEPTH: 'deep',
      TEST_LIVES: String(Math.min(LIVES_PER_PROCESS, lives - index * LIVES_PER_PROCESS)),
      TEST_SEED: String(seed + index * SEED_STEP),
    },
  }))

const backlogOf = ({ people }: Depth): Run[] =>
  people === 0 ? [] : [{ file: BACKLOG, env: { TEST_DEPTH: 'deep', TEST_PEOPLE: String(people) } }]

const pagesOf = ({ pages }: Depth): Run[] =>
  pages === 0
    ? []
    : testFiles()
        .filter(isDeepOnly)
        .map((file) => ({ file, env: { TEST_DEPTH: 'deep', TEST_PAGES: String(pages) } }))

/** Another seed or index keeps other files. */
const isInShare = ({ seed, share }: Depth, place: number, index = 0): boolean =>
  share <= 1 || (place + seed + index) % share === 0

const readsDepth = (file: string): boolean =>
  readFileSync(projectFile(file), 'utf8').includes('given/depth.ts')

/** Stores and rules that run more rounds or engines in the deep half. */
const withMoreRounds = (depth: Depth): Run[] =>
  testFiles()
    .filter((file) => ['stores', 'rules'].includes(laneOf(file)) && readsDepth(file))
    .filter((_file, place) => isInShare(depth, place))
    .map((file) => ({ file, env: { TEST_DEPTH: 'deep' } }))

const pick = <Item>(items: readonly Item[], index: number): Item => items[index % items.length] as Item

const journeysAt = (depth: Depth, index: number): Run[] =>
  testFiles()
    .filter((file) => laneOf(file) === 'journeys')
    .filter((_file, place) => isInShare(depth, place, index))
    .map((file) => ({
      file,
      env: {
        // Steps that are coprime to the lengths of the lists reach every pair eventually.
        TEST_START_AT: pick(ODD_INSTANTS, depth.seed + index * 5),
        TEST_TIME_ZONE: pick(ODD_ZONES, depth.seed + index * 3),
        TEST_DEPTH: 'deep',
        ...(file === ACTIONS ? { TEST_SEED: String(depth.seed + index), TEST_RUNS: '30' } : {}),
      },
    }))

const faults = (): Run[] =>
  [...testFiles().filter((file) => laneOf(file) === 'faults'), ...READERS].map((file) => ({
    file,
    env: { TEST_DEPTH: 'deep' },
  }))

try {
  const { depth, skipsFaults } = readOptions()
  const { seed, lives, people } = depth
  process.stdout.write(`Seed ${seed}: ${lives} lives, a backlog of ${people}, ${depth.instants} instants\n`)
  const instants = Array.from({ length: depth.instants }, (_, index) => journeysAt(depth, index)).flat()
  const runs = [
    ...pagesOf(depth),
    ...(skipsFaults ? [] : faults()),
    ...livesOf(depth),
    ...backlogOf(depth),
    ...withMoreRounds(depth),
    ...instants,
  ]
  const isGood = await runAll(runs, { isByName: false })
  process.exitCode = isGood ? 0 : 1
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n${USAGE}`)
  process.exitCode = 2
}
