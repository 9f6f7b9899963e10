import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { projectFile } from '../../../src/platform/project-files.ts'

export type GivenDirectory = { path: string; remove: () => Promise<void> }

export const givenDirectory = async (): Promise<GivenDirectory> => {
  const directory = await mkdtemp(path.join(tmpdir(), 'mainstay-test-'))
  return { path: directory, remove: () => rm(directory, { recursive: true, force: true }) }
}

/** A copy of the sample newsroom that a test may change. Its articles are out at whatever instant a test starts. */
export const givenNewsroomDirectory = async (): Promise<GivenDirectory> => {
  const directory = await givenDirectory()
  await cp(projectFile('config', 'newsroom'), directory.path, { recursive: true })
  const articles = path.join(directory.path, 'articles')
  for (const name of await readdir(articles)) await dateBack(path.join(articles, name))
  return directory
}

const dateBack = async (file: string): Promise<void> => {
  const text = await readFile(file, 'utf8')
  await writeFile(file, text.replace(/^published: \d{4}/m, 'published: 2020'))
}
