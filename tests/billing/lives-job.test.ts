import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { type GivenDatabase, givenDatabase } from '../given/databases.ts'
import { aLife, type Life, liveThrough } from '../given/lives.ts'

/** How many lives a run lives. MAINSTAY_LIVES asks for more, MAINSTAY_SEED for the same ones again. */
const LIVES = Number(process.env['MAINSTAY_LIVES'] ?? 200)
const SEED = Number(process.env['MAINSTAY_SEED'] ?? Math.trunc(Math.random() * 2 ** 31))

const still = { order: [0], copies: 1, late: false, dropped: 1, killed: 5 }

/** Lives that once ended wrongly. */
const REMEMBERED: Life[] = [
  // A renewal whose events Stripe lists no longer, of a customer that was deleted before it was fetched again.
  {
    people: 1,
    commands: [
      { command: { name: 'start', who: 0, size: 10 }, weather: still },
      { command: { name: 'pass', who: 0, size: 27 }, weather: still },
      { command: { name: 'pass', who: 0, size: 34 }, weather: still },
      { command: { name: 'delete-customer', who: 0, size: 8 }, weather: still },
    ],
  },
]

let calm: GivenDatabase
let stormy: GivenDatabase
before(async () => {
  calm = await givenDatabase()
  stormy = await givenDatabase()
})
after(async () => {
  await calm.drop()
  await stormy.drop()
})

test(`${LIVES} lives under any delivery end in the record of an undisturbed run, and in Stripe’s state (seed ${SEED})`, async (context) => {
  const seen = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(aLife, async (life: Life) => {
      const { calmly, stormily, atStripe, commands } = await liveThrough(life, {
        calm: calm.database,
        stormy: stormy.database,
      })
      for (const command of commands) seen.set(command, (seen.get(command) ?? 0) + 1)
      assert.deepEqual(stormily.ledger, calmly.ledger, 'another ledger')
      assert.deepEqual(stormily.movements, calmly.movements, 'other movements')
      assert.deepEqual(calmly.settled, atStripe.settled, 'not what Stripe settled')
      assert.deepEqual(stormily.inForce, atStripe.inForce, 'not who gives at Stripe')
      assert.deepEqual(stormily.broken, [], 'the record contradicts itself')
    }),
    {
      numRuns: LIVES,
      examples: REMEMBERED.map((life): [Life] => [life]),
      timeout: 20_000,
      seed: SEED,
      // Shrinking takes minutes: where there is no time for it, the first life that fails is shown as it is.
      endOnFailure: process.env['MAINSTAY_SHRINK'] !== 'yes',
      interruptAfterTimeLimit: 280_000,
      markInterruptAsFailure: true,
    },
  )
  context.diagnostic(`commands lived: ${[...seen].map(([name, count]) => `${name} ${count}`).join(', ')}`)
})
