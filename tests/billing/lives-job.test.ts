import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { projectFile } from '../../src/platform/project-files.ts'
import { COMMANDS, type Life, lifeArbitrary, OWN_ACTIONS } from '../given/lives/life.ts'
import { type LifeResult, runLife } from '../given/lives/run-life.ts'
import { givenDatabase } from '../given/resources/databases.ts'

/** The number of random lives in a run, and the seed of the first ones. */
const LIVES = Number(process.env['TEST_LIVES'] ?? 6)
const SEED = Number(process.env['TEST_SEED'] ?? 20_261_129)
/** Few lives share a seed, so that a failure is reproduced quickly. */
const LIVES_PER_SEED = 15
/** The number of lives in which every command occurs. */
const LIVES_FOR_ALL_COMMANDS = 100

type PastFailure = { problem: string; life: Life }
const pastFailures = JSON.parse(
  readFileSync(projectFile('tests', 'given', 'lives', 'past-failures.json'), 'utf8'),
) as PastFailure[]

for (const { problem, life } of pastFailures) {
  test(`a life that failed once: ${problem}`, () => withTwoRecords((run) => run(life)))
}

const seeds = Array.from({ length: Math.ceil(LIVES / LIVES_PER_SEED) }, (_, index) => SEED + index)
const seen = new Map<string, number>()

for (const seed of seeds) {
  const lives = Math.min(LIVES_PER_SEED, LIVES)
  test(`${lives} disturbed lives end with the undisturbed record and with Stripe’s state (seed ${seed})`, () =>
    withTwoRecords((run) => runRandomLives(run, { lives, seed })))
}

// Rare commands need many lives.
if (LIVES >= LIVES_FOR_ALL_COMMANDS)
  test('every command occurred', () => {
    const missing = [...COMMANDS, ...OWN_ACTIONS].filter((name) => !seen.has(name))
    assert.deepEqual(missing, [], 'these commands did not occur')
  })

type Run = (life: Life) => Promise<void>

const runRandomLives = async (run: Run, { lives, seed }: { lives: number; seed: number }): Promise<void> => {
  try {
    await fc.assert(fc.asyncProperty(lifeArbitrary, run), {
      numRuns: lives,
      seed,
      // Shrinking takes minutes; TEST_SHRINK=yes asks for it.
      endOnFailure: process.env['TEST_SHRINK'] !== 'yes',
    })
  } catch (error) {
    const command = `TEST_SEED=${seed} TEST_LIVES=${lives} npx tsx tests/run.ts lives-job`
    throw new Error(`To run these lives again: ${command}`, { cause: error })
  }
}

const withTwoRecords = async (work: (run: Run) => Promise<void>): Promise<void> => {
  const undisturbed = await givenDatabase()
  const disturbed = await givenDatabase()
  try {
    await work(async (life) => {
      const result = await runLife(life, {
        undisturbed: undisturbed.database,
        disturbed: disturbed.database,
      })
      for (const each of result.done) seen.set(each, (seen.get(each) ?? 0) + 1)
      assertSame(result)
    })
  } finally {
    await Promise.all([undisturbed.drop(), disturbed.drop()])
  }
}

const assertSame = ({ undisturbed, disturbed, atStripe }: LifeResult): void => {
  assert.deepEqual(disturbed.ledger, undisturbed.ledger, 'the ledgers differ')
  assert.deepEqual(disturbed.movements, undisturbed.movements, 'the movements differ')
  assert.deepEqual(disturbed.statuses, undisturbed.statuses, 'the supporter statuses differ')
  assert.deepEqual(disturbed.checkouts, undisturbed.checkouts, 'the outcomes of checkouts differ')
  assert.deepEqual(undisturbed.settled, atStripe.settled, 'the ledger differs from Stripe’s settlements')
  assert.deepEqual(disturbed.inForce, atStripe.inForce, 'the active amounts differ from Stripe')
  assert.deepEqual(undisturbed.plans, atStripe.plans, 'the next charges differ from Stripe')
  assert.deepEqual(
    disturbed.plans,
    atStripe.plans,
    'the next charges of the disturbed record differ from Stripe',
  )
  assert.deepEqual(disturbed.broken, [], 'the record contradicts itself')
}
