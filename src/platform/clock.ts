export type Clock = () => Date

export const DAY_MS = 86_400_000
export const HOUR_MS = 3_600_000
export const MINUTE_MS = 60_000

export type FollowingClock = {
  now: Clock
  stop: () => void
}

type Offset = { sequence: number; offsetMs: number }

/**
 * Follows the clock of the Stripe server we talk to, if it offers one. The sandbox's clock can be advanced by
 * days, and subscriptions and reminders must agree on the date. Real Stripe answers 404, and the machine's
 * clock is used. Resolves once the first offset or its absence is known.
 */
export const followingClock = async (stripeBase: URL): Promise<FollowingClock> => {
  let offsetMs = 0
  const stopping = new AbortController()
  const apply = (offset: Offset) => {
    offsetMs = offset.offsetMs
  }
  const first = await follow(stripeBase, apply, stopping.signal)
  if (first.offered)
    void keepFollowing(first.ended, () => follow(stripeBase, apply, stopping.signal), stopping.signal)
  return { now: () => new Date(Date.now() + offsetMs), stop: () => stopping.abort() }
}

/** `offered` is false only if Stripe answered that it has no clock to follow. */
type Follow = { offered: boolean; ended: Promise<void> }

const keepFollowing = async (ended: Promise<void>, again: () => Promise<Follow>, signal: AbortSignal) => {
  let current = ended
  while (!signal.aborted) {
    await current
    await new Promise((resolve) => setTimeout(resolve, 300).unref())
    if (signal.aborted) return
    current = (await again()).ended
  }
}

const follow = async (base: URL, apply: (offset: Offset) => void, signal: AbortSignal): Promise<Follow> => {
  try {
    const response = await fetch(new URL('/_sandbox/clock/followers', base), { method: 'POST', signal })
    if (!response.ok || response.body === null) return { offered: false, ended: Promise.resolve() }
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
    const follower = response.headers.get('sandbox-follower') ?? ''
    return await new Promise<Follow>((resolve) => {
      const ended = readOffsets(reader, (offset) => {
        apply(offset)
        resolve({ offered: true, ended })
        return acknowledge(base, follower, offset.sequence)
      })
      void ended.then(() => resolve({ offered: true, ended }))
    })
  } catch {
    return { offered: true, ended: Promise.resolve() }
  }
}

const readOffsets = async (
  reader: ReadableStreamDefaultReader<string>,
  apply: (offset: Offset) => Promise<void>,
): Promise<void> => {
  let rest = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      const lines = (rest + value).split('\n')
      rest = lines.pop() ?? ''
      // The sandbox sends an empty line now and then to keep the connection alive.
      for (const line of lines.filter(Boolean)) await apply(JSON.parse(line) as Offset)
    }
  } catch {
    // After a lost connection the next one starts with the current offset.
  }
}

const acknowledge = async (base: URL, follower: string, sequence: number): Promise<void> => {
  const url = new URL(`/_sandbox/clock/followers/${follower}`, base)
  await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ sequence }),
  }).catch(() => {})
}
