import { connectCommand } from './commands/connect-command.ts'
import { doctorCommand } from './commands/doctor-command.ts'
import { importCommand } from './commands/import-command.ts'
import { withDatabase } from './commands/opening.ts'
import { type Command, done, failed, type Outcome, wrongUsage } from './commands/outcome.ts'
import { rebuildCommand, reconcileCommand } from './commands/reconcile-command.ts'
import { rotateCommand } from './commands/rotate-command.ts'
import { staffCommand } from './commands/staff-command.ts'

const environment = process.env

const migrateCommand: Command = {
  usage: 'migrate',
  help: 'npm run mainstay -- migrate\n\nBrings the database to this version. The server does the same at its start.\n',
  run: async (words) =>
    words.length > 0
      ? wrongUsage(migrateCommand.help)
      : withDatabase(environment, async () => done('The database is at this version.')),
}

const COMMANDS: Record<string, Command> = {
  staff: staffCommand(environment),
  'connect-stripe': connectCommand(environment),
  reconcile: reconcileCommand(environment),
  rebuild: rebuildCommand(environment),
  'import-stripe': importCommand(environment),
  doctor: doctorCommand(environment),
  'rotate-keys': rotateCommand(environment),
  migrate: migrateCommand,
}

const HELP = `npm run mainstay -- <command>

${Object.values(COMMANDS)
  .map(({ usage }) => `  ${usage}`)
  .join('\n')}

Each takes --help. The environment is that of the server (config/environment.example).
Exit code: 0 done, 1 failed, 2 wrong usage.
`

const run = async ([name, ...words]: readonly string[]): Promise<Outcome> => {
  if (name === '--help') return done(HELP)
  const command = Object.hasOwn(COMMANDS, name ?? '') ? COMMANDS[name ?? ''] : undefined
  if (!command) return wrongUsage(HELP)
  if (words.includes('--help')) return done(command.help)
  return command.run(words)
}

const outcome = await run(process.argv.slice(2)).catch((error: unknown) =>
  failed(error instanceof Error ? error.message : String(error)),
)
;(outcome.code === 0 ? process.stdout : process.stderr).write(`${outcome.text}\n`)
process.exitCode = outcome.code
