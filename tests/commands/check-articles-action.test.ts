import assert from 'node:assert/strict'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { after, test } from 'node:test'
import { runCommand } from '../given/command.ts'
import { givenNewsroomDirectory } from '../given/resources/directories.ts'

const newsroom = await givenNewsroomDirectory()
after(newsroom.remove)

const check = (env: Record<string, string> = { NEWSROOM_DIR: newsroom.path }, ...words: string[]) =>
  runCommand({ PATH: process.env['PATH'], ...env }, ['check-articles', ...words])

test('the sample newsroom loses nothing', async () => {
  const { code, out } = await check()
  assert.deepEqual([code, out], [0, 'Articles: 15 served, 0 drafts, 0 skipped. To look at: 0\n'])
})

test('losses and skipped files are named with file and line, and the exit code is 1', async () => {
  const folder = `${newsroom.path}/articles`
  const head = '---\ntitle: A\nlanguage: en\nsection: life\nauthors: [Ann]\ndate: 2020-01-01\n'
  await writeFile(`${folder}/lossy.md`, `${head}---\nText\n\n<iframe></iframe>\n\n![A](none.jpg)\n`)
  await writeFile(`${folder}/broken.md`, '---\ntitle: "A\n---\n')
  await writeFile(`${folder}/later.md`, `${head}draft: true\n---\nText\n`)
  await writeFile(`${folder}/old.doc`, 'x')
  await mkdir(`${folder}/drafts`)
  const { code, out } = await check({}, '--newsroom', newsroom.path)
  assert.equal(code, 1)
  assert.match(out, /^articles\/lossy\.md:10: <iframe> is left out with its text: write a link/m)
  assert.match(out, /^articles\/lossy\.md:12: the picture none\.jpg is not in the folder pictures/m)
  assert.match(out, /^articles\/broken\.md:2: skipped: column 8: the quote " opens here/m)
  assert.match(out, /^articles\/old\.doc: skipped: not an article/m)
  assert.match(out, /^articles\/drafts: skipped: folders are not read/m)
  assert.match(out, /^Articles: 16 served, 1 drafts, 3 skipped\. To look at: 5$/m)
  await rm(folder, { recursive: true })
})

test('a folder that is not there stops the command with a sentence', async () => {
  await assert.rejects(check({}, '--newsroom', `${newsroom.path}/nowhere`), /newsroom\.yaml cannot be read/)
})
