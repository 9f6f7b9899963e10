import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** Where this run can be reached. An entry whose part is not running is absent. */
export type RunAddresses = { newsroom: string; staffSignIn?: string; sandbox?: string; outbox?: string }

/** Gone while nothing runs, so that nobody follows the addresses of a run that ended. */
export const removeRunFile = (dataDir: string): Promise<void> =>
  rm(path.join(dataDir, 'run.json'), { force: true })

/** Written whole or not at all. The sign-in link makes it a secret. */
export const writeRunFile = async (dataDir: string, addresses: RunAddresses): Promise<void> => {
  await mkdir(dataDir, { recursive: true })
  const file = path.join(dataDir, 'run.json')
  const draft = `${file}.${process.pid}`
  await writeFile(draft, `${JSON.stringify(addresses, null, 2)}\n`, { mode: 0o600 })
  await rename(draft, file)
}
