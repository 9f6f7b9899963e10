import { Command } from 'commander'
import { type Environment, withDatabase } from './opening.ts'
import { done, type Report } from './outcome.ts'

export const migrateCommand = (environment: Environment, report: Report): Command =>
  new Command('migrate')
    .summary('brings the database to this version')
    .description('Brings the database to this version. The server does the same when it starts.')
    .action(async () => {
      report(await withDatabase(environment, async () => done('The database is at this version.')))
    })
