import { availableParallelism } from 'node:os'
import type { Bundle } from './bundle.ts'
import { LANES, type Lane, laneOf } from './lanes.ts'
import { type Outcome, runProgram } from './run-program.ts'

/** No file takes a tenth of this on a quiet machine; a test that hangs must end all the same. */
const LONGEST_MS = 20 * 60_000

type Options = {
  files: readonly string[]
  bundle: Bundle
  reporter: string
  env: Record<string, string>
  /** Prints what tests say as they say it: where few are asked for. */
  isTalkative: boolean
}

type Program = { name: string; lane: Lane; program: string }

export type LaneOutcome = Outcome & { lane: Lane }

/** Runs files in processes of their own, rules in one; resolves to what came of each. */
export const runFiles = async (options: Options): Promise<LaneOutcome[]> => {
  const { bundle, files, isTalkative } = options
  const waiting = await programsOf(files, bundle)
  const outcomes: LaneOutcome[] = []
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const outcome = { ...(await runOne(next, options)), lane: next.lane }
      outcomes.push(outcome)
      report(outcome, isTalkative)
    }
  }
  await Promise.all(Array.from({ length: isTalkative ? 1 : sideBySide() }, worker))
  return outcomes
}

/** Tests wait for databases and for one another's processes: one more than there are processors keeps those busy. */
const sideBySide = (): number => Number(process.env['TEST_SIDE_BY_SIDE'] ?? availableParallelism() + 1)

const programsOf = async (files: readonly string[], bundle: Bundle): Promise<Program[]> => {
  const rules = files.filter((file) => laneOf(file) === 'rules')
  const others = files.filter((file) => laneOf(file) !== 'rules')
  const programs = others.map((file) => ({
    name: file,
    lane: laneOf(file),
    program: bundle.programOf(file),
  }))
  if (rules.length === 0) return programs
  return [
    ...programs,
    { name: 'rules', lane: 'rules', program: await bundle.programOfAll('all-rules', rules) },
  ]
}

const runOne = ({ name, program }: Program, { reporter, env, isTalkative }: Options): Promise<Outcome> =>
  runProgram({
    name,
    program,
    reporter,
    env,
    longestMs: LONGEST_MS,
    ...(isTalkative ? { onOutput: (text: string) => void process.stdout.write(text) } : {}),
  })

const report = ({ name, passed, failed, seconds, output }: LaneOutcome, isTalkative: boolean): void => {
  if (failed > 0 && !isTalkative) process.stdout.write(output)
  const mark = failed > 0 ? `FAILED, ${failed} failed` : 'ok'
  process.stdout.write(`${mark.padEnd(4)} ${name}: ${passed} passed in ${seconds.toFixed(1)} s\n`)
}

/** A table of lanes: files, tests, seconds of processor. */
export const laneTable = (outcomes: readonly LaneOutcome[]): string =>
  LANES.flatMap((lane) => {
    const own = outcomes.filter((outcome) => outcome.lane === lane)
    if (own.length === 0) return []
    const sum = (of: (outcome: LaneOutcome) => number) => own.reduce((total, each) => total + of(each), 0)
    const processor = own.some((each) => each.cpuSeconds === null)
      ? 'unknown'
      : `${sum((each) => each.cpuSeconds ?? 0).toFixed(0)} s`
    return `${lane.padEnd(9)} ${String(own.length).padStart(3)} processes ${String(sum((each) => each.passed)).padStart(4)} tests, processor ${processor}\n`
  }).join('')
