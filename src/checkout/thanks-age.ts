import { DAY_MS, HOUR_MS } from '../platform/clock.ts'

/**
 * Tells who may see the thanks page. Its address stays in the history of a browser. An hour after the payment only the
 * reader who gave sees the page, and a day after it nobody: the account page and the mail say the same.
 */
export const thanksAudience = (completedAt: Date | null, now: Date): 'anybody' | 'the-reader' | 'nobody' => {
  const ageMs = completedAt === null ? 0 : now.getTime() - completedAt.getTime()
  if (ageMs < HOUR_MS) return 'anybody'
  return ageMs < DAY_MS ? 'the-reader' : 'nobody'
}
