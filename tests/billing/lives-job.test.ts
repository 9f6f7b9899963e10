import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { projectFile } from '../../src/platform/project-files.ts'
import { aLife, COMMANDS, type Life, OWN_DOINGS } from '../given/lives/life.ts'
import { type Lived, liveThrough } from '../given/lives/run-life.ts'
import { givenDatabase } from '../given/resources/databases.ts'

/** How many random lives a run lives, and the seed of the first of them. */
const LIVES = Number(process.env['TEST_LIVES'] ?? 15)
const SEED = Number(process.env['TEST_SEED'] ?? 20_261_129)
/** Lives that share a seed, so that a failure is reproduced by living few. */
const LIVES_A_SEED = 15
/** In so many lives each command happens. */
const ENOUGH_LIVES = 100

type Remembered = { why: string; life: Life }
const remembered = JSON.parse(
  readFileSync(projectFile('tests', 'given', 'lives', 'remembered.json'), 'utf8'),
) as Remembered[]

for (const { why, life } of remembered) {
  test(`a life that once ended wrongly: ${why}`, () => inTwoRecords((live) => live(life)))
}

const seeds = Array.from({ length: Math.ceil(LIVES / LIVES_A_SEED) }, (_, index) => SEED + index)
const seen = new Map<string, number>()

for (const seed of seeds) {
  const lives = Math.min(LIVES_A_SEED, LIVES)
  test(`${lives} lives under any delivery end in the record of an undisturbed run, and in Stripe’s state (seed ${seed})`, () =>
    inTwoRecords((live) => liveRandomly(live, { lives, seed })))
}

// Fewer lives leave out what is rare.
if (LIVES >= ENOUGH_LIVES)
  test('every command was lived', () => {
    const missing = [...COMMANDS, ...OWN_DOINGS].filter((name) => !seen.has(name))
    assert.deepEqual(missing, [], 'what was not lived is not proven')
  })

type Live = (life: Life) => Promise<void>

const liveRandomly = async (live: Live, { lives, seed }: { lives: number; seed: number }): Promise<void> => {
  try {
    await fc.assert(fc.asyncProperty(aLife, live), {
      numRuns: lives,
      seed,
      // Shrinking takes minutes; TEST_SHRINK=yes asks for it.
      endOnFailure: process.env['TEST_SHRINK'] !== 'yes',
    })
  } catch (error) {
    const again = `TEST_SEED=${seed} TEST_LIVES=${lives} npx tsx tests/run.ts lives-job`
    throw new Error(`To live these lives again: ${again}`, { cause: error })
  }
}

const inTwoRecords = async (work: (live: Live) => Promise<void>): Promise<void> => {
  const calm = await givenDatabase()
  const stormy = await givenDatabase()
  try {
    await work(async (life) => {
      const lived = await liveThrough(life, { calm: calm.database, stormy: stormy.database })
      for (const each of lived.done) seen.set(each, (seen.get(each) ?? 0) + 1)
      assertSame(lived)
    })
  } finally {
    await Promise.all([calm.drop(), stormy.drop()])
  }
}

const assertSame = ({ calmly, stormily, atStripe }: Lived): void => {
  assert.deepEqual(stormily.ledger, calmly.ledger, 'another ledger')
  assert.deepEqual(stormily.movements, calmly.movements, 'other movements')
  assert.deepEqual(stormily.statuses, calmly.statuses, 'other standings')
  assert.deepEqual(stormily.checkouts, calmly.checkouts, 'other ends of checkouts')
  assert.deepEqual(calmly.settled, atStripe.settled, 'not what Stripe settled')
  assert.deepEqual(stormily.inForce, atStripe.inForce, 'not who gives at Stripe')
  assert.deepEqual(calmly.plans, atStripe.plans, 'not what is charged next')
  assert.deepEqual(stormily.plans, atStripe.plans, 'not what is charged next, after the weather')
  assert.deepEqual(stormily.broken, [], 'the record contradicts itself')
}
