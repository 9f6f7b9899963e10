/** Runs work once for all who ask for the same key meanwhile. */
export const once = <More extends unknown[], Result>(
  work: (key: string, ...more: More) => Promise<Result>,
): ((key: string, ...more: More) => Promise<Result>) => {
  const running = new Map<string, Promise<Result>>()
  return (key, ...more) => {
    const before = running.get(key)
    if (before) return before
    const promise = work(key, ...more).finally(() => running.delete(key))
    running.set(key, promise)
    return promise
  }
}
