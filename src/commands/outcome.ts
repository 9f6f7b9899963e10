/** The result of a command: exit code 0 done, 1 failed. */
export type Outcome = { code: 0 | 1; text: string }

export const done = (text: string): Outcome => ({ code: 0, text })
export const failed = (text: string): Outcome => ({ code: 1, text })

/** Receives the result of a command. */
export type Report = (outcome: Outcome) => void

/** Prints the result and sets the exit code of the process. */
export const report: Report = ({ code, text }) => {
  ;(code === 0 ? process.stdout : process.stderr).write(`${text}\n`)
  process.exitCode = code
}
