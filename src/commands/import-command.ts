import { Command, InvalidArgumentError } from 'commander'
import { type ImportResult, importSubscribers } from '../billing/maintenance/import-action.ts'
import { type Environment, type OpenedForCommand, withBilling } from './opening.ts'
import { done, type Outcome, type Report } from './outcome.ts'

const DESCRIPTION = [
  'Imports the live subscriptions to these products that began without Mainstay.',
  'Each customer becomes a supporter, with the whole history that Stripe has. Nothing changes at Stripe.',
  'Weekly, monthly, quarterly and yearly subscriptions are imported; others are named and left. Run again, it imports what is new.',
].join(' ')

const addProduct = (id: string, earlier: readonly string[] = []): readonly string[] => {
  if (!/^\w+$/.test(id)) throw new InvalidArgumentError('It is not the id of a product.')
  return [...earlier, id]
}

type Options = { product: readonly string[]; dryRun?: boolean }

export const importCommand = (environment: Environment, report: Report): Command =>
  new Command('import-stripe')
    .summary('imports subscriptions that began without Mainstay')
    .description(DESCRIPTION)
    .requiredOption('--product <id>', 'a product of the account; may be given several times', addProduct)
    .option('--dry-run', 'only count')
    .action(async ({ product, dryRun = false }: Options) => {
      report(await withBilling(environment, (opened) => importFrom(opened, new Set(product), dryRun)))
    })

const importFrom = async (
  { resources, billing }: OpenedForCommand,
  products: Set<string>,
  isDryRun: boolean,
): Promise<Outcome> => {
  const { stripe, database, now } = resources
  const { listSubscriptions } = stripe
  const result = await importSubscribers({ listSubscriptions, database, now }, products, isDryRun)
  const fetched = isDryRun ? null : await billing.work.drain()
  return done(reportLines(result, fetched).join('\n'))
}

const reportLines = (result: ImportResult, fetched: number | null): string[] => [
  `${fetched === null ? 'Would import' : 'Imported'}: ${result.imported}`,
  ...Array.from(result.annual, ([currency, amount]) => `  ${currency}: ${amount} minor units a year`),
  `Imported before: ${result.already}`,
  `Started through Mainstay: ${result.ours}`,
  `Ended: ${result.ended}`,
  `Of other products: ${result.other}`,
  ...Array.from(result.rejected, ([because, count]) => `Not imported, ${because}: ${count}`),
  ...(fetched === null ? [] : [`Customers fetched: ${fetched}`]),
]
