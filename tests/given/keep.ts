/** Hands a thing back and has it ended after the test. */
export type Keep = <Thing>(thing: Thing, end: (thing: Thing) => Promise<unknown>) => Thing

/**
 * Ends all that a test was given, the last first, whether the test passed or failed; throws the first failure of
 * these ends. `after`: that of node:test, or of a test's context.
 */
export const keeping = (after: (end: () => Promise<void>) => void): Keep => {
  const ends: (() => Promise<unknown>)[] = []
  after(async () => {
    const failures: unknown[] = []
    for (const end of ends.reverse()) await end().catch((error: unknown) => void failures.push(error))
    if (failures.length > 0) throw failures[0]
  })
  return (thing, end) => {
    ends.push(() => end(thing))
    return thing
  }
}
