import { Command, CommanderError } from 'commander'
import { connectCommand } from './commands/connect-command.ts'
import { doctorCommand } from './commands/doctor-command.ts'
import { importCommand } from './commands/import-command.ts'
import { migrateCommand } from './commands/migrate-command.ts'
import { failed, report } from './commands/outcome.ts'
import { rebuildCommand, reconcileCommand } from './commands/reconcile-command.ts'
import { rotateCommand } from './commands/rotate-command.ts'
import { staffCommand } from './commands/staff-command.ts'

const WRONG_USAGE = 2

const environment = process.env
const commands = [
  staffCommand(environment),
  connectCommand(environment),
  reconcileCommand(environment),
  rebuildCommand(environment),
  importCommand(environment),
  doctorCommand(environment),
  rotateCommand(environment),
  migrateCommand(environment),
]

const program = new Command('npm run mainstay --')
  .description(
    'Commands for the operator. They read the same environment as the server (config/environment.example).',
  )
  .addHelpText('after', '\nExit code: 0 done, 1 failed, 2 wrong usage.')
for (const command of commands) program.addCommand(command)

/** Commander would exit with 1: wrong usage has a code of its own. */
const throwInsteadOfExit = (command: Command): void => {
  command.exitOverride().showHelpAfterError()
  command.commands.forEach(throwInsteadOfExit)
}
throwInsteadOfExit(program)

try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : WRONG_USAGE
  else report(failed(error instanceof Error ? error.message : String(error)))
}
