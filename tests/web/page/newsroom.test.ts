import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { MAX_SLUG_LENGTH, readNewsroom } from '../../../src/web/page/newsroom.ts'
import { givenNewsroomDirectory } from '../../given/resources/directories.ts'

const readWith = async (slug: string) => {
  const directory = await givenNewsroomDirectory()
  try {
    const file = path.join(directory.path, 'newsroom.yaml')
    const text = await readFile(file, 'utf8')
    await writeFile(file, text.replace(/slug: [^\s,]+/, `slug: ${slug}`))
    return await readNewsroom(directory.path)
  } finally {
    await directory.remove()
  }
}

test('a section’s slug may be as long as a label of the appeal can hold', async () => {
  const longest = 'x'.repeat(MAX_SLUG_LENGTH)
  assert.equal((await readWith(longest)).sections[0]?.slug, longest)
})

test('a longer or unusual slug is refused in words that name it', async () => {
  await assert.rejects(
    readWith('x'.repeat(MAX_SLUG_LENGTH + 1)),
    /newsroom\.yaml has mistakes:\n {2}sections\.0\.slug: has at most 200 characters$/,
  )
  await assert.rejects(
    readWith('City'),
    /sections\.0\.slug: has small Latin letters, figures and hyphens only$/,
  )
})
