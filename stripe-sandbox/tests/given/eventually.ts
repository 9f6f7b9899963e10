const POLL_MS = 50

/** Waits until `check` passes. Throws its last failure when the time is over. */
export const eventually = async (check: () => Promise<void> | void, withinMs = 60_000): Promise<void> => {
  const deadline = Date.now() + withinMs
  for (;;) {
    try {
      return await check()
    } catch (error) {
      if (Date.now() > deadline) throw error
      await new Promise((resolve) => setTimeout(resolve, POLL_MS))
    }
  }
}
