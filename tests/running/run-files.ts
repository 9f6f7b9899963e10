import { availableParallelism } from 'node:os'
import type { Bundle } from './bundle.ts'
import { LANES, type Lane, laneOf } from './lanes.ts'
import { type Outcome, runProgram } from './run-program.ts'

/** A test file and how it is run. */
export type Run = { file: string; env: Record<string, string> }

export type RunOutcome = Outcome & { files: readonly string[]; lane: Lane; env: Record<string, string> }

type Options = {
  runs: readonly Run[]
  bundle: Bundle
  reporter: string
  /** Where the started servers are. */
  resources: Record<string, string>
  /** Prints each case as it ends: where few files are asked for. */
  isTalkative: boolean
}

type Program = {
  name: string
  files: readonly string[]
  lane: Lane
  program: string
  env: Record<string, string>
}

/** A test that hangs must end; no file takes a tenth of this on a quiet machine. */
const LONGEST_MS = 30 * 60_000

/** Runs files in processes of their own, rules in one; resolves to the outcome of each process. */
export const runFiles = async (options: Options): Promise<RunOutcome[]> => {
  const { bundle, runs, isTalkative } = options
  const waiting = await programsOf(runs, bundle)
  const outcomes: RunOutcome[] = []
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { files, lane, env } = next
      const outcome = { ...(await runOne(next, options)), files, lane, env }
      outcomes.push(outcome)
      report(outcome, isTalkative)
    }
  }
  await Promise.all(Array.from({ length: isTalkative ? 1 : sideBySide() }, worker))
  return outcomes
}

// Tests wait for databases and for one another's processes: one more than there are processors keeps those busy.
const sideBySide = (): number => {
  const count = Number(process.env['TEST_SIDE_BY_SIDE'] ?? availableParallelism() + 1)
  if (!Number.isSafeInteger(count) || count < 1) throw new Error('TEST_SIDE_BY_SIDE is not a number of files')
  return count
}

/** Lanes whose cases share nothing, so that files may share a process: each process costs most of a second. */
const SHARING: readonly Lane[] = ['journeys', 'stores']
/** Fewer files are run one by one, and reported so. */
export const FEW_FILES = 6

const programsOf = async (runs: readonly Run[], bundle: Bundle): Promise<Program[]> => {
  const rules = runs.filter(({ file }) => laneOf(file) === 'rules').map(({ file }) => file)
  const shares = ({ file, env }: Run) =>
    SHARING.includes(laneOf(file)) && Object.keys(env).length === 0 && runs.length > FEW_FILES
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
  for (const lane of SHARING) {
    const files = runs.filter((run) => shares(run) && laneOf(run.file) === lane).map(({ file }) => file)
    for (const [index, group] of dealt(files, GROUPS).entries()) {
      const name = `${lane}-${index + 1}`
      programs.push({ name, files: group, lane, program: await bundle.programOfAll(name, group), env: {} })
    }
  }
  if (rules.length === 0) return programs
  const program = await bundle.programOfAll('all-rules', rules)
  return [...programs, { name: 'rules', files: rules, lane: 'rules', program, env: {} }]
}

/** So many that none is long at the end. */
const GROUPS = 8

const dealt = <Item>(items: readonly Item[], count: number): Item[][] =>
  Array.from({ length: count }, (_, index) => items.filter((_item, at) => at % count === index)).filter(
    (group) => group.length > 0,
  )

const print = (text: string): void => void process.stdout.write(text)

const runOne = (
  { name, files, program, env }: Program,
  { reporter, resources, isTalkative }: Options,
): Promise<Outcome> => {
  const onOutput = isTalkative ? print : () => {}
  const all = { ...resources, ...env }
  return runProgram({ name, files, program, reporter, env: all, longestMs: LONGEST_MS, onOutput })
}

const report = (
  { name, passed, failed, seconds, output, complaints }: RunOutcome,
  isTalkative: boolean,
): void => {
  if (failed > 0 && !isTalkative) print(output)
  for (const complaint of complaints) print(`${name} ${complaint}\n`)
  print(`${failed > 0 ? `FAILED (${failed})` : 'ok'} ${name}: ${passed} passed in ${seconds.toFixed(1)} s\n`)
}

/** A table of lanes: processes, tests, seconds of processor. */
export const laneTable = (outcomes: readonly RunOutcome[]): string =>
  LANES.map((lane) => outcomes.filter((outcome) => outcome.lane === lane))
    .filter((own) => own.length > 0)
    .map((own) => {
      const tests = own.reduce((sum, { passed, failed }) => sum + passed + failed, 0)
      const isKnown = own.every(({ cpuSeconds }) => cpuSeconds !== null)
      const processor = own.reduce((sum, { cpuSeconds }) => sum + (cpuSeconds ?? 0), 0)
      const columns = [
        own[0]?.lane.padEnd(9),
        `${String(own.length).padStart(3)} processes`,
        `${String(tests).padStart(4)} tests`,
        isKnown ? `${processor.toFixed(0)} core-seconds` : 'core-seconds unknown',
      ]
      return `${columns.join(' | ')}\n`
    })
    .join('')
