import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { projectFile } from '../../../src/platform/project-files.ts'

export type GivenDirectory = { path: string; remove: () => Promise<void> }

export const givenDirectory = async (): Promise<GivenDirectory> => {
  const directory = await mkdtemp(path.join(tmpdir(), 'mainstay-test-'))
  return { path: directory, remove: () => rm(directory, { recursive: true, force: true }) }
}

/** Copies the sample newsroom for a test to change. Its articles are published at any start instant. */
export const givenNewsroomDirectory = async (): Promise<GivenDirectory> => {
  const directory = await givenDirectory()
  await cp(projectFile('config', 'newsroom'), directory.path, { recursive: true })
  const articles = path.join(directory.path, 'articles')
  for (const name of await readdir(articles)) await backdate(path.join(articles, name))
  return directory
}

const backdate = async (file: string): Promise<void> => {
  const text = await readFile(file, 'utf8')
  await writeFile(file, text.replace(/^published: \d{4}/m, 'published: 2020'))
}
