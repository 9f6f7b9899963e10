/** The end of a lease from `now`. Another process takes over soon after it, if the one that works was killed. */
export const leaseEnd = (now: Date): Date => new Date(now.getTime() + LEASE_MS)

const LEASE_MS = 15_000
const RENEW_EVERY_MS = 5_000

/** Another worker has the lease by now. Nothing more may be written or sent. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost'
}

/**
 * Renews a lease while `work` runs, so that slow work keeps it. A renewal may fail, so each write still checks that the
 * lease is held. No renewal runs after `work`.
 */
export const whileLeased = async <T>(renew: () => Promise<void>, work: () => Promise<T>): Promise<T> => {
  let renewing: Promise<void> | null = null
  const timer = setInterval(() => {
    renewing ??= renew()
      .catch(() => {})
      .finally(() => {
        renewing = null
      })
  }, RENEW_EVERY_MS)
  try {
    return await work()
  } finally {
    clearInterval(timer)
    await renewing
  }
}
