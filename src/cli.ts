import { CommanderError } from 'commander'
import { failed, report } from './commands/outcome.ts'
import { operatorProgram } from './commands/program.ts'

const WRONG_USAGE = 2

try {
  await operatorProgram(process.env, report).parseAsync()
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : WRONG_USAGE
  else report(failed(error instanceof Error ? error.message : String(error)))
}
