import { createContext, Script } from 'node:vm'

const context = createContext({ work: () => undefined }) as { work: () => unknown }
const script = new Script('work()')

/** Runs work that does not wait for anything, and stops it after a time. Returns null if it was stopped. */
export const withinTime = <Result extends object>(timeout: number, work: () => Result): Result | null => {
  context.work = work
  try {
    return script.runInContext(context, { timeout }) as Result
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error
    return null
  }
}
