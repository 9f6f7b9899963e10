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

/** Runs files in separate processes and all rules in one. Returns the outcome of each process. */
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

/** Lanes whose files may share a process. Each process costs most of a second. */
const SHARING_LANES: readonly Lane[] = ['journeys', 'stores']
/** Fewer files run in separate processes and are reported separately. */
export const FEW_FILES = 6

const programsOf = async (runs: readonly Run[], bundle: Bundle): Promise<Program[]> => {
  const rules = runs.filter(({ file }) => laneOf(file) === 'rules').map(({ file }) => file)
  const shares = ({ file, env }: Run) =>
    SHARING_LANES.includes(laneOf(file)) && Object.keys(env).length === 0 && runs.length > FEW_FILES
  const alone = runs.filter((run) => laneOf(run.file) !== 'rules' && !shares(run))
  const programs = alone.map(
    ({ file, env }): Program => ({
      name: file,
      files: [file],
      lane: laneOf(file),
      program: bundle.programOf(file),
      env,
    }),
  )
  for (const lane of SHARING_LANES) {
    const files = runs.filter((run) => shares(run) && laneOf(run.file) === lane).map(({ file }) => file)
    for (const [index, group] of deal(files, GROUPS).entries()) {
      const name = `${lane}-${index + 1}`
      programs.push({ name, files: group, lane, program: await bundle.programOfAll(name, group), env: {} })
    }
  }
  if (rules.length === 0) return programs
  const program = await bundle.programOfAll('all-rules', rules)
  return [...programs, { name: 'rules', files: rules, lane: 'rules', program, env: {} }]
}

/** Enough groups that none runs long at the end. */
const GROUPS = 8

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
