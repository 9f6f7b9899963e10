import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** The addresses of this run. The entry of a part that is not running is absent. */
export type RunAddresses = { newsroom: string; staffSignIn?: string; sandbox?: string; outbox?: string }

/** Removes the file, so that it never names the addresses of a run that has ended. */
export const removeRunFile = (dataDir: string): Promise<void> =>
  rm(path.join(dataDir, 'run.json'), { force: true })

/** Writes the file atomically, readable by its owner only: it contains a sign-in link. */
export const writeRunFile = async (dataDir: string, addresses: RunAddresses): Promise<void> => {
  await mkdir(dataDir, { recursive: true })
  const file = path.join(dataDir, 'run.json')
  const draft = `${file}.${process.pid}`
  await writeFile(draft, `${JSON.stringify(addresses, null, 2)}\n`, { mode: 0o600 })
  await rename(draft, file)
}
