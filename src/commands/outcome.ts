/** What a command came to: 0 done, 1 failed, 2 wrong usage. */
export type Outcome = { code: 0 | 1 | 2; text: string }

export const done = (text: string): Outcome => ({ code: 0, text })
export const failed = (text: string): Outcome => ({ code: 1, text })
export const wrongUsage = (text: string): Outcome => ({ code: 2, text })

/** One command of the operator's. `words` are those after its name. */
export type Command = { usage: string; help: string; run: (words: readonly string[]) => Promise<Outcome> }
