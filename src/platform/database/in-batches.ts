type Work<Item, Result> = (items: readonly Item[]) => Promise<readonly PromiseSettledResult<Result>[]>

type Waiting<Item, Result> = {
  item: Item
  resolve: (result: Result) => void
  reject: (reason: unknown) => void
}

/**
 * Combines single calls into batches of up to `maxItems` items. Items that arrive during a batch form the next
 * one. It starts when the batch is done or takes long. An item alone is a batch of one.
 */
export const inBatches = <Item, Result>(
  work: Work<Item, Result>,
  maxItems: number,
): ((item: Item) => Promise<Result>) => {
  const waiting: Waiting<Item, Result>[] = []
  let isRunning = false
  const runBatches = async (): Promise<void> => {
    isRunning = true
    while (waiting.length > 0) await doneOrLong(settle(work, waiting.splice(0, maxItems)))
    isRunning = false
  }
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (!isRunning) void runBatches()
    })
}

const LONG_BATCH_MS = 100

const doneOrLong = async (work: Promise<void>): Promise<void> => {
  let timer: NodeJS.Timeout | undefined
  const long = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, LONG_BATCH_MS)
  })
  await Promise.race([work, long])
  clearTimeout(timer)
}

const settle = async <Item, Result>(
  work: Work<Item, Result>,
  batch: readonly Waiting<Item, Result>[],
): Promise<void> => {
  try {
    const outcomes = await work(batch.map(({ item }) => item))
    for (const [index, { resolve, reject }] of batch.entries()) {
      const outcome = outcomes[index]
      if (outcome?.status === 'fulfilled') resolve(outcome.value)
      else reject(outcome?.reason ?? new Error('A batch left an item without an outcome'))
    }
  } catch (error) {
    for (const { reject } of batch) reject(error)
  }
}
