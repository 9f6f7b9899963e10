import { Command } from 'commander'
import { checkArticlesCommand } from './check-articles-command.ts'
import { connectCommand } from './connect-command.ts'
import { demoCommand } from './demo-command.ts'
import { doctorCommand } from './doctor-command.ts'
import { importCommand } from './import-command.ts'
import { migrateCommand } from './migrate-command.ts'
import type { Environment } from './opening.ts'
import type { Report } from './outcome.ts'
import { rebuildCommand, reconcileCommand } from './reconcile-command.ts'
import { rotateCommand } from './rotate-command.ts'
import { staffCommand } from './staff-command.ts'

/**
 * Creates the operator's commands. Wrong usage and help throw CommanderError. `report` receives the result.
 */
export const operatorProgram = (environment: Environment, report: Report): Command => {
  const program = new Command('npm run mainstay --')
    .description(
      'Commands for the operator. They read the same environment as the server (config/environment.example).',
    )
    .addHelpText('after', '\nExit code: 0 done, 1 failed, 2 wrong usage.')
  const commands = [
    staffCommand(environment, report),
    connectCommand(environment, report),
    reconcileCommand(environment, report),
    rebuildCommand(environment, report),
    importCommand(environment, report),
    doctorCommand(environment, report),
    checkArticlesCommand(environment, report),
    rotateCommand(environment, report),
    demoCommand(environment, report),
    migrateCommand(environment, report),
  ]
  for (const command of commands) program.addCommand(command)
  throwInsteadOfExit(program)
  return program
}

// Otherwise commander would end the process with code 1.
const throwInsteadOfExit = (command: Command): void => {
  command.exitOverride().showHelpAfterError()
  command.commands.forEach(throwInsteadOfExit)
}
