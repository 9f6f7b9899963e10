import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { projectFile } from '../../src/platform/project-files.ts'

export type GivenDirectory = { path: string; remove: () => Promise<void> }

export const givenDirectory = async (): Promise<GivenDirectory> => {
  const directory = await mkdtemp(path.join(tmpdir(), 'mainstay-test-'))
  return { path: directory, remove: () => rm(directory, { recursive: true, force: true }) }
}

/** A copy of the sample newsroom that a test may change. */
export const givenNewsroomDirectory = async (): Promise<GivenDirectory> => {
  const directory = await givenDirectory()
  await cp(projectFile('config', 'newsroom'), directory.path, { recursive: true })
  return directory
}
