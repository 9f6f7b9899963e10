import { availableParallelism } from 'node:os'
import type { Bundle } from './bundle.ts'
import { isDeepOnly, LANES, type Lane, laneOf } from './lanes.ts'
import { type Outcome, runProgram } from './run-program.ts'

/** A test file and its environment. */
export type Run = { file: string; env: Record<string, string> }

export type RunOutcome = Outcome & { files: readonly string[]; lane: Lane; env: Record<string, string> }

type Options = {
  runs: readonly Run[]
  bundle: Bundle
  reporter: string
  /** The environment variables that name the started servers. */
  resources: Record<string, string>
  /** Prints each case as it ends. Used for few files. */
  isVerbose: boolean
}

type Program = {
  name: string
  files: readonly string[]
  lane: Lane
  program: string
  env: Record<string, string>
}

/** A hanging test must end. No file takes a tenth of this on a quiet machine. */
const MAX_RUN_MS = 30 * 60_000

/** Runs files in separate processes or several in one. Returns the outcome of each process. */
export const runFiles = async (options: Options): Promise<RunOutcome[]> => {
  const { bundle, runs, isVerbose } = options
  const programs = await programsOf(runs, bundle)
  const outcomes: RunOutcome[] = []
  const work = async (waiting: Program[]) => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { files, lane, env } = next
      const outcome = { ...(await runOne(next, options)), files, lane, env }
      outcomes.push(outcome)
      report(outcome, isVerbose)
    }
  }
  const waiting = programs.filter(({ files }) => !files.some(isDeepOnly))
  // Lighthouse measures time, so nothing runs beside it.
  await work(programs.filter((each) => !waiting.includes(each)))
  await Promise.all(Array.from({ length: isVerbose ? 1 : parallelProcesses() }, () => work(waiting)))
  return outcomes
}

// Tests wait for databases and processes. Two more than the number of processors keep all busy.
const parallelProcesses = (): number => {
  const count = Number(process.env['TEST_SIDE_BY_SIDE'] ?? availableParallelism() + 2)
  if (!Number.isSafeInteger(count) || count < 1) throw new Error('TEST_SIDE_BY_SIDE is not a number of files')
  return count
}

/**
 * The number of processes that share the files of a lane. Each process takes seconds until its code is compiled
 * and its servers and browser have started. With too few, one runs long at the end.
 */
const SHARED_PROCESSES: Partial<Record<Lane, number>> = { browser: 4, journeys: 8, rules: 1, stores: 8 }
/** Fewer files run in separate processes and are reported separately. */
export const FEW_FILES = 6

const programsOf = async (runs: readonly Run[], bundle: Bundle): Promise<Program[]> => {
  const isSharing = ({ file }: Run) =>
    laneOf(file) === 'rules' ||
    (laneOf(file) in SHARED_PROCESSES && runs.length > FEW_FILES && !isDeepOnly(file))
  const alone = runs.filter((run) => !isSharing(run)).map((run) => [run])
  const shared = groupBy(runs.filter(isSharing), ({ file, env }) => JSON.stringify([laneOf(file), env]))
  const groups = [...alone, ...shared.flatMap(dealToProcesses)]
  const programs = await Promise.all(groups.map((group, index) => programOf(group, index, bundle)))
  return programs.sort((one, other) => LANES.indexOf(one.lane) - LANES.indexOf(other.lane))
}

/** Compiles the program of files that share a lane and an environment. */
const programOf = async (group: readonly Run[], index: number, bundle: Bundle): Promise<Program> => {
  const [{ file = '', env = {} } = {}] = group
  const files = group.map((run) => run.file)
  const lane = laneOf(file)
  if (files.length === 1) return { name: file, files, lane, program: bundle.programOf(file), env }
  const name = `${lane}-${index + 1}`
  return { name, files, lane, program: await bundle.programOfAll(name, files), env }
}

const groupBy = <Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[][] => {
  const groups = new Map<string, Item[]>()
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item])
  return [...groups.values()]
}

const dealToProcesses = (runs: readonly Run[]): Run[][] =>
  deal(runs, SHARED_PROCESSES[laneOf(runs[0]?.file ?? '')] ?? 1)

const deal = <Item>(items: readonly Item[], count: number): Item[][] =>
  Array.from({ length: count }, (_, index) => items.filter((_item, at) => at % count === index)).filter(
    (group) => group.length > 0,
  )

const print = (text: string): void => void process.stdout.write(text)

const runOne = (
  { name, files, program, env }: Program,
  { reporter, resources, isVerbose }: Options,
): Promise<Outcome> => {
  const onOutput = isVerbose ? print : () => {}
  const all = { ...resources, ...env }
  return runProgram({ name, files, program, reporter, env: all, maxMs: MAX_RUN_MS, onOutput })
}

const report = (
  { name, passed, failed, seconds, output, complaints }: RunOutcome,
  isVerbose: boolean,
): void => {
  if (failed > 0 && !isVerbose) print(output)
  for (const complaint of complaints) print(`${name} ${complaint}\n`)
  print(`${failed > 0 ? `FAILED (${failed})` : 'ok'} ${name}: ${passed} passed in ${seconds.toFixed(1)} s\n`)
}

/** Returns a table of lanes: processes, tests, processor seconds. */
export const laneTable = (outcomes: readonly RunOutcome[]): string =>
  LANES.map((lane) => outcomes.filter((outcome) => outcome.lane === lane))
    .filter((laneOutcomes) => laneOutcomes.length > 0)
    .map((laneOutcomes) => {
      const tests = laneOutcomes.reduce((sum, { passed, failed }) => sum + passed + failed, 0)
      const isKnown = laneOutcomes.every(({ cpuSeconds }) => cpuSeconds !== null)
      const processor = laneOutcomes.reduce((sum, { cpuSeconds }) => sum + (cpuSeconds ?? 0), 0)
      const columns = [
        laneOutcomes[0]?.lane.padEnd(9),
        `${String(laneOutcomes.length).padStart(3)} processes`,
        `${String(tests).padStart(4)} tests`,
        isKnown ? `${processor.toFixed(0)} core-seconds` : 'core-seconds unknown',
      ]
      return `${columns.join(' | ')}\n`
    })
    .join('')
