import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

export type GivenDirectory = { path: string; remove: () => Promise<void> }

/** An empty directory for one test. */
export const givenDirectory = async (): Promise<GivenDirectory> => {
  const directory = await mkdtemp(path.join(tmpdir(), 'stripe-sandbox-test-'))
  return { path: directory, remove: () => rm(directory, { recursive: true, force: true }) }
}
