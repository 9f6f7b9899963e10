/** Runs work when a place is free. Returns `full` at once if too many others wait. */
export type Places = {
  run: <Result>(work: () => Promise<Result>, isUrgent?: boolean) => Promise<Result | 'full'>
}

/**
 * Limits how much work runs at once and how much waits. Urgent work goes before other work and may always
 * wait: only for work that others cannot multiply.
 */
export const limitConcurrency = ({ running, waiting }: { running: number; waiting: number }): Places => {
  const urgent: (() => void)[] = []
  const others: (() => void)[] = []
  let free = running
  const release = (): void => {
    const next = urgent.shift() ?? others.shift()
    if (next) next()
    else free += 1
  }
  return {
    run: async (work, isUrgent = false) => {
      if (free > 0) free -= 1
      else if (isUrgent || others.length < waiting)
        await new Promise<void>((resolve) => void (isUrgent ? urgent : others).push(resolve))
      else return 'full'
      try {
        return await work()
      } finally {
        release()
      }
    },
  }
}
