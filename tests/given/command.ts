import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Outcome } from '../../src/commands/outcome.ts'
import { operatorProgram } from '../../src/commands/program.ts'
import { projectFile } from '../../src/platform/project-files.ts'
import { isDeep } from './depth.ts'

const run = promisify(execFile)

export type CommandResult = { code: number; out: string }

type Command = (env: Record<string, string | undefined>, words: readonly string[]) => Promise<CommandResult>

/** Runs an operator command in a separate process, as operators do. */
export const startCommand: Command = (env, words) =>
  run(process.execPath, ['dist/cli.js', ...words], { cwd: projectFile(), env }).then(
    ({ stdout }) => ({ code: 0, out: stdout }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      out: error.stdout + error.stderr,
    }),
  )

const callCommand: Command = async (env, words) => {
  const outcomes: Outcome[] = []
  await operatorProgram(env, (outcome) => void outcomes.push(outcome)).parseAsync(words, { from: 'user' })
  const [outcome] = outcomes
  assert.ok(outcome && outcomes.length === 1, 'a command reports once')
  return { code: outcome.code, out: `${outcome.text}\n` }
}

/** Runs the command in this process, which saves a second. The deep half starts it like an operator. */
export const runCommand: Command = isDeep ? startCommand : callCommand
