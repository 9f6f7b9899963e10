/** Returns the thing and ends it after the test. */
export type Keep = <Thing>(thing: Thing, end: (thing: Thing) => Promise<unknown>) => Thing

/**
 * Ends everything a test was given after the test, last first. Throws the first failure. `after` comes from
 * node:test or the test's context.
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
