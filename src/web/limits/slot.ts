/** How many may start at once, and how the rest are spaced. */
export type SlotRule = {
  /** Slots at once in each span. */
  burst: number
  spanMs: number
  /** The pause between two slots after the burst. */
  gapMs: number
  /** Slots further ahead are not given. */
  maxDelayMs: number
}

export type SlotState = {
  /** End of the span, and the slots at once that were taken in it. */
  spanEndsAtMs: number
  used: number
  /** The earliest slot after the burst. */
  nextAtMs: number
}

export type Slot = { atMs: number; state: SlotState }

/**
 * Takes the next free slot: now within the burst, then one slot in each gap. Null if all slots up to the
 * longest delay are taken. A refused call changes nothing, so that a flood does not delay the time after it.
 */
export const nextSlot = (before: SlotState | null, rule: SlotRule, nowMs: number): Slot | null => {
  const isFresh = !before || nowMs >= before.spanEndsAtMs
  const used = isFresh ? 0 : before.used
  const spanEndsAtMs = isFresh ? nowMs + rule.spanMs : before.spanEndsAtMs
  const nextAtMs = before?.nextAtMs ?? 0
  if (used < rule.burst)
    return {
      atMs: nowMs,
      state: { spanEndsAtMs, used: used + 1, nextAtMs: Math.max(nextAtMs, nowMs + rule.gapMs) },
    }
  const atMs = Math.max(nowMs, nextAtMs)
  if (atMs > nowMs + rule.maxDelayMs) return null
  return { atMs, state: { spanEndsAtMs, used, nextAtMs: atMs + rule.gapMs } }
}
