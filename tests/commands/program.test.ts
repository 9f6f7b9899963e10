import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { CommanderError } from 'commander'
import { operatorProgram } from '../../src/commands/program.ts'

const NAMES = [
  'staff',
  'connect-stripe',
  'reconcile',
  'rebuild',
  'import-stripe',
  'doctor',
  'check-articles',
  'rotate-keys',
  'demo',
  'migrate',
]

/** Runs a command that fails before it opens anything. Returns its exit code and output. */
const run = async (...words: string[]): Promise<{ code: number; out: string }> => {
  const printed: string[] = []
  const print = (text: string) => void printed.push(text)
  const program = operatorProgram({}, () => assert.fail('The command ran'))
  for (const command of [program, ...program.commands, ...program.commands.flatMap((each) => each.commands)])
    command.configureOutput({ writeOut: print, writeErr: print })
  try {
    await program.parseAsync(words, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return { code: error.exitCode, out: printed.join('') }
  }
  throw new Error('The command ran')
}

describe('the operator’s commands', () => {
  for (const name of NAMES)
    test(`${name} has its own help and rejects an unknown option`, async () => {
      const help = await run(name, '--help')
      assert.deepEqual([help.code, help.out.includes(`mainstay -- ${name}`)], [0, true])
      const required = name === 'import-stripe' ? ['--product', 'prod_1'] : []
      const refused = await run(name, ...required, '--nonsense')
      assert.equal(refused.code, 1)
      assert.match(refused.out, /unknown option '--nonsense'/)
    })

  test('the general help lists every command', async () => {
    const { code, out } = await run('--help')
    assert.equal(code, 0)
    for (const name of NAMES) assert.match(out, new RegExp(`^ {2}${name} `, 'm'))
    assert.match(out, /2 wrong usage/)
  })

  for (const words of [
    ['nonsense'],
    ['import-stripe'],
    ['import-stripe', '--product', 'a b'],
    ['migrate', 'x'],
    ['demo', '--supporters', '0'],
    ['demo', '--seed', 'x'],
  ])
    test(`${words.join(' ')} is wrong usage`, async () => assert.equal((await run(...words)).code, 1))

  for (const words of [
    ['staff', 'add'],
    ['staff', 'add', 'Ilse', 'report', '--role', 'finance'],
    ['staff', 'role', 'Ilse'],
    ['staff', 'disable'],
    ['staff', 'link'],
    ['staff', 'promote'],
  ])
    test(`${words.join(' ')} is wrong usage`, async () => assert.equal((await run(...words)).code, 1))

  for (const [words, unknown] of [
    [['staff', 'role', 'Ilse', 'queen'], 'queen'],
    [['staff', 'add', 'Ilse', 'report,queen'], 'queen'],
    [['staff', 'add', 'Ilse', '--role', 'campaigns,queen'], 'queen'],
    [['staff', 'role', 'Ilse', 'report,'], ''],
  ] as const)
    test(`${words.join(' ')} names the unknown role and all that there are`, async () => {
      const { code, out } = await run(...words)
      assert.equal(code, 1)
      assert.match(out, new RegExp(`There is no role "${unknown}". Roles: report, campaigns, finance`))
    })
})
