type Work<Item, Result> = (items: readonly Item[]) => Promise<readonly PromiseSettledResult<Result>[]>

type Waiting<Item, Result> = {
  item: Item
  resolve: (result: Result) => void
  reject: (reason: unknown) => void
}

/**
 * Does for up to `most` at once what is asked for one by one. What comes while a batch is under way makes up the next,
 * which begins when that is done, or when it takes long: nobody waits for what holds it up. Alone, an item is a batch of
 * one.
 */
export const inBatches = <Item, Result>(
  work: Work<Item, Result>,
  most: number,
): ((item: Item) => Promise<Result>) => {
  const waiting: Waiting<Item, Result>[] = []
  let isPending = false
  const workOff = async (): Promise<void> => {
    isPending = true
    while (waiting.length > 0) await orLong(settle(work, waiting.splice(0, most)))
    isPending = false
  }
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (!isPending) void workOff()
    })
}

const LONG_MS = 100

const orLong = async (work: Promise<void>): Promise<void> => {
  let timer: NodeJS.Timeout | undefined
  const long = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, LONG_MS)
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
