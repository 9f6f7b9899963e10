import { Command, InvalidArgumentError } from 'commander'
import { writeAppealOfDemo } from '../app/reports/appeal-of-demo.ts'
import { removeDemoCounts } from '../appeal/demo/demo-counts-store.ts'
import { type DemoRefusal, findDemoRefusal } from '../billing/demo/demo-state-action.ts'
import { DEMO_SIZE } from '../billing/demo/invented/demo-plan.ts'
import { removeDemo } from '../billing/demo/remove-demo-action.ts'
import { writeDemo } from '../billing/demo/write-demo-action.ts'
import { rebuildRollups } from '../reports/rollups/rollup-store.ts'
import { type Environment, type OpenedForCommand, withBilling } from './opening.ts'
import { done, failed, type Outcome, type Report } from './outcome.ts'

const DESCRIPTION = [
  'Fills an empty record with invented supporters, to try the reports. Only with the Stripe sandbox.',
  'The same seed and time give the same supporters. Their ids begin with cus_demo_; no job contacts them.',
].join(' ')

const REFUSALS: Record<DemoRefusal, string> = {
  'real-stripe': 'Stripe is a real account here: demo data is for trials with the sandbox only.',
  'real-supporters': 'The record already holds supporters: demo data is only written into an empty record.',
  'has-demo': 'There is demo data already: remove it first with demo --remove.',
}

const integer =
  (least: number, most: number) =>
  (text: string): number => {
    const number = Number(text)
    if (!/^\d+$/.test(text) || number < least || number > most)
      throw new InvalidArgumentError(`It is an integer from ${least} to ${most}.`)
    return number
  }

type Options = { supporters: number; months: number; seed: number; remove?: boolean }

export const demoCommand = (environment: Environment, report: Report): Command =>
  new Command('demo')
    .summary('fills an empty record with demo data, or removes it')
    .description(DESCRIPTION)
    .option('--supporters <n>', 'how many supporters', integer(1, 5_000), DEMO_SIZE.supporters)
    .option('--months <m>', 'how many months up to now', integer(1, 120), DEMO_SIZE.months)
    .option('--seed <s>', 'another seed gives other supporters', integer(0, 2 ** 31), DEMO_SIZE.seed)
    .option('--remove', 'remove the demo data and nothing else')
    .action(async ({ remove = false, ...size }: Options) => {
      report(await withBilling(environment, (opened) => (remove ? takeAway(opened) : fill(opened, size))))
    })

const fill = async ({ resources }: OpenedForCommand, size: Omit<Options, 'remove'>): Promise<Outcome> => {
  const { database, newsroom, isSandbox, now } = resources
  const refusal = await findDemoRefusal(database, isSandbox)
  if (refusal) return failed(REFUSALS[refusal])
  const plan = { ...size, now: now(), rules: newsroom.rules, offers: newsroom.giving }
  await writeDemo(database, plan, {
    writeMore: writeAppealOfDemo(resources),
    onProgress: (written) => showProgress(written, size.supporters),
  })
  return done(`Demo data: ${size.supporters} supporters over ${size.months} months`)
}

// On standard error, because the result goes to standard output.
const showProgress = (written: number, supporters: number): void => {
  const end = process.stderr.isTTY && written < supporters ? '\r' : '\n'
  process.stderr.write(`Writing demo data: ${written} of ${supporters}${end}`)
}

const takeAway = async ({ resources: { database } }: OpenedForCommand): Promise<Outcome> => {
  const supporters = await removeDemo(database, { removeMore: removeDemoCounts, rebuildRollups })
  return done(supporters === 0 ? 'There is no demo data.' : `Removed: ${supporters} invented supporters`)
}
